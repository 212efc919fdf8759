import { unknownOption } from '../../errors/unknown-option.js'

/** Throws for an unknown option. Ignoring it would let a test pass that tests nothing. */
export function requireKnown(
  about: string,
  given: object,
  known: readonly string[],
  what?: 'option' | 'field',
): void {
  const unknown = unknownOption(given, known, what)
  if (unknown !== undefined) throw new TypeError(`${about}: ${unknown.problem}`)
}
