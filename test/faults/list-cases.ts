import { baseRun, type BaseRun, type TracedRequest } from './base-run.js'
import { isListOfOne } from './changed-replies.js'
import type { MatrixCase, Trial } from './matrix-case.js'
import { MATRIX_WORLDS } from './matrix-worlds.js'
import { scenarioOf } from './operations.js'
import { CROWDS } from './run-crowd-trial.js'
import { REQUEST_DISRUPTIONS, type RequestDisruption } from './request-disruptions.js'
import { RACE_MODES, rivalsOf } from './run-race-trial.js'
import { hashOf } from './sample.js'
import type { Scenario } from './scenarios/scenario.js'

/** Returns the worlds in which an operation is tested. */
export function worldsOf(operation: string): readonly string[] {
  const { picks, notIn = [] } = scenarioOf(operation)
  return Object.entries(MATRIX_WORLDS)
    .filter(
      ([name, { onlyForPicking }]) => !notIn.includes(name) && (picks === true || onlyForPicking !== true),
    )
    .map(([name]) => name)
}

/** Returns every case of an operation. */
export async function casesOf(operation: string): Promise<readonly MatrixCase[]> {
  const scenario = scenarioOf(operation)
  const found: MatrixCase[] = []
  for (const world of worldsOf(operation)) {
    const base = await baseRun(operation, world)
    if (base.outcome.isErr()) continue
    const single = singleDisruptions(scenario, base)
    const trials = [
      ...single,
      ...pairs(single, `${operation}/${world}`),
      ...races(operation, base),
      ...(operation === 'provisioning.spawn' ? crowds() : []),
    ]
    found.push(...trials.map((trial) => ({ operation, world, trial })))
  }
  return found
}

type DisruptionTrial = Extract<Trial, { kind: 'disruptions' }>

function singleDisruptions(scenario: Scenario, { trace }: BaseRun): readonly DisruptionTrial[] {
  const isRead = trace.every(({ method }) => method === 'GET')
  return placesIn(trace).flatMap((index) =>
    Object.entries(REQUEST_DISRUPTIONS)
      .filter(([name]) => name !== '404-node' || scenario.believesGone !== true)
      .filter(([, disruption]) => canBefall(disruption, trace[index - 1], scenario, isRead))
      .map(([name]) => ({ kind: 'disruptions' as const, disruptions: [{ name, at: index }] })),
  )
}

function canBefall(
  disruption: RequestDisruption,
  request: TracedRequest | undefined,
  scenario: Scenario,
  isRead: boolean,
): boolean {
  if (request === undefined) return false
  if (disruption.of === 'changes' && request.method === 'GET') return false
  if (disruption.call === 'deadline' && scenario.waits !== true) return false
  if (disruption.dies === true && isRead) return false
  if (disruption.needs === 'body') return request.shape !== 'none'
  if (disruption.needs === 'list') return request.shape === 'list'
  if (disruption.needs === 'resource')
    return request.shape === 'resource' || (request.shape === 'list' && isListOfOne(request.path))
  return true
}

/**
 * Returns the places of disruptions. Of a poll that repeats the same request, they are the first two, one in
 * the middle and the last.
 */
function placesIn(trace: readonly TracedRequest[]): readonly number[] {
  const places: number[] = []
  let start = 0
  while (start < trace.length) {
    let end = start
    while (isLike(trace[start], trace[end + 1])) end += 1
    const all = [start, start + 1, Math.floor((start + end) / 2), end].filter((index) => index <= end)
    places.push(...new Set(all.map((index) => index + 1)))
    start = end + 1
  }
  return [...new Set(places)].sort((one, other) => one - other)
}

function isLike(one: TracedRequest | undefined, other: TracedRequest | undefined): boolean {
  return one !== undefined && other !== undefined && one.method === other.method && one.path === other.path
}

/** Returns as many pairs of disruptions as there are single ones, chosen by their ids. */
function pairs(single: readonly DisruptionTrial[], seed: string): readonly DisruptionTrial[] {
  const isFirst = ({ name }: { readonly name: string }) => REQUEST_DISRUPTIONS[name]?.lasts === 'once'
  const firsts = single.flatMap(({ disruptions }) => disruptions).filter(isFirst)
  const seconds = single.flatMap(({ disruptions }) => disruptions)
  return firsts.flatMap((first, index) => {
    const second = seconds[hashOf(`${seed}/${index}`) % seconds.length]
    if (second === undefined || REQUEST_DISRUPTIONS[first.name]?.call === 'deadline') return []
    const at = first.at + 1 + (hashOf(`${index}/${seed}`) % 6)
    return [{ kind: 'disruptions', disruptions: [first, { name: second.name, at }] }]
  })
}

function races(operation: string, { trace }: BaseRun): readonly Trial[] {
  if (trace.every(({ method }) => method === 'GET')) return []
  return rivalsOf(operation).flatMap((rival) =>
    placesIn(trace).flatMap((at) => RACE_MODES.map((mode) => ({ kind: 'race' as const, rival, mode, at }))),
  )
}

function crowds(): readonly Trial[] {
  return Object.keys(CROWDS).map((name) => ({ kind: 'crowd', name }))
}
