import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

// Problems that users of Nova's Ironic driver meet, and what this library does instead.

const MINUTE = 60_000
const vif = { id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }

function siteWithNode(hardware: 'fake-hardware' | 'redfish' = 'redfish', options = {}) {
  const site = simulatedSite({ hardware, ...options })
  const builder = site.simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPort()
  const node = builder.available()
  const request = spawnRequestFor(node, { vifs: [vif] })
  const target = { node: node.uuid, instance: request.instance.id }
  /** Advances time in short steps, so that running work keeps up. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) await site.clock.advance(250)
  }
  return { ...site, node, request, target, pass }
}

it('a locked node is not deployed without its network (1)', async () => {
  const { simulator, driver, run, node, request } = siteWithNode()
  simulator.disruptions.next({ method: 'POST' }, 'locked', { times: 3 })
  expectOk(await run(driver.provisioning.spawn(request)))
  expect(node.ports[0]?.internal_info['tenant_vif_port_id']).toBe(vif.id)
})

it('a VIF that is on another node fails the spawn instead of being skipped (1)', async () => {
  const { simulator, driver, run, node, request } = siteWithNode()
  const text = `Unable to attach VIF because VIF ${vif.id} is already attached to Ironic Port ${node.uuid}`
  simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 409, fault: text })
  expectErr(await run(driver.provisioning.spawn(request)), 'vif_already_attached')
  expect(node.now).toMatchObject({ provision_state: 'available', instance_uuid: null })
})

it('a lock of one second does not fail a build (2)', async () => {
  const { simulator, driver, run, request } = siteWithNode()
  for (const method of ['PATCH', 'POST', 'PUT'] as const)
    simulator.disruptions.next({ method }, 'locked', { times: 2 })
  expectOk(await run(driver.provisioning.spawn(request)))
})

it('two minutes of 502 do not destroy a server that is being deployed (3)', async () => {
  const { simulator, driver, run, pass, node, request } = siteWithNode()
  node.setTimings({ agentStep: 5 * MINUTE })
  const spawning = driver.provisioning.spawn(request)
  await pass(20_000)
  simulator.disruptions.next({}, { kind: 'status', status: 502, body: '<html>' }, { times: Infinity })
  await pass(2 * MINUTE)
  simulator.disruptions.clear()
  expect(expectOk(await run(spawning)).provision_state).toBe('active')
  expect(simulator.requests.some(({ body }) => body?.includes('"deleted"'))).toBe(false)
})

it('no wait is endless: spawn, destroy and power end by themselves (4)', async () => {
  const { driver, run, clock, node, request, target } = siteWithNode()
  node.setTimings({ agentStep: 10 * 24 * 60 * MINUTE, deployTimeout: 20 * 24 * 60 * MINUTE })
  const startedAt = clock.now()
  expectErr(await run(driver.provisioning.spawn(request, { onFailure: 'keep' })), 'wait_timed_out')
  expect(clock.now() - startedAt).toBeLessThan(61 * MINUTE)
  node.force({ provision_state: 'deleting' }).lock(Infinity)
  expectErr(await run(driver.provisioning.destroy(target)), 'wait_timed_out')
  expectErr(await run(driver.power.waitForOff({ node: node.uuid }, { deadlineMs: MINUTE })), 'wait_timed_out')
  expect(clock.now() - startedAt).toBeLessThan(95 * MINUTE)
})

it('a node that goes into error ends the spawn at once (5)', async () => {
  const { driver, run, clock, pass, node, request } = siteWithNode()
  const spawning = driver.provisioning.spawn(request, { onFailure: 'keep' })
  await pass(10_000)
  node.force({ provision_state: 'error' })
  const failedAt = clock.now()
  expect(expectErr(await run(spawning), 'transition_diverged').message).toContain('"error"')
  expect(clock.now() - failedAt).toBeLessThan(MINUTE)
})

it('maintenance and a hold are reported while they last (5)', async () => {
  const { driver, run, pass, node, request } = siteWithNode()
  const seen = new Set<string>()
  const spawning = driver.provisioning.spawn(request, {
    deadlineMs: 10 * MINUTE,
    onProgress: ({ provision_state, maintenance }) =>
      void seen.add(`${provision_state} ${String(maintenance)}`),
  })
  await pass(10_000)
  node.force({ provision_state: 'deploy hold' })
  await pass(MINUTE)
  node.force({ maintenance: true })
  expectErr(await run(spawning), 'wait_timed_out')
  expect([...seen]).toEqual(expect.arrayContaining(['deploy hold false', 'deploy hold true']))
})

it.each(['on', 'off', 'reboot'] as const)(
  'power %s does not succeed when the controller refuses (6, 8)',
  async (verb) => {
    const { simulator, driver, run } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node().active({ power_state: verb === 'on' ? 'power off' : 'power on' })
    node.failNext('power', { lastError: 'the fuse is blown' })
    const error = expectErr(await run(driver.power[verb]({ node: node.uuid })), 'transition_failed')
    expect(error.message).toContain('the fuse is blown')
  },
)

it('the shutdown time-out reaches Ironic, and the power is cut right after it (7)', async () => {
  const { simulator, driver, run, clock } = simulatedSite({ hardware: 'redfish' })
  const node = simulator.node().active().setSoftPower('ignored')
  const startedAt = clock.now()
  const off = driver.power.off({ node: node.uuid }, { mode: 'soft-then-hard', softTimeoutMs: 20_000 })
  expect(expectOk(await run(off)).done).toBe('power off')
  expect(clock.now() - startedAt).toBeLessThan(50_000)
  const [soft] = simulator.requests.filter(({ method }) => method === 'PUT')
  expect(soft?.body).toBe('{"target":"soft power off","timeout":20}')
})

it('a second destroy is not an error (9)', async () => {
  const { driver, run, request, target, otherDriver } = siteWithNode()
  expectOk(await run(driver.provisioning.spawn(request)))
  const both = [driver, otherDriver(), otherDriver()].map((one) => one.provisioning.destroy(target))
  for (const one of await run(Promise.all(both))) expectOk(one)
})

it('a failed tear-down is not reported as done (10)', async () => {
  const { driver, run, node, request, target } = siteWithNode()
  expectOk(await run(driver.provisioning.spawn(request)))
  node.failNext('teardown', { lastError: 'the switch is on fire' })
  const failed = await run(driver.provisioning.destroy({ instance: target.instance }))
  expect(expectErr(failed, 'transition_failed').message).toContain('the switch is on fire')
  expect(node.now.provision_state).toBe('error')
})

it('a destroy repeated while the node is deleting joins, and changes nothing (11)', async () => {
  const { simulator, driver, run, pass, request, target, otherDriver } = siteWithNode()
  expectOk(await run(driver.provisioning.spawn(request)))
  const first = driver.provisioning.destroy(target)
  await pass(500)
  const before = simulator.requests.length
  expectOk(await run(otherDriver().provisioning.destroy(target)))
  expectOk(await run(first))
  const after = simulator.requests.slice(before)
  expect(after.filter(({ method }) => method !== 'GET').length).toBeLessThanOrEqual(1)
  expect(after.some(({ method }) => method === 'PATCH' || method === 'DELETE')).toBe(false)
})

it('a tear-down of ten minutes is waited for (12)', async () => {
  const { driver, run, node, request, target } = siteWithNode()
  expectOk(await run(driver.provisioning.spawn(request)))
  node.setTimings({ tearDown: 10 * MINUTE })
  expectOk(await run(driver.provisioning.destroy(target)))
})

it('the error names what could not be undone, and its cause (13)', async () => {
  const { simulator, driver, run, request } = siteWithNode()
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 403 }, { after: 1, times: 9 })
  const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
  expect(error.remains.map(({ what }) => what)).toEqual(['reservation'])
  expect(error.cause).toMatchObject({ kind: 'forbidden' })
})

it('a lost race does not remove the link of the node that really has the instance (15)', async () => {
  const { simulator, driver, run, request } = siteWithNode()
  const theirs = simulator
    .node({ network_interface: 'neutron' })
    .withPort()
    .active({ instance_uuid: request.instance.id })
  const before = theirs.now
  expectErr(await run(driver.provisioning.spawn(request)), 'instance_associated')
  expect(theirs.now).toEqual(before)
})

it('the error names the objections of each interface, and the node is released (16, 25)', async () => {
  const { driver, run, node, request } = siteWithNode()
  const flavor = { traits: ['CUSTOM_GPU'] }
  const error = expectErr(await run(driver.provisioning.spawn({ ...request, flavor })), 'validation_failed')
  expect(error.message).toContain('CUSTOM_GPU')
  expect(Object.keys(error.reasons).length).toBeGreaterThan(0)
  expect(node.now.instance_uuid).toBeNull()
})

it('a validation that cannot be requested undoes the spawn too (16)', async () => {
  const { simulator, driver, run, request } = siteWithNode()
  const before = simulator.snapshot()
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
  expect(simulator.snapshot()).toEqual(before)
})

it('a server without networks still gets its config drive (17)', async () => {
  const { simulator, driver, run, request } = siteWithNode()
  const configDrive = { userData: '#cloud-config\n' }
  expectOk(await run(driver.provisioning.requestSpawn({ ...request, vifs: [], configDrive })))
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  expect(put?.body).toContain('"user_data":"#cloud-config')
})

it('every link of the network metadata has an MTU, also with DHCP and in a bond, so that Ironic keeps it (18)', async () => {
  const { simulator, driver, run } = siteWithNode()
  const node = simulator.node({ network_interface: 'flat' }).withPortgroup().withPorts(2).available()
  const configDrive = { networkData: 'from-vifs' } as const
  expectOk(await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { vifs: [vif], configDrive }))))
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  const { links } = (
    JSON.parse(put?.body ?? '{}') as { configdrive: { network_data: { links: readonly { mtu?: number }[] } } }
  ).configdrive.network_data
  expect(links.map(({ mtu }) => mtu)).toEqual([1500, 1500, 1500])
})

it('power and VIFs of an instance that has moved stay unchanged (33)', async () => {
  const { simulator, driver, run, node, target } = siteWithNode()
  node.force({ provision_state: 'active', instance_uuid: 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876' })
  expectErr(await run(driver.power.off(target)), 'instance_mismatch')
  expectErr(await run(driver.networking.attachVif(target, vif)), 'instance_mismatch')
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
})

it('a refused detach does not count as a missing VIF (36)', async () => {
  const { simulator, driver, run, node } = siteWithNode()
  const here = { node: node.uuid }
  expectOk(await run(driver.networking.attachVif(here, vif)))
  simulator.disruptions.next({ method: 'DELETE' }, { kind: 'status', status: 400, fault: 'Neutron is away.' })
  expectErr(await run(driver.networking.detachVif(here, vif.id)), 'rejected_request')
  expect(expectOk(await run(driver.networking.vifs(here)))).toEqual([vif])
})

it('a node that another instance has taken is reported with that instance (37)', async () => {
  const { driver, run, node, request } = siteWithNode()
  const holder = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
  node.force({ instance_uuid: holder })
  const error = expectErr(await run(driver.provisioning.spawn(request)), 'node_taken')
  expect(error).toMatchObject({ advice: 'try_other_node', holder })
})

it('a server costs seven requests of its own, and fifty waits share theirs (39)', async () => {
  const { simulator, driver, run } = simulatedSite({ timings: { deployStep: 4_000 } })
  const requests = Array.from({ length: 50 }, () => {
    const node = simulator.node({ network_interface: 'neutron' }).withPort().available()
    return spawnRequestFor(node, { vifs: [{ id: crypto.randomUUID() }] })
  })
  for (const one of await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request)))))
    expectOk(one)
  const targets = requests.map(({ node, instance }) => ({ node, instance: instance.id }))
  for (const one of await run(Promise.all(targets.map((target) => driver.provisioning.destroy(target)))))
    expectOk(one)
  // Nova sends 919 for this.
  expect(simulator.requests.length).toBeLessThan(350)
})
