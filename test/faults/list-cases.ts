import { baseRun, type BaseRun, type TracedRequest } from './base-run.js'
import { isListOfOne } from './changed-replies.js'
import type { FaultCase, Trial } from './fault-case.js'
import { FAULT_WORLDS } from './fault-worlds.js'
import { scenarioOf } from './operations.js'
import { CROWDS } from './run-crowd-trial.js'
import { REQUEST_FAULTS, type RequestFault } from './request-faults.js'
import { RACE_MODES, rivalsOf } from './run-race-trial.js'
import { hashOf } from './sample.js'
import type { Scenario } from './scenarios/scenario.js'

/** The worlds in which an operation is tried. */
export function worldsOf(operation: string): readonly string[] {
  const { picks, notIn = [] } = scenarioOf(operation)
  return Object.entries(FAULT_WORLDS)
    .filter(
      ([name, { onlyForPicking }]) => !notIn.includes(name) && (picks === true || onlyForPicking !== true),
    )
    .map(([name]) => name)
}

/** Every case of an operation. */
export async function casesOf(operation: string): Promise<readonly FaultCase[]> {
  const scenario = scenarioOf(operation)
  const found: FaultCase[] = []
  for (const world of worldsOf(operation)) {
    const base = await baseRun(operation, world)
    if (base.outcome.isErr()) continue
    const single = singleFaults(scenario, base)
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

type FaultTrial = Extract<Trial, { kind: 'faults' }>

function singleFaults(scenario: Scenario, { trace }: BaseRun): readonly FaultTrial[] {
  const isRead = trace.every(({ method }) => method === 'GET')
  return placesIn(trace).flatMap((index) =>
    Object.entries(REQUEST_FAULTS)
      .filter(([name]) => name !== '404-node' || scenario.believesGone !== true)
      .filter(([, fault]) => canBefall(fault, trace[index - 1], scenario, isRead))
      .map(([name]) => ({ kind: 'faults' as const, faults: [{ name, at: index }] })),
  )
}

function canBefall(
  fault: RequestFault,
  request: TracedRequest | undefined,
  scenario: Scenario,
  isRead: boolean,
): boolean {
  if (request === undefined) return false
  if (fault.of === 'changes' && request.method === 'GET') return false
  if (fault.call === 'deadline' && scenario.waits !== true) return false
  if (fault.dies === true && isRead) return false
  if (fault.needs === 'body') return request.shape !== 'none'
  if (fault.needs === 'list') return request.shape === 'list'
  if (fault.needs === 'resource')
    return request.shape === 'resource' || (request.shape === 'list' && isListOfOne(request.path))
  return true
}

/** Of a poll that asks the same again and again, only the first two, one in the middle and the last. */
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

/** As many pairs of faults as single ones: which ones, their ids decide. */
function pairs(single: readonly FaultTrial[], seed: string): readonly FaultTrial[] {
  const isFirst = ({ name }: { readonly name: string }) => REQUEST_FAULTS[name]?.lasts === 'once'
  const firsts = single.flatMap(({ faults }) => faults).filter(isFirst)
  const seconds = single.flatMap(({ faults }) => faults)
  return firsts.flatMap((first, index) => {
    const second = seconds[hashOf(`${seed}/${index}`) % seconds.length]
    if (second === undefined || REQUEST_FAULTS[first.name]?.call === 'deadline') return []
    const at = first.at + 1 + (hashOf(`${index}/${seed}`) % 6)
    return [{ kind: 'faults', faults: [first, { name: second.name, at }] }]
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
