/** What a sentence says: one pattern, or several that must follow each other in it with anything between them. */
export type SentencePattern = RegExp | readonly RegExp[]

/**
 * Whether a text says it. Patterns that follow each other are looked for one after the other: `/a.*b/` would look for
 * the `b` anew behind each `a` of a text that has no `b`.
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
