import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'

/** Returns an error when plain JavaScript passed something other than an object with fields. */
export function noObject(
  field: string,
  value: unknown,
  details: { readonly operation: string; readonly node?: string | undefined },
): InvalidInputError | undefined {
  return isRecord(value) ? undefined : new InvalidInputError(field, 'must be an object with fields', details)
}
