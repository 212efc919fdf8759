import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'

/** The error for what plain JavaScript may pass where an object with fields belongs; `undefined` for an object. */
export function noObject(
  field: string,
  value: unknown,
  details: { readonly operation: string; readonly node?: string | undefined },
): InvalidInputError | undefined {
  return isRecord(value) ? undefined : new InvalidInputError(field, 'must be an object with fields', details)
}
