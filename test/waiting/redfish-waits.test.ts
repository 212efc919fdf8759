import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { progressLog, waitingSite } from './support/waiting-site.js'

const MINUTE_MS = 60_000

function redfishSite(...options: Parameters<typeof waitingSite>) {
  const site = waitingSite({ hardware: 'redfish', ...options[0] })
  const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
  const node = site.simulator.node({ name: 'm1', instance_info: image }).withPort().available()
  return { ...site, node }
}

describe('a deployment on real hardware', () => {
  it('is done only at the end, although it moves back and forth between its states', async () => {
    const { run, provision, node } = redfishSite()
    const log = progressLog()
    expectOk(await run(provision(node, 'active', log)))
    expect(node.now).toMatchObject({ provision_state: 'active', target_provision_state: null })
    const states = log.states()
    expect(states.indexOf('deploying', states.indexOf('wait call-back'))).toBeGreaterThan(0)
    expect(log.steps()).toContain('deploy.write_image')
  })

  it('that fails ends when Ironic releases the lock, not before', async () => {
    const { run, provision, node, clock } = redfishSite()
    node.failNext('deploy', { at: 'write_image', lastError: 'Image failed to verify against checksum' })
    const log = progressLog()
    const error = expectErr(await run(provision(node, 'active', log)), 'transition_failed')
    expect(error.lastSeen).toMatchObject({
      provision_state: 'deploy failed',
      reservation: null,
      target_power_state: null,
    })
    expect(node.now.reservation).toBeNull()
    expect(error.elapsedMs).toBeLessThanOrEqual(clock.now())
  })

  it.each(['39.0', '21.4'] as const)(
    'that fails reports why, although Ironic %s has cleared its error text',
    async (release) => {
      const { run, provision, node } = redfishSite({ release })
      node.failNext('deploy', { at: 'write_image', lastError: 'Image failed to verify against checksum' })
      const error = expectErr(await run(provision(node, 'active')), 'transition_failed')
      expect(node.now.last_error).toBeNull()
      expect(error.lastError).toContain('Image failed to verify against checksum')
      expect(error.message).toContain('Image failed to verify against checksum')
    },
  )

  it('that another client aborts fails without a reason, and says so', async () => {
    const { run, provision, node, client, clock } = redfishSite()
    const waiting = provision(node, 'active')
    while (node.now.provision_state !== 'wait call-back') await clock.advance(100)
    expectOk(await run(client.nodeStates.provision(node.uuid, { target: 'abort' })))
    const error = expectErr(await run(waiting), 'transition_failed')
    expect(error.lastError).toBeNull()
    expect(error.message).toContain('gives no reason')
  })

  it("whose agent never calls back ends with Ironic's error", async () => {
    const { run, provision, node } = redfishSite()
    node.setAgent('silent')
    const error = expectErr(await run(provision(node, 'active')), 'transition_failed')
    expect(error.lastError).toContain('Timeout reached while waiting for callback')
    expect(error.elapsedMs).toBeGreaterThan(30 * MINUTE_MS)
    expect(error.lastSeen?.reservation).toBeNull()
  })

  it('that exceeds its deadline continues, and the error names its state', async () => {
    const { run, provision, node } = redfishSite()
    node.setTimings({ agentStep: 20 * MINUTE_MS })
    const waited = await run(provision(node, 'active', { deadlineMs: 5 * MINUTE_MS }))
    const error = expectErr(waited, 'wait_timed_out')
    expect(error.message).toContain('"wait call-back"')
    expect(error).toMatchObject({ elapsedMs: 5 * MINUTE_MS, advice: 'check_state' })
    expect(node.now.provision_state).toBe('wait call-back')
  })

  it('that another client tears down is reported as diverged', async () => {
    const { run, provision, node, client, clock } = redfishSite()
    const waiting = provision(node, 'active')
    while (node.now.provision_state !== 'wait call-back') await clock.advance(100)
    expectOk(await run(client.nodeStates.provision(node.uuid, { target: 'deleted' })))
    expectErr(await run(waiting), 'transition_diverged')
  })
})

describe('cleaning on real hardware', () => {
  it('continues through the locks that every heartbeat of the agent takes', async () => {
    const { run, provision, simulator } = redfishSite()
    const node = simulator.node().manageable()
    node.setTimings({ agentStep: 10 * MINUTE_MS })
    const log = progressLog()
    expectOk(await run(provision(node, 'provide', log)))
    expect(node.now.provision_state).toBe('available')
    expect(log.steps()).toContain('deploy.erase_devices')
  })

  it('whose step fails reports the step, although maintenance comes first', async () => {
    const { run, provision, simulator } = redfishSite()
    const node = simulator.node().manageable()
    node.failNext('clean', { at: 'erase_devices', lastError: 'disk is on fire' })
    const error = expectErr(await run(provision(node, 'provide')), 'transition_failed')
    expect(error.lastError).toContain('disk is on fire')
    expect(error.lastSeen).toMatchObject({ maintenance: true, fault: 'clean failure', reservation: null })
  })

  it('shows its own step, not one left by an older deployment', async () => {
    const { run, provision, simulator } = redfishSite()
    const node = simulator.node().manageable()
    node.force({ deploy_step: { interface: 'deploy', step: 'deploy', priority: 100 } })
    const log = progressLog()
    expectOk(await run(provision(node, 'provide', log)))
    expect(log.steps()).not.toContain('deploy.deploy')
    expect(log.steps()).toContain('deploy.erase_devices_metadata')
  })
})

