import type { Result } from 'neverthrow'
import { expect } from 'vitest'

/** The value of a Result that must be ok; otherwise the test fails with the error. */
export function expectOk<T, E>(result: Result<T, E>): T {
  if (result.isErr()) throw result.error
  return result.value
}

/** The error of a Result that must be one, of this kind; its type is narrowed to it. */
export function expectErr<E extends { readonly kind: string }, Kind extends E['kind']>(
  result: Result<unknown, E>,
  kind: Kind,
): Extract<E, { readonly kind: Kind }> {
  if (result.isOk()) throw new Error(`Expected an error of kind ${kind}, but it went well.`)
  expect(result.error, String(result.error)).toMatchObject({ kind })
  return result.error as Extract<E, { readonly kind: Kind }>
}
