/** What a sentence must contain: one pattern, or several that follow each other with any text between them. */
export type SentencePattern = RegExp | readonly RegExp[]

/**
 * Returns whether a text matches. Several patterns are searched one after the other: `/a.*b/` would search for `b`
 * again after each `a` of a text that has no `b`.
 */
export function says(text: string, pattern: SentencePattern): boolean {
  if (pattern instanceof RegExp) return pattern.test(text)
  let rest: string | undefined = text
  for (const part of pattern) {
    const found: RegExpExecArray | null = part.exec(rest)
    if (found === null) return false
    rest = rest.slice(found.index + found[0].length)
  }
  return true
}
