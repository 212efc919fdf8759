import { randomUUID } from 'node:crypto'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const MINUTE = 60_000

function siteWithInstance(hardware: 'fake-hardware' | 'redfish' = 'fake-hardware') {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPort().active()
  const instance = node.now.instance_uuid ?? ''
  return { ...site, node, instance, target: { node: node.uuid, instance } }
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it('reports why a tear-down failed, and retries it on the next call', async () => {
    const { driver, run, node, target } = siteWithInstance(hardware)
    node.failNext('teardown', { lastError: 'the switch does not answer' })
    const failed = expectErr(await run(driver.provisioning.destroy(target)), 'transition_failed')
    expect(failed.lastError).toContain('the switch does not answer')
    expect(failed).toMatchObject({ operation: 'provisioning.destroy', advice: 'fix_node', ...target })
    expect(node.now).toMatchObject({ provision_state: 'error', instance_uuid: null })

    expect(expectOk(await run(driver.provisioning.destroy(target))).outcome).toBe('destroyed')
    expect(node.now.provision_state).not.toBe('error')
    expect(expectOk(await run(driver.provisioning.destroy(target))).outcome).toBe('was_gone')
  })

  it.each<[string, Disruption]>([
    ['is lost on the way', 'drop-before'],
    ['takes effect and its reply is lost', 'drop-after'],
    ['times out inside Ironic', 'rpc-timeout'],
    ['times out inside Ironic and takes effect', { kind: 'rpc-timeout', effect: true }],
    ['meets a lock', 'locked'],
    ['meets a busy Ironic', 'busy'],
    ['meets a proxy that is down', { kind: 'status', status: 502, body: '<html>' }],
  ])('succeeds when any one request %s', async (_what, disruption) => {
    for (let after = 0; after < 6; after += 1)
      for (const failsFirst of [false, true]) {
        const { simulator, driver, run, node, target } = siteWithInstance(hardware)
        if (failsFirst) {
          node.failNext('teardown')
          expectErr(await run(driver.provisioning.destroy(target)), 'transition_failed')
        }
        simulator.disruptions.next({ path: /nodes/ }, disruption, { after })
        expectOk(await run(driver.provisioning.destroy(target)))
        expect(node.now.instance_uuid).toBeNull()
        expect(['cleaning', 'clean wait', 'available']).toContain(node.now.provision_state)
      }
  })
})

it('joins a tear-down that is under way, without a write request', async () => {
  const { simulator, driver, run, clock, target, otherDriver } = siteWithInstance('redfish')
  expectOk(await run(otherDriver().provisioning.requestDestroy(target)))
  await clock.advance(100)
  simulator.forgetRequests()
  expect(expectOk(await run(driver.provisioning.destroy(target))).outcome).toBe('destroyed')
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('succeeds when the node was deleted meanwhile', async () => {
  const { driver, run, clock, node, target } = siteWithInstance('redfish')
  node.setTimings({ tearDown: 60_000 })
  const destroying = driver.provisioning.destroy(target)
  await clock.advance(5_000)
  node.force({ provision_state: 'available', instance_uuid: null })
  expectOk(await run(driver.client.nodes.delete(node.uuid)))
  expect(expectOk(await run(destroying))).toEqual({ outcome: 'destroyed', node: undefined })
  expect(expectOk(await run(driver.provisioning.destroy(target)))).toEqual({
    outcome: 'was_gone',
    node: undefined,
  })
})

it('does not touch an instance that is on another node', async () => {
  const { simulator, driver, run, instance, node } = siteWithInstance()
  const other = simulator.node().active()
  const before = simulator.snapshot()
  const wrong = await run(driver.provisioning.destroy({ node: other.uuid, instance }))
  expect(expectErr(wrong, 'instance_mismatch')).toMatchObject({
    found: other.now.instance_uuid,
    actualNode: node.uuid,
    advice: 'check_state',
  })
  const gone = await run(driver.provisioning.destroy({ node: other.uuid, instance: randomUUID() }))
  expect(expectOk(gone)).toEqual({ outcome: 'was_gone', node: undefined })
  expect(simulator.snapshot()).toEqual(before)
})

it('is refused while the node is protected, and allowed in maintenance', async () => {
  const { driver, run, node, target } = siteWithInstance()
  node.force({ protected: true, maintenance: true, maintenance_reason: 'a fan' })
  expectErr(await run(driver.provisioning.destroy(target)), 'node_protected')
  node.force({ protected: false })
  const { node: status } = expectOk(await run(driver.provisioning.destroy(target)))
  expect(status).toMatchObject({ instance: null, maintenance: true, maintenance_reason: 'a fan' })
})

it('waits for its turn when Ironic cleans as many nodes as it may', async () => {
  const site = simulatedSite({ limits: { concurrentClean: 1 }, timings: { cleanStep: 10 * MINUTE } })
  const { simulator, driver, run, clock } = site
  const nodes = [simulator.node().active(), simulator.node().active(), simulator.node().active()]
  const startedAt = clock.now()
  const destroyed = await run(
    Promise.all(
      nodes.map(({ uuid }) => driver.provisioning.destroy({ node: uuid }, { deadlineMs: 60 * MINUTE })),
    ),
  )
  for (const one of destroyed) expectOk(one)
  expect(clock.now() - startedAt).toBeGreaterThan(20 * MINUTE)
  const [one, two] = [simulator.node().active(), simulator.node().active()]
  expectOk(await run(driver.provisioning.destroy({ node: one.uuid }, { deadlineMs: 60 * MINUTE })))
  const late = await run(driver.provisioning.destroy({ node: two.uuid }, { deadlineMs: 3 * MINUTE }))
  expectErr(late, 'concurrency_limit')
  expect(two.now.provision_state).toBe('active')
})

it('waits until the node is cleaned on request, also on a second call', async () => {
  const { driver, run, node, clock, target } = siteWithInstance('redfish')
  expectOk(await run(driver.provisioning.destroy(target)))
  expect(node.now.provision_state).not.toBe('available')
  const cleaned = expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
  expect(cleaned).toMatchObject({ outcome: 'was_gone', node: { provision_state: 'available' } })
  const at = clock.now()
  expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
  expect(clock.now() - at).toBeLessThan(1_000)
})

it('reports why the cleaning failed when it waits for it', async () => {
  const { driver, run, node, target } = siteWithInstance('redfish')
  node.failNext('clean', { lastError: 'disk is on fire' })
  const failed = await run(driver.provisioning.destroy(target, { until: 'available' }))
  expect(expectErr(failed, 'transition_failed').lastError).toContain('disk is on fire')
  expect(node.now.instance_uuid).toBeNull()
})

it('does not wait for the cleaning of a node that was only reserved', async () => {
  const { simulator, driver, run } = simulatedSite()
  const instance = randomUUID()
  const node = simulator.node().inState('enroll', { instance_uuid: instance })
  const released = await run(driver.provisioning.destroy({ instance }, { until: 'available' }))
  expect(expectOk(released).node).toMatchObject({ provision_state: 'enroll', instance: null })
  expect(node.now.instance_uuid).toBeNull()
})

it('stops waiting when its caller aborts, and Ironic continues', async () => {
  const { driver, run, clock, node, target, simulator } = siteWithInstance('redfish')
  const caller = new AbortController()
  const destroying = driver.provisioning.destroy(target, { signal: caller.signal })
  await clock.advance(1_500)
  caller.abort()
  expectErr(await run(destroying), 'aborted')
  await clock.advance(24 * 60 * MINUTE)
  expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
})