describe('adopting a node', () => {
  it('that returns to its old state is a failure', async () => {
    const { run, provision, simulator } = redfishSite()
    const node = simulator.node().enrolled().setController('silent')
    const error = expectErr(await run(provision(node, 'manage')), 'transition_failed')
    expect(error.lastSeen?.provision_state).toBe('enroll')
    expect(error.lastError).not.toBeNull()
  })
})

describe('power on real hardware', () => {
  it('is done when the machine has changed, not when the request was accepted', async () => {
    const { run, power, node } = redfishSite()
    expectOk(await run(power(node, 'power on')))
    expect(node.now).toMatchObject({ power_state: 'power on', target_power_state: null, reservation: null })
  })

  it('restarts without being shown as off', async () => {
    const { run, power, simulator, clock } = redfishSite()
    const node = simulator.node().active()
    const log = progressLog()
    const startedAt = clock.now()
    expectOk(await run(power(node, 'rebooting', log)))
    expect(clock.now() - startedAt).toBeGreaterThan(9_000)
    expect(log.seen.map((one) => one.power_state)).not.toContain('power off')
    expect(node.now.target_power_state).toBeNull()
  })

  it.each(['power off', 'rebooting', 'soft rebooting'] as const)(
    'that a controller refuses for "%s" fails with its error text',
    async (target) => {
      const { run, power, simulator } = redfishSite()
      const node = simulator.node().active()
      node.failNext('power', { lastError: 'HTTP POST returned code 503' })
      const error = expectErr(await run(power(node, target)), 'transition_failed')
      expect(error.lastError).toContain('HTTP POST returned code 503')
    },
  )

  it('that failed is detected, although the error text is cleared before the read', async () => {
    const { run, power, node, simulator } = redfishSite()
    node.setTimings({ powerSync: 5_000 })
    node.failNext('power', { lastError: 'HTTP POST returned code 503' })
    simulator.disruptions.next({ path: /^\/v1\/nodes\/[^/]+\?/ }, 'drop-before', { times: 4 })
    const error = expectErr(await run(power(node, 'power on')), 'transition_failed')
    expect(node.now.last_error).toBeNull()
    expect(error.message).toContain('"power off", not "power on"')
  })

  it("of a silent controller fails after Ironic's time limit", async () => {
    const { run, power, node } = redfishSite()
    node.setController('silent')
    const error = expectErr(await run(power(node, 'power on')), 'transition_failed')
    expect(error.elapsedMs).toBeGreaterThanOrEqual(MINUTE_MS)
    expect(error.lastError).toContain('Failed to set node power state to power on')
  })

  it('of an operating system that ignores a soft request fails, and the machine stays on', async () => {
    const { run, power, simulator } = redfishSite()
    const node = simulator.node().active()
    node.setSoftPower('ignored')
    expectErr(await run(power(node, 'soft power off', { deadlineMs: 3_600_000 })), 'transition_failed')
    expect(node.now.power_state).toBe('power on')
  })

  it('that is already in the wanted state is done at once', async () => {
    const { run, power, node, clock } = redfishSite()
    const startedAt = clock.now()
    expectOk(await run(power(node, 'power off')))
    expect(clock.now() - startedAt).toBeLessThan(3_000)
  })
})

describe('a node that Ironic has dropped', () => {
  it('is reported as stalled when it stays in a busy state without a lock', async () => {
    const { run, watch, simulator, clock } = redfishSite()
    const node = simulator.node().inState('deploying')
    const startedAt = clock.now()
    const error = expectErr(await run(watch(node)), 'wait_stalled')
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(2 * MINUTE_MS)
    expect(clock.now() - startedAt).toBeLessThan(3 * MINUTE_MS)
    expect(error).toMatchObject({ advice: 'fix_node', node: node.uuid })
  })

  it('gets more time after Ironic itself was down', async () => {
    const { run, watch, simulator, clock } = redfishSite()
    const node = simulator.node().inState('deploying')
    const waiting = watch(node)
    await clock.advance(30_000)
    simulator.disruptions.next({}, 'refuse', { times: Infinity })
    await clock.advance(4 * MINUTE_MS)
    simulator.disruptions.clear()
    const backAt = clock.now()
    await clock.advance(MINUTE_MS)
    node.force({ provision_state: 'active' })
    expectOk(await run(waiting))
    expect(clock.now() - backAt).toBeLessThan(2 * MINUTE_MS)
  })

  it('is not reported as stalled if the caller may not see the lock', async () => {
    const { run, watch, simulator } = redfishSite()
    const node = simulator.node().inState('deploying', {
      reservation: '** Redacted - requires baremetal:node:get:reservation permission. **',
    })
    const error = expectErr(await run(watch(node, { deadlineMs: 600_000 })), 'wait_timed_out')
    expect(error.message).not.toContain('Redacted')
  })
})
