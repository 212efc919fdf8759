import { randomUUID } from 'node:crypto'
import type { Disruption } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

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

it('attaches and detaches a VIF, twice each', async () => {
  const { driver, run, target, vif, vifs } = siteWithPorts()
  expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('attached')
  expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('was_there')
  expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([vif])
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expect(vifs()).toEqual([null, null])
})

it.each<[string, Disruption]>([
  ['is lost on the way', 'drop-before'],
  ['takes effect and its answer is lost', 'drop-after'],
  ['times out inside Ironic', 'rpc-timeout'],
  ['times out inside Ironic and takes effect', { kind: 'rpc-timeout', effect: true }],
  ['meets a lock', 'locked'],
  ['meets a busy Ironic', 'busy'],
])('has exactly one effect when a request %s', async (_what, disruption) => {
  for (let after = 0; after < 4; after += 1) {
    const { simulator, driver, run, target, vif, vifs } = siteWithPorts()
    simulator.disruptions.next({ path: /nodes/ }, disruption, { after })
    expect(expectOk(await run(driver.networking.attachVif(target, vif)))).toBe('attached')
    expect(vifs()).toEqual([vif.id, null])
    simulator.disruptions.clear()
    simulator.disruptions.next({ path: /nodes/ }, disruption, { after })
    expectOk(await run(driver.networking.detachVif(target, vif.id)))
    expect(vifs()).toEqual([null, null])
  }
})

it.each([false, true])('has exactly one effect when Ironic never answers, effect: %s', async (effect) => {
  const { simulator, driver, run, target, vif, vifs } = siteWithPorts()
  simulator.disruptions.next({ method: 'POST' }, { kind: 'hang', effect })
  expectOk(await run(driver.networking.attachVif(target, vif)))
  expect(vifs()).toEqual([vif.id, null])
  simulator.disruptions.next({ method: 'DELETE' }, { kind: 'hang', effect })
  expectOk(await run(driver.networking.detachVif(target, vif.id)))
  expect(vifs()).toEqual([null, null])
})

it('leaves a VIF in place when another port is named for it, and reports where it is', async () => {
  const { simulator, driver, run, target, vif, node, vifs } = siteWithPorts()
  const [first, second] = node.ports.map(({ uuid }) => uuid)
  expect(expectOk(await run(driver.networking.attachVif(target, { ...vif, port: second })))).toBe('attached')
  expect(vifs()).toEqual([null, vif.id])
  const again = await run(driver.networking.attachVif(target, { ...vif, port: second?.toUpperCase() }))
  expect(expectOk(again)).toBe('was_there')
  // Ironic checks only the named port, and would attach the VIF to both.
  const other = await run(driver.networking.attachVif(target, { ...vif, port: first }))
  expect(expectErr(other, 'port_unusable')).toMatchObject({
    reason: 'vif_elsewhere',
    place: second,
    vif: vif.id,
    node: node.uuid,
    advice: 'check_state',
  })
  expect(vifs()).toEqual([null, vif.id])
  expect(simulator.tally()['POST /v1/nodes/{uuid}/vifs']).toBe(1)
})

it('attaches to a port group, and refuses one that the node does not have', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ network_interface: 'neutron' }).withPortgroup().withPorts(2).active()
  const [target, vif, portGroup] = [{ node: node.uuid }, { id: randomUUID() }, node.portgroups[0]?.uuid]
  expect(expectOk(await run(driver.networking.attachVif(target, { ...vif, portGroup })))).toBe('attached')
  expect(expectOk(await run(driver.networking.attachVif(target, { ...vif, portGroup })))).toBe('was_there')
  const unknown = await run(driver.networking.attachVif(target, { id: 'net-2', portGroup: randomUUID() }))
  expect(expectErr(unknown, 'port_unusable')).toMatchObject({
    reason: 'not_of_this_node',
    advice: 'fix_request',
  })
  expect(simulator.tally()['POST /v1/nodes/{uuid}/vifs']).toBe(1)
})

it('names the VIF that is on the requested port', async () => {
  const { driver, run, target, vif, node, vifs } = siteWithPorts()
  const [port] = node.ports.map(({ uuid }) => uuid)
  expectOk(await run(driver.networking.attachVif(target, { ...vif, port })))
  const taken = await run(driver.networking.attachVif(target, { id: randomUUID(), port }))
  expect(expectErr(taken, 'port_unusable')).toMatchObject({ reason: 'taken', holder: vif.id })
  expect(vifs()).toEqual([vif.id, null])
})

