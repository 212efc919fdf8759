import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createModuleContext, type Clock } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../support/expect-result.js'
import { onceItIs, waitingSite } from './support/waiting-site.js'

const MINUTE_MS = 60_000

describe('aborting a wait', () => {
  it.each([0, 500, 1_000, 1_001, 7_500, 61_000])(
    'after %d ms ends it at once and leaves nothing behind',
    async (ms) => {
      const { simulator, clock, watch, countRequests } = waitingSite({ latencyMs: 40 })
      const stop = new AbortController()
      const work = watch(simulator.node().available(), { signal: stop.signal })
      await clock.advance(ms)
      stop.abort()
      const error = expectErr(await work, 'aborted')
      expect(error).toMatchObject({ operation: 'test.wait', sent: 'maybe' })
      await clock.advance(0)
      expect(clock.pendingSleeps).toEqual([])
      expect(getEventListeners(stop.signal, 'abort')).toEqual([])
      countRequests()
      await clock.advance(10 * MINUTE_MS)
      expect(countRequests()).toBe(0)
    },
  )

  it('also ends a read that hangs', async () => {
    const { simulator, clock, watch } = waitingSite()
    const stop = new AbortController()
    const node = simulator.node().available()
    const work = watch(node, { signal: stop.signal })
    await clock.advance(10_000)
    simulator.disruptions.next({}, 'hang', { times: Infinity })
    await clock.advance(20_000)
    stop.abort()
    expectErr(await work, 'aborted')
    await clock.advance(0)
    expect(clock.pendingSleeps).toEqual([])
  })

  it("also ends the lookup of a failure's reason", async () => {
    const { simulator, clock, watch } = waitingSite()
    const stop = new AbortController()
    const work = watch(simulator.node().available(), {
      signal: stop.signal,
      judge: () => ({ verdict: 'failed', why: 'it failed' }),
    })
    simulator.disruptions.next({ path: /history/ }, 'hang', { times: Infinity })
    await clock.advance(5_000)
    stop.abort()
    expectErr(await work, 'aborted')
    await clock.advance(0)
    expect(clock.pendingSleeps).toEqual([])
  })

  it('does not affect other waits for the same node', async () => {
    const { simulator, clock, run, watch } = waitingSite({ latencyMs: 300 })
    const node = simulator.node().available()
    const stop = new AbortController()
    const [left, stayed] = [watch(node, { signal: stop.signal }), watch(node)]
    await clock.advance(1_100)
    stop.abort()
    expectErr(await left, 'aborted')
    node.force({ provision_state: 'active' })
    expectOk(await run(stayed))
  })

  it('before it starts sends no request', async () => {
    const { simulator, watch, countRequests } = waitingSite()
    expectErr(await watch(simulator.node().available(), { signal: AbortSignal.abort() }), 'aborted')
    expect(countRequests()).toBe(0)
  })

  it('leaves no listener on a signal that is still in use', async () => {
    const { simulator, run, watch } = waitingSite()
    const { signal } = new AbortController()
    const node = simulator.node().active()
    for (let count = 0; count < 20; count++) expectOk(await run(watch(node, { signal })))
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('a wait that has ended', () => {
  it.each([
    ['reached', 'active', undefined],
    ['timed out', 'available', 30_000],
  ] as const)('because it %s leaves no sleep behind', async (_how, state, deadlineMs) => {
    const { simulator, clock, run, watch } = waitingSite({ latencyMs: 20 })
    const ended = await run(
      watch(simulator.node().inState(state), deadlineMs === undefined ? {} : { deadlineMs }),
    )
    expect(ended.isOk()).toBe(deadlineMs === undefined)
    await clock.advance(0)
    expect(clock.pendingSleeps).toEqual([])
  })

  it('reports that its node is gone', async () => {
    const { simulator, clock, run, watch, client } = waitingSite()
    const node = simulator.node().available()
    const work = watch(node)
    await clock.advance(5_000)
    expectOk(await run(client.nodes.delete(node.uuid)))
    expect(expectErr(await run(work), 'transition_diverged').message).toContain('gone')
  })

  it('respects a deadline that has already passed', async () => {
    const { simulator, run, watch } = waitingSite()
    expectErr(await run(watch(simulator.node().active(), { deadlineMs: 0 })), 'wait_timed_out')
  })
})

describe('unusual times', () => {
  /** A clock whose time of day can be set while its sleeps continue. */
  function settableSite() {
    const inner = new ManualClock()
    let offsetMs = 0
    const clock: Clock = { now: () => inner.now() + offsetMs, sleep: (ms, signal) => inner.sleep(ms, signal) }
    const simulator = new IronicSimulator({ clock: inner })
    const { watcher } = createModuleContext({ transport: simulator, clock, random: () => 0.5 })
    const watch = (node: string) =>
      watcher.watch({
        operation: 'test.wait',
        node,
        goal: 'the node to be active',
        judge: onceItIs('active'),
        deadlineMs: 30 * MINUTE_MS,
      })
    return { inner, simulator, watch, jump: (ms: number) => void (offsetMs += ms) }
  }

  it.each([-3_600_000, -5 * MINUTE_MS, 3_600_000])(
    'a clock that jumps by %d ms does not stop a wait',
    async (jumpMs) => {
      const { inner, simulator, watch, jump } = settableSite()
      const nodes = Array.from({ length: 5 }, () => simulator.node().available())
      const all = Promise.all(nodes.map(({ uuid }) => watch(uuid)))
      await inner.advance(20_000)
      jump(jumpMs)
      await inner.advance(20_000)
      for (const node of nodes) node.force({ provision_state: 'active' })
      const movedAt = inner.now()
      for (const one of await inner.run(all)) expectOk(one)
      expect(inner.now() - movedAt).toBeLessThan(MINUTE_MS)
    },
  )

  it.each(['refuse', 'ok'] as const)(
    'a clock that jumps forward proves nothing after one read (%s)',
    async (look) => {
      const { inner, simulator, watch, jump } = settableSite()
      const node = simulator.node().inState('deploying')
      const work = watch(node.uuid)
      await inner.advance(5_000)
      if (look === 'refuse') simulator.disruptions.next({}, 'refuse', { times: 2 })
      await inner.advance(1_000)
      jump(24 * 3_600_000)
      await inner.advance(10_000)
      node.force({ provision_state: 'active' })
      expectOk(await inner.run(work))
    },
  )

  it.each([Number.NaN, -5, 1e9, Infinity])(
    'a random value of %d does not cause a loop without pauses',
    async (random) => {
      const { simulator, clock, watch, countRequests } = waitingSite({}, () => random)
      const stop = new AbortController()
      const work = watch(simulator.node().available(), { signal: stop.signal })
      await clock.advance(5 * MINUTE_MS)
      const requests = countRequests()
      expect(requests).toBeGreaterThan(10)
      expect(requests).toBeLessThan(120)
      stop.abort()
      expectErr(await work, 'aborted')
    },
  )
})
