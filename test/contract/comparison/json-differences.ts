import { isList, isObject, type JsonValue } from './json-value.js'

export interface JsonDifference {
  /** The place, such as `body.driver_info`. */
  readonly at: string
  readonly real: string
  readonly simulator: string
}

type MaybeJson = JsonValue | undefined

/** Returns every place in which the two differ. */
export function findJsonDifferences(
  real: MaybeJson,
  simulator: MaybeJson,
  at: string,
): readonly JsonDifference[] {
  if (isObject(real) && isObject(simulator)) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(simulator)])]
    return keys.flatMap((key) =>
      findJsonDifferences(real[key], simulator[key], at === '' ? key : `${at}.${key}`),
    )
  }
  if (isArray(real) && isArray(simulator) && real.length === simulator.length)
    return real.flatMap((item, index) =>
      findJsonDifferences(item, simulator[index], `${at}[${String(index)}]`),
    )
  return printJson(real) === printJson(simulator)
    ? []
    : [{ at, real: printJson(real), simulator: printJson(simulator) }]
}

const isArray = (value: MaybeJson): value is readonly JsonValue[] => value !== undefined && isList(value)

export const printJson = (value: MaybeJson): string =>
  value === undefined ? '(absent)' : JSON.stringify(value)
