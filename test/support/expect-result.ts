import type { IronicDriverError } from 'ironic-driver'
import type { Result } from 'neverthrow'
import { expect } from 'vitest'

/** Returns the value of a Result that must be ok; otherwise the test fails with the error. */
export function expectOk<T>(result: Result<T, Error>): T {
  if (result.isErr()) throw result.error
  return result.value
}

/** Returns the error of a Result that must have one of this kind, and narrows its type. */
export function expectErr<E extends IronicDriverError, Kind extends E['kind']>(
  result: Result<unknown, E>,
  kind: Kind,
): Extract<E, { readonly kind: Kind }> {
  if (result.isOk()) throw new Error(`Expected an error of kind ${kind}, but the Result is ok.`)
  expect(result.error, result.error.message).toMatchObject({ kind })
  return result.error as Extract<E, { readonly kind: Kind }>
}
