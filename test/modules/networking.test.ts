import { randomUUID } from 'node:crypto'
import type { RequestFault } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

function siteWithPorts(ports = 2, options: Parameters<typeof simulatedSite>[0] = {}) {
  const site = simulatedSite(options)
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron' })
    .withPorts(ports)
    .active()
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const vifs = () => node.ports.map(({ internal_info }) => internal_info['tenant_vif_port_id'] ?? null)
  const vif = { id: randomUUID() }
  return { ...site, node, target, vif, vifs }
}

it('plugs a VIF in and out, twice each', async () => {
  const { driver, run, target, vif, vifs } = siteWithPorts()
  expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('attached')
  expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('was_attached')
  expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([vif])
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expect(vifs()).toEqual([null, null])
})

it.each<[string, RequestFault]>([
  ['is lost on the way', 'drop-before'],
  ['takes effect and its answer is lost', 'drop-after'],
  ['times out inside Ironic', 'rpc-timeout'],
  ['times out inside Ironic and takes effect', { kind: 'rpc-timeout', effect: true }],
  ['meets a lock', 'locked'],
  ['meets a busy Ironic', 'busy'],
])('has exactly one effect when a request %s', async (_what, fault) => {
  for (let after = 0; after < 4; after += 1) {
    const { simulator, driver, run, target, vif, vifs } = siteWithPorts()
    simulator.faults.next({ path: /nodes/ }, fault, { after })
    expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('attached')
    expect(vifs()).toEqual([vif.id, null])
    simulator.faults.clear()
    simulator.faults.next({ path: /nodes/ }, fault, { after })
    expectOk(await run(driver.networking.detachVif(target, vif.id)))
    expect(vifs()).toEqual([null, null])
  }
})

it.each([false, true])('has exactly one effect when Ironic never answers, effect: %s', async (effect) => {
  const { simulator, driver, run, target, vif, vifs } = siteWithPorts()
  simulator.faults.next({ method: 'POST' }, { kind: 'hang', effect })
  expectOk(await run(driver.networking.attachVif(target, vif)))
  expect(vifs()).toEqual([vif.id, null])
  simulator.faults.next({ method: 'DELETE' }, { kind: 'hang', effect })
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expect(vifs()).toEqual([null, null])
})

it('says so when a VIF is plugged into another port than the one named', async () => {
  const { driver, run, target, vif, node, vifs } = siteWithPorts()
  const [first, second] = node.ports.map(({ uuid }) => uuid)
  expectOk(await run(driver.networking.attachVif(target, { ...vif, port: second })))
  expect(vifs()).toEqual([null, vif.id])
  const again = await run(driver.networking.attachVif(target, { ...vif, port: second?.toUpperCase() }))
  expect(expectOk(again)).toBe('was_attached')
  // Ironic looks at the named port alone, and would plug the VIF into both.
  const other = await run(driver.networking.attachVif(target, { ...vif, port: first }))
  expect([other.isOk(), vifs()]).toEqual([true, [vif.id, vif.id]])
})

it('plugs into a port group, and says so when the VIF is in another place', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator
    .node({ network_interface: 'neutron' })
    .withPortgroup()
    .withPorts(2)
    .withPort({ portgroup_uuid: null })
    .active()
  const [target, vif, portGroup] = [{ node: node.uuid }, { id: randomUUID() }, node.portgroups[0]?.uuid]
  expect(expectOk(await run(driver.networking.attachVif(target, { ...vif, portGroup })))).toBe('attached')
  expect(expectOk(await run(driver.networking.attachVif(target, { ...vif, portGroup })))).toBe('was_attached')

  const other = { id: randomUUID(), port: node.ports[2]?.uuid }
  expect(expectOk(await run(driver.networking.attachVif(target, other)))).toBe('attached')
  const elsewhere = await run(driver.networking.attachVif(target, { id: other.id, portGroup }))
  expect(expectErr(elsewhere, 'vif_already_attached').advice).toBe('check_state')
})

it('runs out of ports, and advises another node', async () => {
  const { driver, run, target, vif } = siteWithPorts(1)
  expectOk(await run(driver.networking.attachVif(target, vif)))
  const full = await run(driver.networking.attachVif(target, { id: randomUUID() }))
  expect(expectErr(full, 'no_free_port')).toMatchObject({ advice: 'try_other_node', node: target.node })
})

it('says on an older server, before it sends it, that a port cannot be chosen', async () => {
  const { simulator, driver, run, target, vif, node } = siteWithPorts(1, { maxVersion: '1.66' })
  const refused = await run(driver.networking.attachVif(target, { ...vif, port: node.ports[0]?.uuid }))
  expect(expectErr(refused, 'unsupported_api_version').needs).toBe('1.67')
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('waits for a lock of fifty seconds', async () => {
  const { driver, run, target, vif, vifs, node } = siteWithPorts(1)
  node.lock(50_000)
  expectOk(await run(driver.networking.attachVif(target, vif)))
  node.lock(50_000)
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expect(vifs()).toEqual([null])
})

it('does not take a refusal of another kind for a VIF that is not plugged in', async () => {
  const { simulator, driver, run, target, vif, vifs } = siteWithPorts(1)
  expectOk(await run(driver.networking.attachVif(target, vif)))
  const refusal = {
    kind: 'status',
    status: 400,
    fault: 'Network interface "neutron" is out of order.',
  } as const
  simulator.faults.next({ method: 'DELETE' }, refusal)
  expectErr(await run(driver.networking.detachVif(target, vif.id)), 'rejected_request')
  expect(vifs()).toEqual([vif.id])
})

it('does not touch a machine that carries another instance', async () => {
  const { simulator, driver, run, node, vif } = siteWithPorts()
  const stranger = { node: node.uuid, instance: randomUUID() }
  expectErr(await run(driver.networking.attachVif(stranger, vif)), 'instance_mismatch')
  expectErr(await run(driver.networking.detachVif(stranger, vif.id)), 'instance_mismatch')
  expectErr(await run(driver.networking.vifs({ instance: stranger.instance })), 'instance_not_found')
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('is content with an Ironic that records no VIFs', async () => {
  const { simulator, driver, run } = simulatedSite()
  const target = { node: simulator.node().withPort().available().uuid }
  simulator.faults.next({ method: 'POST' }, 'drop-after')
  expect(expectOk(await run(driver.networking.attachVif(target, { id: 'net-1' })))).toBe('attached')
  expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([])
  expectOk(await run(driver.networking.detachVif(target, 'net-1')))
})
