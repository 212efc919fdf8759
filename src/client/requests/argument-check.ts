import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import { readingOptions } from '../../errors/reading-options.js'

/** Returns an error when plain JavaScript passed something other than an object with fields. */
export function noObject(
  field: string,
  value: unknown,
  details: { readonly operation: string; readonly node?: string | undefined },
): InvalidInputError | undefined {
  return isRecord(value) ? undefined : new InvalidInputError(field, 'must be an object with fields', details)
}

/** Builds a request from arguments, whose getters may throw, and returns what `refuse` makes of that. */
export function readingArguments<T>(
  details: { readonly operation: string; readonly node?: string | undefined },
  build: () => T,
  refuse: (problem: InvalidInputError) => T,
): T {
  return readingOptions(build, (field, problem) => refuse(new InvalidInputError(field, problem, details)))
}
