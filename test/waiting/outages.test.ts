import { describe, expect, it } from 'vitest'
import type { Disruption } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../support/expect-result.js'
import { waitingSite } from './support/waiting-site.js'

const MINUTE_MS = 60_000

const OUTAGES: readonly (readonly [string, Disruption])[] = [
  ['503 of Ironic', 'busy'],
  ['503 of a proxy', { kind: 'status', status: 503, body: '<html>Service Unavailable</html>' }],
  ['404 of a proxy without a backend', { kind: 'status', status: 404, body: 'default backend - 404' }],
  ['500', { kind: 'status', status: 500, fault: 'Internal error' }],
  ['401', { kind: 'status', status: 401, fault: 'Authentication required' }],
  ['403', { kind: 'status', status: 403, fault: 'Access was denied' }],
  ['200 with a login page', { kind: 'status', status: 200, body: '<html>Log in</html>' }],
  ['replies that are cut off', 'malformed'],
  ['broken connections', 'drop-before'],
  ['refused connections', 'refuse'],
  ['no reply at all', 'hang'],
]

function waiting() {
  const site = waitingSite()
  const node = site.simulator.node({ name: 'm1' }).available()
  return { ...site, node, work: site.watch(node) }
}

describe('an outage during a wait', () => {
  it.each(OUTAGES)('of two minutes of %s does not end it', async (_what, disruption) => {
    const { simulator, clock, run, node, work } = waiting()
    await clock.advance(10_000)
    simulator.disruptions.next({}, disruption, { times: Infinity })
    await clock.advance(2 * MINUTE_MS)
    simulator.disruptions.clear()
    node.force({ provision_state: 'active' })
    const backAt = clock.now()
    expectOk(await run(work))
    expect(clock.now() - backAt).toBeLessThanOrEqual(2 * MINUTE_MS)
  })

  it.each(OUTAGES)('of %s that does not end fails the wait after five minutes', async (_what, disruption) => {
    const { simulator, clock, run, node, work } = waiting()
    await clock.advance(10_000)
    simulator.disruptions.next({}, disruption, { times: Infinity })
    const beganAt = clock.now()
    const error = expectErr(await run(work), 'lost_sight')
    expect(clock.now() - beganAt).toBeGreaterThanOrEqual(5 * MINUTE_MS - 10_000)
    expect(clock.now() - beganAt).toBeLessThanOrEqual(8 * MINUTE_MS)
    expect(error).toMatchObject({ node: node.uuid, advice: 'check_state', operation: 'test.wait' })
    expect(error.lastSeen?.provision_state).toBe('available')
    expect(error.cause).toMatchObject({ advice: expect.any(String) as string })
    expect(clock.pendingSleeps).toEqual([])
  })

  it.each(OUTAGES)('of %s does not delay the deadline', async (_what, disruption) => {
    const { simulator, clock, run, watch, node } = waiting()
    simulator.disruptions.next({}, disruption, { times: Infinity })
    const startedAt = clock.now()
    expectErr(await run(watch(node, { deadlineMs: 45_500 })), 'wait_timed_out')
    expect(clock.now() - startedAt).toBe(45_500)
  })

  it('costs few requests while it lasts', async () => {
    const { simulator, clock, countRequests } = waiting()
    await clock.advance(MINUTE_MS)
    simulator.disruptions.next({}, 'refuse', { times: Infinity })
    countRequests()
    await clock.advance(4 * MINUTE_MS)
    expect(countRequests()).toBeLessThan(20)
  })

  it('costs no more when it begins just before a failure is confirmed', async () => {
    const { simulator, clock, watch, countRequests } = waitingSite()
    const node = simulator.node().available()
    const failing = { verdict: 'failed', why: 'it is off', unconfirmed: true } as const
    const work = watch(node, { judge: () => failing })
    await clock.advance(1_500)
    simulator.disruptions.next({}, 'refuse', { times: Infinity })
    countRequests()
    await clock.advance(4 * MINUTE_MS)
    expect(countRequests()).toBeLessThan(20)
    simulator.disruptions.clear()
    expectErr(await clock.run(work), 'transition_failed')
  })

  it('does not slow down the reads for long after one read has hung', async () => {
    const { simulator, clock, run, node, work } = waiting()
    await clock.advance(10_000)
    simulator.disruptions.next({ path: /nodes/ }, 'hang')
    await clock.advance(90_000)
    node.force({ provision_state: 'active' })
    const movedAt = clock.now()
    expectOk(await run(work))
    expect(clock.now() - movedAt).toBeLessThanOrEqual(35_000)
  })
})

describe('a failure whose only evidence may lag', () => {
  it('is reported when it is still there a moment later', async () => {
    const { simulator, clock, watch } = waitingSite()
    const startedAt = clock.now()
    const work = watch(simulator.node().available(), {
      judge: () => ({ verdict: 'failed', why: 'it is off', unconfirmed: true }),
    })
    expectErr(await clock.run(work), 'transition_failed')
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(3_500)
    expect(clock.now() - startedAt).toBeLessThan(6_000)
  })

  it('is ignored when it disappears', async () => {
    const { simulator, clock, watch } = waitingSite()
    let looks = 0
    const work = watch(simulator.node().available(), {
      judge: () =>
        (looks += 1) === 1
          ? { verdict: 'failed', why: 'it is off', unconfirmed: true }
          : { verdict: 'reached' },
    })
    expectOk(await clock.run(work))
  })
})

describe('a node in an unknown state', () => {
  it('is waited for, and its state is reported when the deadline passes', async () => {
    const { simulator, run, provision } = waitingSite()
    const node = simulator.node().available()
    simulator.disruptions.next({ method: 'GET', path: /nodes/ }, 'refuse', { times: 1 })
    node.setTimings({ deployStep: 10 * MINUTE_MS })
    const error = expectErr(await run(provision(node, 'active', { deadlineMs: MINUTE_MS })), 'wait_timed_out')
    expect(error.message).toContain('"deploying"')
  })
})
