import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NodeProgress } from 'ironic-driver'
import { expectErr, expectOk } from '../support/expect-result.js'
import { waitingSite } from './support/waiting-site.js'

const MINUTE_MS = 60_000

describe('callbacks', () => {
  const unhandled = vi.fn()
  afterEach(() => {
    process.off('unhandledRejection', unhandled)
    unhandled.mockReset()
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['never returns', () => new Promise<void>(() => undefined)],
  ])('a progress callback that %s does no harm', async (_how, callback) => {
    process.on('unhandledRejection', unhandled)
    const { simulator, clock, run, watch } = waitingSite()
    const node = simulator.node().available()
    const work = watch(node, { onProgress: callback })
    await clock.advance(10_000)
    node.force({ provision_state: 'active' })
    expectOk(await run(work))
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('a judge that throws ends only its own wait', async () => {
    const { simulator, run, watch } = waitingSite()
    const node = simulator.node().active()
    const broken = watch(node, {
      judge: () => {
        throw new Error('cannot judge')
      },
    })
    expectOk(await run(watch(node)))
    const error = expectErr(await run(broken), 'transition_diverged')
    expect(error.cause).toMatchObject({ message: 'cannot judge' })
  })

  it('advice that throws leaves the failure unchanged', async () => {
    const { simulator, run, watch } = waitingSite()
    const work = watch(simulator.node().available(), {
      judge: () => ({ verdict: 'failed', why: 'it failed' }),
      failureAdvice: () => {
        throw new Error('no advice')
      },
    })
    expect(expectErr(await run(work), 'transition_failed').advice).toBe('fix_node')
  })

  it('a wait that is aborted from its own progress callback sends no more requests', async () => {
    const { simulator, clock, watch } = waitingSite()
    const stop = new AbortController()
    const work = watch(simulator.node().available(), {
      signal: stop.signal,
      judge: () => ({ verdict: 'failed', why: 'it failed' }),
      onProgress: () => {
        stop.abort()
      },
    })
    expectErr(await clock.run(work), 'aborted')
    await clock.advance(MINUTE_MS)
    expect(simulator.tally()).not.toHaveProperty('GET /v1/nodes/{uuid}/history')
  })

  it('report the first read and every change, once each', async () => {
    const { simulator, clock, run, watch } = waitingSite()
    const node = simulator.node({ name: 'm1' }).available()
    const seen: NodeProgress[] = []
    const work = watch(node, { onProgress: (progress) => void seen.push(progress), instance: 'i1' })
    await clock.advance(MINUTE_MS)
    node.force({ last_error: 'see http://u:s3cret@h/?a=b' })
    await clock.advance(MINUTE_MS)
    node.force({ provision_state: 'active' })
    expectOk(await run(work))
    expect(seen.map((one) => one.provision_state)).toEqual(['available', 'available', 'active'])
    expect(seen[0]).toMatchObject({ node: node.uuid, name: 'm1', operation: 'test.wait', instance: 'i1' })
    expect(seen[1]?.last_error).toBe('see http://h/?***')
  })
})

describe('waking a wait', () => {
  it('makes it read at once', async () => {
    const { simulator, clock, watch, watcher } = waitingSite()
    const node = simulator.node().available()
    const work = watch(node)
    await clock.advance(MINUTE_MS)
    node.force({ provision_state: 'active' })
    const wokenAt = clock.now()
    watcher.wake(node.uuid)
    expectOk(await clock.run(work))
    expect(clock.now() - wokenAt).toBeLessThanOrEqual(250)
  })

  it('during a read makes it read again, since that read may have come too early', async () => {
    const { simulator, clock, watch, watcher } = waitingSite({ latencyMs: 100 })
    const node = simulator.node().available()
    const work = watch(node)
    await clock.advance(MINUTE_MS)
    watcher.wake(node.uuid)
    await clock.advance(100)
    watcher.wake(node.uuid)
    await clock.advance(50)
    node.force({ provision_state: 'active' })
    watcher.wake(node.uuid)
    const wokenAt = clock.now()
    expectOk(await clock.run(work))
    expect(clock.now() - wokenAt).toBeLessThan(1_000)
  })

  it('a hundred times a second does not send a hundred requests', async () => {
    const { simulator, clock, watch, watcher, countRequests } = waitingSite()
    const node = simulator.node().available()
    const stop = new AbortController()
    const work = watch(node, { signal: stop.signal })
    await clock.advance(5_000)
    countRequests()
    for (let tick = 0; tick < 1_000; tick++) {
      watcher.wake()
      await clock.advance(10)
    }
    expect(countRequests()).toBeLessThanOrEqual(41)
    stop.abort()
    expectErr(await work, 'aborted')
  })

  it('without a wait does nothing', async () => {
    const { clock, watcher, countRequests } = waitingSite()
    watcher.wake()
    await clock.advance(MINUTE_MS)
    expect([countRequests(), clock.pendingSleeps.length]).toEqual([0, 0])
  })
})
