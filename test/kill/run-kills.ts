import { setTimeout as sleep } from 'node:timers/promises'
import type { KilledOperation, PreparedOperation, Problems } from './operations/killed-operation.js'
import { MOMENTS, routeOf, type Boundary } from './process/boundary.js'
import type { Call, Order, SentRequest } from './process/messages.js'
import { ProgramProcess, type Reached } from './process/program-process.js'
import type { KillWorld } from './world/kill-world.js'

/** How many calls die with one process: a killed service has more than one under way. */
const CALLS_OF_A_PROCESS = 30

/** How many such processes run at once: most of a call is waiting. */
const PROCESSES = 3

/** A call that hangs is a failure of its own. */
const LONGEST_CALL_MS = 120_000

/** The world of the calls, the program that makes them, and the boundaries at which they are killed. */
export interface KillSite {
  readonly world: KillWorld
  readonly program: string
  readonly at: 'all requests' | 'requests that change something'
}

/** One call to be killed, and the way to go on after it. */
export interface KillCase {
  readonly operation: KilledOperation
  readonly boundary: Boundary
  /** One of the operation's ways. */
  readonly way: string
}

/** A killed call, and its result. */
export interface Kill extends KillCase {
  /** The request at which the call stopped; `undefined` when it sent fewer requests this time, and ended. */
  readonly at: string | undefined
  readonly problems: Problems
}

/**
 * Returns all cases of some operations: each boundary, found by letting the call run to its end, with each
 * way to go on.
 */
export async function findCases(
  { world, program, at }: KillSite,
  operations: readonly KilledOperation[],
): Promise<readonly KillCase[]> {
  const prepared = await Promise.all(
    operations.map(async (operation) => ({ operation, ...(await operation.prepare(world)) })),
  )
  const process = new ProgramProcess(program)
  try {
    const reached = await process.run(
      prepared.map(({ operation, call }) => orderOf(world, operation.name, call)),
    )
    return prepared.flatMap(({ operation, ways }, index) => {
      const boundaries = boundariesOf(sentBy(operation, reached[index])).filter(
        ({ method }) => at === 'all requests' || method !== 'GET',
      )
      return Object.keys(ways).flatMap((way) => boundaries.map((boundary) => ({ operation, boundary, way })))
    })
  } finally {
    await process.kill()
  }
}

function sentBy({ name }: KilledOperation, reached: Reached | undefined): readonly SentRequest[] {
  if (reached?.event === 'ended' && reached.ending.result === 'ok') return reached.sent
  throw new Error(`${name} fails even without a kill: ${JSON.stringify(reached)}`)
}

/** Returns each request; of a wait, which repeats the same request, only the first two. */
function boundariesOf(sent: readonly SentRequest[]): (Boundary & { readonly method: string })[] {
  const isLater = ({ method, path }: SentRequest, index: number) =>
    [1, 2].every((back) => sent[index - back]?.method === method && sent[index - back]?.path === path)
  const routes = sent.map(routeOf)
  return sent.flatMap((request, index) => {
    const [route, { method }] = [routeOf(request), request]
    const nth = routes.slice(0, index + 1).filter((one) => one === route).length
    return isLater(request, index) ? [] : MOMENTS.map((moment) => ({ route, nth, moment, method }))
  })
}

/** Kills a call in each case, and goes on with a new process. */
export async function runKills(site: KillSite, cases: readonly KillCase[]): Promise<readonly Kill[]> {
  const kills: Kill[] = []
  const waiting = Array.from({ length: Math.ceil(cases.length / CALLS_OF_A_PROCESS) }, (_, number) =>
    cases.slice(number * CALLS_OF_A_PROCESS, (number + 1) * CALLS_OF_A_PROCESS),
  )
  const runner = async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift())
      kills.push(...(await runTogether(site, batch)))
  }
  await Promise.all(Array.from({ length: PROCESSES }, runner))
  return kills
}

async function runTogether(
  { world, program }: KillSite,
  cases: readonly KillCase[],
): Promise<readonly Kill[]> {
  const [victim, heir] = [new ProgramProcess(program), new ProgramProcess(program)]
  try {
    const prepared = await Promise.all(cases.map(({ operation }) => operation.prepare(world)))
    const orders = prepared.map(({ call }, index) =>
      orderOf(world, `killed ${index}`, call, cases[index]?.boundary),
    )
    const reached = await victim.run(orders)
    await victim.kill()
    await sleep(world.lateEffectMs)
    return await Promise.all(
      cases.map(async (one, index) => ({
        ...one,
        at: reached[index]?.event === 'stopped' ? reached[index].at : undefined,
        problems: await goOn(world, heir, `next ${index}`, prepared[index]?.ways[one.way] ?? []),
      })),
    )
  } finally {
    await Promise.all([victim.kill(), heir.kill()])
  }
}

async function goOn(
  world: KillWorld,
  heir: ProgramProcess,
  id: string,
  way: PreparedOperation['ways'][string],
): Promise<Problems> {
  for (const [step, { call, judge }] of way.entries()) {
    const running = heir.run([orderOf(world, `${id}, ${step}`, call)])
    const reached = await Promise.race([running, sleep(LONGEST_CALL_MS, undefined, { ref: false })])
    const [report] = reached ?? []
    if (report?.event !== 'ended') return [`${call.verb} does not end`]
    const { ending } = report
    const problems =
      ending.result === 'ok' ? await judge() : [`it fails with ${ending.kind}: ${ending.message}`]
    if (problems.length > 0) return problems.map((problem) => `after ${call.verb}: ${problem}`)
  }
  return []
}

function orderOf({ endpoint, clock }: KillWorld, id: string, call: Call, stopAt?: Boundary): Order {
  return { id, endpoint, clock, call, stopAt }
}
