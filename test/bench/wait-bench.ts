import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { seededRandom } from '../support/seeded-random.js'

interface Waits {
  /** How many nodes are deployed at once. */
  readonly count: number
  /** How long the deployment of each takes. */
  readonly durationMs: (random: () => number) => number
  /** How many deployments the driver has seen before. */
  readonly learntFrom: number
  /** The time over which the deployments start. */
  readonly spreadMs?: number
  readonly seed?: number
}

export interface WaitCosts {
  /** The requests that the waits sent, after the deployments had begun. */
  readonly requests: number
  /** All requests, those of the spawns among them. */
  readonly allRequests: number
  /** How long after the end of each deployment its spawn returned. */
  readonly lateMs: readonly number[]
}

/** Measures the waits of spawns on a manual clock: the requests, and how late their ends are noticed. */
export async function waitCosts({
  count,
  durationMs,
  learntFrom,
  spreadMs = 0,
  seed = 1,
}: Waits): Promise<WaitCosts> {
  const clock = new ManualClock()
  const random = seededRandom(seed)
  const durations = new Map<string, number>()
  const begunAt = new Map<string, number>()
  const simulator = new IronicSimulator({
    clock,
    hardware: 'fake-hardware',
    timings: {
      prepare: 0,
      deployStep: ({ uuid }) => {
        const ms = durations.get(uuid) ?? durationMs(random)
        durations.set(uuid, ms)
        return ms
      },
    },
  })
  const transport: Transport = {
    send: (request) => {
      const node = /^\/v1\/nodes\/([^/]+)\/states\/provision$/.exec(request.path)?.[1]
      if (node !== undefined) begunAt.set(node, clock.now())
      return simulator.send(request)
    },
  }
  const driver = new IronicDriver({ transport, clock, random })
  const nodes = Array.from({ length: count }, () => simulator.node().withPort().available())
  const spawn = (node: string) =>
    driver.provisioning.spawn({
      instance: { id: randomUUID() },
      node,
      image: { source: 'http://images/web.qcow2' },
    })

  for (let earlier = 0; earlier < learntFrom; earlier += 1) {
    const spawned = await clock.run(spawn(simulator.node().withPort().available().uuid))
    if (spawned.isErr()) throw spawned.error
  }
  simulator.forgetRequests()

  const lateMs: number[] = []
  const works = nodes.map(async (node, index) => {
    await clock.sleep((spreadMs * index) / count)
    const spawned = await spawn(node.uuid)
    if (spawned.isErr()) throw spawned.error
    const endedAt = (begunAt.get(node.uuid) ?? Number.NaN) + (durations.get(node.uuid) ?? Number.NaN)
    lateMs.push(clock.now() - endedAt)
  })
  await clock.run(Promise.all(works))
  const allRequests = simulator.requests.length
  return { requests: looksOf(simulator, count), allRequests, lateMs: lateMs.sort((a, b) => a - b) }
}

/** Counts the reads for waits: all lists, or of a single node the reads after its deployment has begun. */
function looksOf(simulator: IronicSimulator, count: number): number {
  const { requests } = simulator
  if (count > 1) return requests.filter(({ route }) => route === 'GET /v1/nodes').length
  const begin = requests.findLastIndex(({ method }) => method === 'PUT')
  return requests.slice(begin).filter(({ method }) => method === 'GET').length
}

const SHAPES: readonly (readonly [string, (random: () => number) => number])[] = [
  ['constant, 60 s', () => 60_000],
  ['jittered, 45 to 75 s', (random) => 45_000 + 30_000 * random()],
  ['bimodal, 20 or 60 s', (random) => (random() < 0.5 ? 20_000 : 60_000)],
  ['constant, 5 min', () => 300_000],
]

const FLEETS: readonly (readonly [count: number, spreadMs: number])[] = [
  [1, 0],
  [50, 0],
  [1_000, 0],
  [1_000, 60_000],
]

/** How often a single wait is measured. */
const SINGLE_RUNS = 20

/** Prints a table of waits: single ones, many at once, and many that begin within a minute; first and later ones. */
export async function waitBench(): Promise<void> {
  console.log('waits                        count  learnt  requests   late p50      p95      max')
  for (const [count, spreadMs] of FLEETS)
    for (const [shape, durationMs] of SHAPES)
      for (const learntFrom of [0, 12]) {
        const runs: WaitCosts[] = []
        for (let seed = 1; seed <= (count === 1 ? SINGLE_RUNS : 1); seed += 1)
          runs.push(await waitCosts({ count, durationMs, learntFrom, spreadMs, seed }))
        const requests = runs.reduce((sum, run) => sum + run.requests, 0) / runs.length
        const late = runs.flatMap((run) => run.lateMs).sort((a, b) => a - b)
        console.log(
          shape.padEnd(26),
          `${count}${spreadMs > 0 ? '*' : ''}`.padStart(7),
          String(learntFrom).padStart(7),
          requests.toFixed(1).padStart(9),
          ...[0.5, 0.95, 1].map((share) => `${(quantile(late, share) / 1_000).toFixed(2)} s`.padStart(9)),
        )
      }
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
