import { describe, expect, it } from 'vitest'
import { quantile, waitCosts } from '../bench/wait-bench.js'

const MINUTE_MS = 60_000

/** The costs of single waits, each with another seed of the jitter. */
async function singleWaits(learntFrom: number, durationMs: (random: () => number) => number) {
  const runs = []
  for (let seed = 1; seed <= 8; seed += 1)
    runs.push(await waitCosts({ count: 1, durationMs, learntFrom, seed }))
  return {
    mostRequests: Math.max(...runs.map(({ requests }) => requests)),
    latestMs: Math.max(...runs.flatMap(({ lateMs }) => lateMs)),
  }
}

describe('a single wait of a minute', () => {
  it('costs at most 23 reads at first and is noticed within 1.5 s', async () => {
    const { mostRequests, latestMs } = await singleWaits(0, () => MINUTE_MS)
    expect(mostRequests).toBeLessThanOrEqual(23)
    expect(latestMs).toBeLessThanOrEqual(1_500)
  })

  it('costs at most half the reads after earlier ones and is noticed within 1.2 s', async () => {
    const { mostRequests, latestMs } = await singleWaits(12, () => MINUTE_MS)
    expect(mostRequests).toBeLessThanOrEqual(11)
    expect(latestMs).toBeLessThanOrEqual(1_200)
  })

  it('is noticed within 1.2 s when earlier ones took either 20 s or 60 s', async () => {
    const { mostRequests, latestMs } = await singleWaits(12, (random) =>
      random() < 0.5 ? 20_000 : MINUTE_MS,
    )
    expect(mostRequests).toBeLessThanOrEqual(16)
    expect(latestMs).toBeLessThanOrEqual(1_200)
  })
})

it('notices a wait that takes longer than all earlier ones as if it were the first', async () => {
  let earlier = 12
  const { mostRequests, latestMs } = await singleWaits(12, () => (earlier-- > 0 ? 20_000 : 5 * MINUTE_MS))
  expect(mostRequests).toBeLessThan(80)
  expect(latestMs).toBeLessThanOrEqual(7_000)
})

it.each([100, 1_000])(
  'notices the ends of %d first waits of 45 to 75 s for at most 50 lists',
  async (count) => {
    const durationMs = (random: () => number) => 45_000 + 30_000 * random()
    const { requests, lateMs } = await waitCosts({ count, durationMs, learntFrom: 0 })
    expect(requests).toBeLessThanOrEqual(50)
    expect(quantile(lateMs, 0.5)).toBeLessThanOrEqual(1_000)
    expect(quantile(lateMs, 0.95)).toBeLessThanOrEqual(2_000)
  },
)
