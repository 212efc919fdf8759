import { baseRun, preparedSite, timeless, type BaseRun } from './base-run.js'
import type { MatrixCase } from './matrix-case.js'
import type { MatrixSite } from './matrix-site.js'
import { disruptedTransport, type DisruptedLine } from './disrupted-transport.js'
import {
  isDone,
  judgeFailure,
  judgeInvariants,
  judgeSuccess,
  leftBehind,
  describeAll,
} from './judge-world.js'
import { scenarioOf } from './operations.js'
import { REQUEST_DISRUPTIONS } from './request-disruptions.js'
import type { Call, Pending, Scenario } from './scenarios/scenario.js'
import { ending, errorOf, isOkEnd, settledWorld, type Ending } from './trial-run.js'
import type { Violation } from './violation.js'
import type { WorldFacts } from './world-facts.js'

/** Runs one operation with one or more disruptions, and judges the world that it leaves. */
export async function runDisruptionTrial(
  { operation, world }: Pick<MatrixCase, 'operation' | 'world'>,
  disruptions: readonly { readonly name: string; readonly at: number }[],
): Promise<readonly Violation[]> {
  const scenario = scenarioOf(operation)
  const base = await baseRun(operation, world)
  const site = await preparedSite(scenario, world)
  const placed = disruptions.map(({ name, at }) => ({ at, disruption: disruptionNamed(name) }))
  const deadlineMs = placed.some(({ disruption }) => disruption.call === 'deadline')
    ? base.elapsedMs + 60_000
    : undefined
  const caller = new AbortController()
  const startedAt = site.clock.now()
  const line = disruptedTransport(site, placed, {
    abort: () => caller.abort(),
    untilDeadline: () => startedAt + (deadlineMs ?? 0) - site.clock.now(),
  })
  const call = () => scenario.call(site.actor(line.transport, 'own'), { signal: caller.signal, deadlineMs })
  const death = placed.find(({ disruption }) => disruption.dies === true)
  if (death !== undefined) {
    await runUntilDeath(site, call, line, death.at)
    return followUps(site, scenario, base)
  }
  return judgeEnd(site, scenario, base, line, await ending(site, call), startedAt)
}

function disruptionNamed(name: string) {
  const disruption = REQUEST_DISRUPTIONS[name]
  if (disruption === undefined)
    throw new TypeError(
      `Unknown disruption "${name}". Use one of ${Object.keys(REQUEST_DISRUPTIONS).join(', ')}.`,
    )
  return disruption
}

/** Runs the call until its process dies, some seconds after the request at which it is to die. */
async function runUntilDeath(
  { clock }: MatrixSite,
  call: () => Pending,
  line: DisruptedLine,
  at: number,
): Promise<void> {
  void (async () => await call())()
  for (let turns = 0; turns < 700 && line.sent() < at; turns += 1) await clock.advance(15_000)
  await clock.advance(10_000)
}

async function judgeEnd(
  site: MatrixSite,
  scenario: Scenario,
  base: BaseRun,
  line: DisruptedLine,
  end: Ending,
  startedAt: number,
): Promise<readonly Violation[]> {
  if (end.is === 'pending') return [{ rule: 'never settled', why: 'the Result has not come in three days' }]
  if (end.is === 'threw') return [{ rule: 'threw', why: end.what }]
  const sent = line.sent()
  const minutes = (site.clock.now() - startedAt) / 60_000
  const world = await settledWorld(site)
  const found: Violation[] = []
  // An attempt that repeats every 45 s takes up to five requests.
  const most = 2 * base.trace.length + 60 + 7 * minutes
  if (sent > most)
    found.push({ rule: 'too many requests', why: `${sent} requests in ${Math.round(minutes)} min` })
  if (line.sent() > sent)
    found.push({ rule: 'requests after the end', why: `${line.sent() - sent} requests after the Result` })
  found.push(...judgeInvariants(site, base, world))
  const error = errorOf(end)
  if (error === undefined) {
    const isRead = base.trace.every(({ method }) => method === 'GET')
    const value = end.outcome.isOk() ? timeless(end.outcome.value) : ''
    const isLike = scenario.waits === true ? isAboutTheSame(value, base.value) : value === base.value
    if (isRead && !isLike)
      found.push({
        rule: 'ok but a different value',
        why: `${value.slice(0, 300)}, not ${base.value.slice(0, 300)}`,
      })
    found.push(...judgeSuccess(base, world))
    return found
  }
  found.push(...judgeFailure(base, world, error))
  if (leftBehind(base.idle, world).length > 0) found.push(...(await followUps(site, scenario, base)))
  return found
}

/** Follows each advice in a new process, each in a copy of the world as it is now. */
async function followUps(site: MatrixSite, scenario: Scenario, base: BaseRun): Promise<Violation[]> {
  const { simulator, node } = site
  const found: Violation[] = []
  const steps: readonly (readonly [string, Call, 'done' | 'before'])[] = [
    ['the same call again', scenario.call, 'done'],
    ...Object.entries(scenario.followUps ?? {}).map(
      ([name, { call, endsIn }]) => [name, call, endsIn] as const,
    ),
  ]
  const left = simulator.snapshot({ times: true })
  for (const [name, call, endsIn] of steps) {
    simulator.restore(left)
    if (node.exists && node.now.reservation !== null && isIdle(site)) node.force({ reservation: null })
    const end = await asAdvised(site, call)
    const world = await settledWorld(site)
    if (!isOkEnd(end)) {
      const why = errorOf(end)?.message ?? end.is
      found.push({ rule: 'follow-up failed', why: `${name}: ${why}` })
    } else if (!isEndedIn(world, base, endsIn))
      found.push({
        rule: 'follow-up left something',
        why: `${name}: ${describeAll(leftBehind(endsIn === 'done' ? base.done : base.idle, world))}`,
      })
    found.push(...judgeInvariants(site, base, world))
  }
  return found
}

/** Follows an advice, and repeats a call that is refused for now, as during cleaning, once that is over. */
async function asAdvised(site: MatrixSite, call: Call): Promise<Ending> {
  const end = await ending(site, () => call(site.actor(), {}))
  if (!['retry_later', 'try_other_node'].includes(errorOf(end)?.advice ?? '')) return end
  await settledWorld(site)
  return ending(site, () => call(site.actor(), {}))
}

function isIdle({ node }: MatrixSite): boolean {
  return node.now.target_provision_state === null
}

function isEndedIn(world: WorldFacts, base: BaseRun, endsIn: 'done' | 'before'): boolean {
  return endsIn === 'before' ? leftBehind(base.idle, world).length === 0 : isDone(base, world)
}

/**
 * Returns whether both are about the same node and instance. The last state that a wait sees depends on when
 * it reads.
 */
function isAboutTheSame(value: string, wanted: string): boolean {
  const ids = value.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? []
  return ids.every((id) => wanted.includes(id))
}
