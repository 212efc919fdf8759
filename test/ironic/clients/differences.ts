import type { Outcome } from './client-session.js'
import { isList, type JsonObject, type JsonValue } from './normalise.js'

export interface Difference {
  /** The step's place in the script. */
  readonly number: number
  readonly step: string
  /** Where in what the client said, such as `stdout.driver_info`. */
  readonly at: string
  readonly real: string
  readonly simulator: string
}

/** Every step in which the client said something else. Both ran the same script. */
export function findDifferences(
  real: readonly Outcome[],
  simulator: readonly Outcome[],
): readonly Difference[] {
  return real.flatMap(({ step, said }, index) => {
    const other = simulator[index]
    if (other?.step !== step)
      throw new Error(`Step ${String(index)} is "${step}" and "${String(other?.step)}"`)
    return compare(said, other.said, '').map((difference) => ({ number: index + 1, step, ...difference }))
  })
}

type Unplaced = Omit<Difference, 'number' | 'step'>

function compare(
  real: JsonValue | undefined,
  simulator: JsonValue | undefined,
  at: string,
): readonly Unplaced[] {
  if (isObject(real) && isObject(simulator) && (at !== '' || sameKind(real, simulator))) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(simulator)])]
    return keys.flatMap((key) => compare(real[key], simulator[key], at === '' ? key : `${at}.${key}`))
  }
  if (isArray(real) && isArray(simulator) && real.length === simulator.length)
    return real.flatMap((item, index) => compare(item, simulator[index], `${at}[${String(index)}]`))
  return same(real, simulator) ? [] : [{ at, real: print(real), simulator: print(simulator) }]
}

/** Where one succeeded and the other did not, all that they said is one difference. */
const sameKind = (real: JsonObject, simulator: JsonObject) =>
  same(real['status'], simulator['status']) && Object.keys(real).join() === Object.keys(simulator).join()

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !isList(value)

const isArray = (value: JsonValue | undefined): value is readonly JsonValue[] =>
  value !== undefined && isList(value)

const same = (one: JsonValue | undefined, other: JsonValue | undefined) => print(one) === print(other)

const print = (value: JsonValue | undefined): string =>
  value === undefined ? '(absent)' : JSON.stringify(value)
