import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const CAPITALS = VIF.toUpperCase()
const NAME = 'Web-Vif'

/** A node with two ports, on which other clients have attached VIFs in this spelling. */
async function siteWith(...vifs: readonly string[]) {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(3).available()
  for (const id of vifs) expectOk(await site.run(site.driver.client.nodeVifs.attach(node.uuid, { id })))
  const listed = async () =>
    expectOk(await site.run(site.driver.client.nodeVifs.list(node.uuid))).map(({ id }) => id)
  return { ...site, node, target: { node: node.uuid }, listed }
}

it('attaches a VIF in the spelling of the network service', async () => {
  const { driver, run, target, listed } = await siteWith()
  expect(expectOk(await run(driver.networking.attachVif(target, { id: CAPITALS })))).toMatchObject({})
  expect(await listed()).toEqual([VIF])
  expectOk(await run(driver.networking.attachVif(target, { id: CAPITALS })))
  expect(await listed()).toEqual([VIF])
})

it('detaches a VIF that Ironic has in another spelling', async () => {
  for (const [there, given] of [
    [CAPITALS, VIF],
    [VIF, CAPITALS],
    [CAPITALS, CAPITALS],
  ] as const) {
    const { driver, run, target, listed } = await siteWith(there)
    expectOk(await run(driver.networking.detachVif(target, given)))
    expect(await listed()).toEqual([])
  }
})

it('keeps a VIF that is there in another spelling when it synchronises', async () => {
  const { driver, run, target, listed, simulator } = await siteWith(CAPITALS)
  simulator.forgetRequests()
  const synced = expectOk(await run(driver.networking.syncVifs(target, [{ id: VIF }])))
  expect(synced).toMatchObject({ attached: [], detached: [], kept: [CAPITALS] })
  expect(await listed()).toEqual([CAPITALS])
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('finds a VIF in another spelling at the place that is named for it', async () => {
  const { driver, run, node, target, listed } = await siteWith(CAPITALS)
  const [first, second] = node.ports
  const at = (port = '') => driver.networking.attachVif(target, { id: VIF, port })
  const holder = node.ports.find(({ internal_info }) => internal_info['tenant_vif_port_id'] === CAPITALS)
  expectOk(await run(at(holder?.uuid)))
  const other = [first, second].find((port) => port?.uuid !== holder?.uuid)
  expectErr(await run(at(other?.uuid)), 'port_unusable')
  expect(await listed()).toEqual([CAPITALS])
})

it('refuses a duplicate VIF in two spellings, but not two names that differ in case', async () => {
  const { driver, run, target, listed } = await siteWith()
  const sync = (...ids: string[]) =>
    driver.networking.syncVifs(
      target,
      ids.map((id) => ({ id })),
    )
  expectErr(await run(sync(VIF, CAPITALS)), 'invalid_input')
  expectOk(await run(sync(NAME, NAME.toLowerCase())))
  expect((await listed()).toSorted()).toEqual([NAME, NAME.toLowerCase()])
})

it('finds the VIF for storage in another spelling', async () => {
  const { driver, run, node, target } = await siteWith('0f0e0d0c-5f5e-4b0c-8a39-6a0f6f0c1d22', CAPITALS)
  const carrier = node.ports.find(({ internal_info }) => internal_info['tenant_vif_port_id'] === CAPITALS)
  const made = await run(
    driver.client.volumeConnectors.create({
      node_uuid: node.uuid,
      type: 'mac',
      connector_id: carrier?.address ?? '',
    }),
  )
  expectOk(made)
  const vifs = [
    { id: '0f0e0d0c-5f5e-4b0c-8a39-6a0f6f0c1d22', addresses: ['10.0.0.1'] },
    { id: VIF, addresses: ['10.0.0.2'] },
  ]
  expect(expectOk(await run(driver.storage.connector(target, { vifs }))).ips).toEqual(['10.0.0.2'])
})

it('accepts an attached VIF in another spelling as that of a spawn, and detaches it again', async () => {
  const { driver, run, node, listed, simulator } = await siteWith()
  const request = spawnRequestFor(node, { vifs: [{ id: VIF }] })
  const instance = request.instance.id
  expectOk(await run(driver.provisioning.reserve({ instance, node: node.uuid })))
  expectOk(await run(driver.client.nodeVifs.attach(node.uuid, { id: CAPITALS })))
  expectOk(await run(driver.provisioning.spawn(request)))
  expect(await listed()).toEqual([CAPITALS])
  expectOk(await run(driver.provisioning.destroy({ instance }, { until: 'available' })))
  expect(simulator.leftovers()).toEqual([])
})

it('shows the networks of an attached VIF in another spelling', async () => {
  const { driver, run, target } = await siteWith(CAPITALS)
  const data = await run(driver.networking.networkData(target, [{ id: VIF, network: {} }]))
  expect(expectOk(data).links).toHaveLength(1)
})
