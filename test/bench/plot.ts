import { writeFile } from 'node:fs/promises'
import { linePlot } from './line-plot.js'
import { waitCosts } from './wait-bench.js'

// Writes docs/reference/requests.svg: the requests of waits of 45 to 75 s against their number.
const COUNTS = [1, 3, 10, 30, 100, 300, 1_000]
const MEAN_MS = 60_000
const NAIVE_INTERVAL_MS = 2_000

/** What the waits add to the requests of spawns whose deployments end at once. */
async function requestsOfWaits(count: number, learntFrom: number): Promise<number> {
  const durationMs = (random: () => number) => MEAN_MS * (0.75 + random() / 2)
  const waited = await waitCosts({ count, durationMs, learntFrom })
  const atOnce = await waitCosts({ count, durationMs: () => 0, learntFrom: 0 })
  return waited.allRequests - atOnce.allRequests + 1
}

const line = async (learntFrom: number) => {
  const points: [number, number][] = []
  for (const count of COUNTS) points.push([count, await requestsOfWaits(count, learntFrom)])
  return points
}
const naive = COUNTS.map((count) => [count, (count * MEAN_MS) / NAIVE_INTERVAL_MS] as const)
const axes = { x: 'servers that are deployed at once', y: 'requests that wait for them' }
const plot = linePlot(axes, [
  { name: 'one read a node every 2 s', colour: '#c2410c', points: naive },
  { name: 'ironic-driver, first waits', colour: '#2563eb', points: await line(0) },
  { name: 'ironic-driver, later waits', colour: '#059669', points: await line(12) },
])
await writeFile(new URL('../../docs/reference/requests.svg', import.meta.url), plot)
