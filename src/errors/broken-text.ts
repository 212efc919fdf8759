/** Why such a text is refused: Ironic's database cannot store it, and Ironic answers 500. */
export const BROKEN_TEXT =
  'contains half of a surrogate pair, which UTF-8 cannot encode; pass well-formed text'

const HALF = /\p{Surrogate}/u

/** Returns whether a text contains half of a surrogate pair, as after cutting it at a number of characters. */
export function isBrokenText(text: string): boolean {
  return HALF.test(text)
}

/**
 * Returns the path of the first broken text or key in a value of plain objects and lists, or `undefined` when every
 * text is well-formed. Skips bytes, signals and functions.
 */
export function brokenTextAt(value: unknown): readonly string[] | undefined {
  return within(value, new Set())
}

function within(value: unknown, above: ReadonlySet<unknown>): readonly string[] | undefined {
  if (typeof value === 'string') return isBrokenText(value) ? [] : undefined
  if (typeof value !== 'object' || value === null || above.has(value)) return undefined
  if (!Array.isArray(value) && !isPlain(value)) return undefined
  const inner = new Set([...above, value])
  for (const [key, item] of Object.entries(value)) {
    if (isBrokenText(key)) return []
    const found = within(item, inner)
    if (found !== undefined) return [key, ...found]
  }
  return undefined
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
