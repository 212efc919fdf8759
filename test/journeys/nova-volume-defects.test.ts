import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

// Problems that users of Nova's Ironic driver meet with volumes, and what this library does instead.

const OURS = {
  volumeId: 'ours',
  volumeType: 'iscsi',
  bootIndex: 0,
  properties: { target_portal: '10.0.0.1:3260' },
}
const THEIRS = { volume_type: 'iscsi', volume_id: 'theirs', boot_index: 1, properties: {} }
const image = { volume: 'boot' } as const

function siteWithNode(release: '21.4' | '39.0' = '39.0') {
  const site = simulatedSite({ release, hardware: 'redfish' })
  const node = site.simulator
    .node({
      name: 'metal-1',
      network_interface: 'neutron',
      storage_interface: 'external',
      boot_interface: 'ipxe',
    })
    .withPort({ address: '52:54:00:00:00:01' })
    .withPort({ address: '52:54:00:00:00:02' })
    .available()
  const target = { node: node.uuid }
  const add = async (type: string, connector_id: string) => {
    const connector = { node_uuid: node.uuid, type, connector_id }
    expectOk(await site.run(site.driver.client.volumeConnectors.create(connector)))
  }
  return { ...site, node, target, add }
}

it('a volume that another client has attached to the node outlasts a failed spawn (14)', async () => {
  const { simulator, driver, run, node, target } = siteWithNode()
  expectOk(await run(driver.client.volumeTargets.create({ node_uuid: node.uuid, ...THEIRS })))
  expectOk(await run(driver.storage.attachTarget(target, OURS)))
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  expectErr(await run(driver.provisioning.spawn(spawnRequestFor(node, { image }))), 'forbidden')
  expectOk(await run(driver.storage.detachTarget(target, OURS.volumeId)))
  const left = expectOk(await run(driver.storage.targets(target)))
  expect(left.map(({ volume_id }) => volume_id)).toEqual(['theirs'])
})

it.each(['21.4', '39.0'] as const)(
  'a network card for storage breaks no connector, and leads to its own VIF, on Ironic %s (19, 20)',
  async (release) => {
    const { simulator, driver, run, node, target, add } = siteWithNode(release)
    const [first, second] = [randomUUID(), randomUUID()]
    for (const [index, id] of [first, second].entries())
      expectOk(await run(driver.networking.attachVif(target, { id, port: node.ports[index]?.uuid })))
    await add('mac', '52:54:00:00:00:02')
    simulator.forgetRequests()
    const vifs = [
      { id: first, addresses: ['10.0.0.1'] },
      { id: second, addresses: ['10.0.0.2'] },
    ]
    const { ips, properties } = expectOk(await run(driver.storage.connector(target, { vifs })))
    expect([ips, properties.ip]).toEqual([['10.0.0.2'], '10.0.0.2'])
    expect(simulator.requests.some(({ path }) => path.includes('address='))).toBe(false)
  },
)

it('a volume that cannot be attached to the node is named, and so is the one in its place (21)', async () => {
  const { simulator, driver, run, target } = siteWithNode()
  expectOk(await run(driver.storage.attachTarget(target, OURS)))
  const second = { ...OURS, volumeId: 'second' }
  const error = expectErr(await run(driver.storage.attachTarget(target, second)), 'volume_target_taken')
  expect(error.message).toContain('ours')
  expect(error.message).not.toMatch(/%\(|undefined|\[object/)
  simulator.forgetRequests()
  const without = { ...second, properties: null as never }
  expect(expectErr(await run(driver.storage.attachTarget(target, without)), 'invalid_input').field).toBe(
    'volume.properties',
  )
  expect(simulator.requests).toEqual([])
})

it('several paths to a volume, every initiator and no guessed address are available (22)', async () => {
  const { driver, run, target, add } = siteWithNode()
  const initiators = ['iqn.2026-01.org:a', 'iqn.2026-01.org:b']
  for (const initiator of initiators) await add('iqn', initiator)
  expectOk(await run(driver.networking.attachVif(target, { id: randomUUID() })))
  const connector = expectOk(await run(driver.storage.connector(target, { multipath: true })))
  expect(connector).toMatchObject({ initiators, ips: [], properties: { multipath: true } })
  expect(connector.properties.ip).toBeUndefined()
})

it('a node that booted from a volume gets no image by a rebuild, and is validated first (34)', async () => {
  // Ironic 2024.2 and later fails at this.
  const { simulator, driver, run, node, target } = siteWithNode('21.4')
  expectOk(await run(driver.storage.attachTarget(target, OURS)))
  const request = spawnRequestFor(node, { image })
  expectOk(await run(driver.provisioning.spawn(request)))
  simulator.forgetRequests()
  expectOk(await run(driver.rebuild.redeploy({ ...target, instance: request.instance.id }, { image })))
  const routes = simulator.requests.map(({ route }) => route)
  const validated = routes.indexOf('GET /v1/nodes/{uuid}/validate')
  expect(validated).toBeGreaterThan(-1)
  expect(routes.indexOf('PUT /v1/nodes/{uuid}/states/provision')).toBeGreaterThan(validated)
  expect(simulator.requests.some(({ body }) => body?.includes('image_source'))).toBe(false)
  expect(node.now.instance_info['image_source']).toBeUndefined()
})