const attachedTo = (uuid: string) =>
  `Unable to attach VIF because VIF v is already attached to Ironic Port ${uuid}`
it.each<[string, { status: number; fault: string }, string, boolean]>([
  ['already attached, and here', { status: 409, fault: attachedTo(randomUUID()) }, 'was_there', true],
  [
    'already attached, and not here',
    { status: 409, fault: attachedTo(randomUUID()) },
    'vif_already_attached',
    false,
  ],
  [
    'invalid, and here all the same',
    { status: 409, fault: 'Unable to attach VIF v: bound' },
    'was_there',
    true,
  ],
  ['invalid', { status: 409, fault: 'Unable to attach VIF v: no such port' }, 'vif_invalid', false],
  ['a conflict of another kind, and here', { status: 409, fault: 'Something else' }, 'was_there', true],
  ['a conflict of another kind', { status: 409, fault: 'Something else' }, 'conflict', false],
  [
    'no free port',
    { status: 400, fault: 'Unable to attach VIF v, not enough free physical ports.' },
    'no_free_port',
    false,
  ],
  ['a bad request', { status: 400, fault: 'Network data is bad' }, 'rejected_request', false],
  ['a bad request, and here', { status: 400, fault: 'Network data is bad' }, 'was_there', true],
])('judges a refusal by the state of the node: %s', async (_what, refusal, verdict, isThere) => {
  const { simulator, driver, run, target, vif } = siteWithPorts()
  if (isThere) expectOk(await run(driver.networking.attachVif(target, vif)))
  simulator.disruptions.next({ method: 'POST' }, { kind: 'status', ...refusal })
  const judged = await run(driver.networking.attachVif(target, vif))
  expect(judged.isOk() ? judged.value : judged.error.kind).toBe(verdict)
})

it('reports that no port is on the physical network of the VIF, and changes nothing', async () => {
  const { simulator, driver, run } = simulatedSite({ networkInterface: 'flat' })
  const node = simulator.node().withPort({ physical_network: 'rack-a' }).active()
  const vif = simulator.vif({ physical_networks: ['rack-b'] })
  const refused = await run(driver.networking.attachVif({ node: node.uuid }, { id: vif.id }))
  expect(expectErr(refused, 'no_free_port')).toMatchObject({ advice: 'try_other_node', node: node.uuid })
  expect(expectOk(await run(driver.networking.vifs({ node: node.uuid })))).toEqual([])
})

it('fails when no port is free, and advises another node', async () => {
  const { driver, run, target, vif } = siteWithPorts(1)
  expectOk(await run(driver.networking.attachVif(target, vif)))
  const full = await run(driver.networking.attachVif(target, { id: randomUUID() }))
  expect(expectErr(full, 'no_free_port')).toMatchObject({ advice: 'try_other_node', node: target.node })
})

it('reports on an older server, before it sends anything, that a port cannot be chosen', async () => {
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

it('does not treat another refusal as a missing VIF', async () => {
  const { simulator, driver, run, target, vif, vifs } = siteWithPorts(1)
  expectOk(await run(driver.networking.attachVif(target, vif)))
  const refusal = {
    kind: 'status',
    status: 400,
    fault: 'Network interface "neutron" is out of order.',
  } as const
  simulator.disruptions.next({ method: 'DELETE' }, refusal)
  expectErr(await run(driver.networking.detachVif(target, vif.id)), 'rejected_request')
  expect(vifs()).toEqual([vif.id])
})

it('does not change a node that carries another instance', async () => {
  const { simulator, driver, run, node, vif } = siteWithPorts()
  const stranger = { node: node.uuid, instance: randomUUID() }
  expectErr(await run(driver.networking.attachVif(stranger, vif)), 'instance_mismatch')
  expectErr(await run(driver.networking.detachVif(stranger, vif.id)), 'instance_mismatch')
  expectErr(await run(driver.networking.vifs({ instance: stranger.instance })), 'instance_not_found')
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('accepts an Ironic that records no VIFs', async () => {
  const { simulator, driver, run } = simulatedSite()
  const target = { node: simulator.node().withPort().available().uuid }
  simulator.disruptions.next({ method: 'POST' }, 'drop-after')
  expect(expectOk(await run(driver.networking.attachVif(target, { id: 'net-1' })))).toBe('attached')
  expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([])
  expectOk(await run(driver.networking.detachVif(target, 'net-1')))
})
