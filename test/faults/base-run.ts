import { matrixSite, type MatrixSite } from './matrix-site.js'
import { replyShape } from './changed-replies.js'
import { scenarioOf } from './operations.js'
import type { Outcome, Scenario } from './scenarios/scenario.js'
import { stable, worldFacts, type WorldFacts } from './world-facts.js'

export const DAY_MS = 24 * 3_600_000
const HOUR_MS = 3_600_000

export interface TracedRequest {
  readonly method: string
  readonly path: string
  readonly shape: ReturnType<typeof replyShape>
}

/** The run of an operation in a world without disruptions. */
export interface BaseRun {
  readonly outcome: Outcome
  /** Its value without times. */
  readonly value: string
  readonly trace: readonly TracedRequest[]
  readonly elapsedMs: number
  /** The world a day later when nobody calls the operation. */
  readonly idle: WorldFacts
  /** The world a day after the call. */
  readonly done: WorldFacts
}

const known = new Map<string, Promise<BaseRun>>()

export function baseRun(operation: string, world: string): Promise<BaseRun> {
  const key = `${operation}/${world}`
  const run = known.get(key) ?? runBase(operation, world)
  known.set(key, run)
  return run
}

async function runBase(operation: string, world: string): Promise<BaseRun> {
  const scenario = scenarioOf(operation)
  const untouched = await preparedSite(scenario, world)
  await untouched.clock.advance(DAY_MS)

  const site = await preparedSite(scenario, world)
  const trace: TracedRequest[] = []
  const actor = site.actor({
    send: async (request) => {
      const index = trace.push({ method: request.method, path: request.path, shape: 'none' }) - 1
      const reply = await site.ironic.send(request)
      if (reply.isOk())
        trace[index] = { method: request.method, path: request.path, shape: replyShape(reply.value.body) }
      return reply
    },
  })
  const startedAt = site.clock.now()
  const outcome = await site.clock.run((async () => await scenario.call(actor, {}))())
  const elapsedMs = site.clock.now() - startedAt
  await site.clock.advance(DAY_MS)
  return {
    outcome,
    value: outcome.isOk() ? timeless(outcome.value) : outcome.error.kind,
    trace,
    elapsedMs,
    idle: worldFacts(untouched.simulator),
    done: worldFacts(site.simulator),
  }
}

/** Returns the world in which the operation is to be called. */
export async function preparedSite(scenario: Scenario, world: string): Promise<MatrixSite> {
  const site = matrixSite(world, scenario.from ?? 'available')
  const { after } = scenario
  if (after !== undefined) {
    const prepared = await site.clock.run((async () => await after(site.actor()))())
    if (prepared.isErr() && prepared.error.kind !== 'unsupported_api_version') throw prepared.error
    if (scenario.underWay !== true) await site.clock.advance(HOUR_MS)
  }
  site.simulator.forgetRequests()
  site.deployments.forget()
  return site
}

/** Returns a value as text, without times and durations. */
export function timeless(value: unknown): string {
  return stable(value).replace(/"[A-Za-z_]*(_at|At|elapsedMs|durationMs)":("[^"]*"|\d+|null),?/g, '')
}
