import {
  findJsonDifferences,
  type JsonDifference,
  printJson,
} from '../../contract/comparison/json-differences.js'
import { isObject, type JsonObject, type JsonValue } from '../../contract/comparison/json-value.js'
import type { Outcome } from './client-session.js'

export interface Difference extends JsonDifference {
  /** The number of the step in the script. */
  readonly number: number
  readonly step: string
}

/** Returns every step whose output differs. Both ran the same script. */
export function findDifferences(
  real: readonly Outcome[],
  simulator: readonly Outcome[],
): readonly Difference[] {
  return real.flatMap(({ step, said }, index) => {
    const other = simulator[index]
    if (other?.step !== step)
      throw new Error(`Step ${String(index)} is "${step}" and "${String(other?.step)}"`)
    return compare(said, other.said).map((difference) => ({ number: index + 1, step, ...difference }))
  })
}

/** Compares two outputs. When only one step succeeded, everything is one difference. */
function compare(real: JsonValue, simulator: JsonValue): readonly JsonDifference[] {
  if (isObject(real) && isObject(simulator) && !sameKind(real, simulator))
    return [{ at: '', real: printJson(real), simulator: printJson(simulator) }]
  return findJsonDifferences(real, simulator, '')
}

const sameKind = (real: JsonObject, simulator: JsonObject) =>
  printJson(real['status']) === printJson(simulator['status']) &&
  Object.keys(real).join() === Object.keys(simulator).join()
