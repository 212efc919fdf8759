import { ManualClock } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'

it('stands still until it is advanced', async () => {
  const clock = new ManualClock({ startAt: '2026-03-01T00:00:00Z' })
  const before = clock.now()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(clock.now()).toBe(before)
  expect(before).toBe(Date.UTC(2026, 2, 1))
  await clock.advance(1500)
  expect(clock.now()).toBe(before + 1500)
})

it('wakes sleepers in order of time, each with time to react before the next', async () => {
  const clock = new ManualClock()
  const start = clock.now()
  const seen: string[] = []
  const nap = async (name: string, ms: number) => {
    await clock.sleep(ms)
    seen.push(`${name}@${clock.now() - start}`)
  }
  void nap('late', 300)
  void nap('early', 100).then(() => nap('again', 50))
  void nap('twin', 100)
  await clock.advance(200)
  expect(seen).toEqual(['early@100', 'twin@100', 'again@150'])
  expect(clock.pendingSleeps).toEqual([{ at: start + 300, inMs: 100 }])
  await clock.advance(100)
  expect(seen.at(-1)).toBe('late@300')
  expect(clock.pendingSleeps).toEqual([])
})

it('wakes a sleeper whose signal is aborted, and never rejects', async () => {
  const clock = new ManualClock()
  const stop = new AbortController()
  const sleep = clock.sleep(60_000, stop.signal)
  stop.abort()
  await sleep
  await clock.sleep(60_000, stop.signal)
  expect(clock.pendingSleeps).toEqual([])
})

it('ends a zero-length sleep without being advanced', async () => {
  const clock = new ManualClock()
  await clock.sleep(0)
  await clock.sleep(-5)
  expect(clock.pendingSleeps).toEqual([])
})

it('rejects a negative advance and an invalid start', async () => {
  await expect(new ManualClock().advance(-1)).rejects.toThrow('must be 0 or more, not -1')
  expect(() => new ManualClock({ startAt: 'yesterday' })).toThrow(TypeError)
})

describe('run', () => {
  it('advances from sleeper to sleeper until the work has settled', async () => {
    const clock = new ManualClock()
    const start = clock.now()
    const poll = async () => {
      for (let polls = 0; polls < 360; polls++) await clock.sleep(5_000)
      return 'half an hour later'
    }
    expect(await clock.run(poll())).toBe('half an hour later')
    expect(clock.now() - start).toBe(30 * 60_000)
  })

  it('fails as the work fails', async () => {
    const clock = new ManualClock()
    const work = clock.sleep(10).then(() => {
      throw new Error('broken')
    })
    await expect(clock.run(work)).rejects.toThrow('broken')
  })

  it('fails when nothing sleeps and the work does not settle', async () => {
    const clock = new ManualClock()
    const never = new Promise<void>(() => undefined)
    await expect(clock.run(never, { patienceMs: 10 })).rejects.toThrow('nothing sleeps')
    void clock.sleep(Infinity)
    await expect(clock.run(never, { patienceMs: 10 })).rejects.toThrow('nothing sleeps')
  })

  it('fails when the work takes longer than the limit', async () => {
    const clock = new ManualClock()
    const forever = async () => {
      for (;;) await clock.sleep(60_000)
    }
    await expect(clock.run(forever(), { limitMs: 3_600_000 })).rejects.toThrow('3600000 ms of clock time')
  })

  it('waits for real I/O when asked, and does not advance time meanwhile', async () => {
    const clock = new ManualClock()
    const start = clock.now()
    void clock.sleep(60_000)
    const io = new Promise((resolve) => setTimeout(resolve, 30, 'done'))
    expect(await clock.run(io, { realIoMs: 1_000 })).toBe('done')
    expect(clock.now()).toBe(start)
  })
})

it('handles a hundred thousand sleeps', async () => {
  const clock = new ManualClock()
  let woken = 0
  for (let index = 0; index < 100_000; index++)
    void clock.sleep(1 + ((index * 7919) % 1000)).then(() => woken++)
  await clock.advance(1_000)
  expect(woken).toBe(100_000)
})
