/** What is wrong with such a text: Ironic's database cannot hold it, and Ironic answers 500. */
export const BROKEN_TEXT = 'holds half of a character, which UTF-8 cannot hold; pass well-formed text'

const HALF = /\p{Surrogate}/u

/** Whether a text holds half of a surrogate pair, as one does that was cut at a number of characters. */
export function isBrokenText(text: string): boolean {
  return HALF.test(text)
}

/**
 * Where in a value of plain objects and lists the first broken text is, or the first key that is one; `undefined` when
 * all texts are whole. Bytes, signals and functions are passed over.
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
