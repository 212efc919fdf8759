/**
 * A quotation mark as nested texts contain it: plain, escaped by backslashes, or as a character of JSON, HTML or a
 * URL. Its groups are `escapes` and `mark`, or `coded`.
 */
export const QUOTE = String.raw`(?<escapes>\\{0,64})(?<mark>["'])|(?<coded>\\{1,64}u00(?:22|27)|&(?:amp;){0,3}(?:quot|apos|#34|#39|#x22|#x27);)`

const OPENING = new RegExp(`(?:[ubrf]{0,2})(?:${QUOTE})`, 'iy')

/** Characters that may end an unquoted word, when the word does not continue after them. */
const BARE_END = /[\s,;&)}\]"'<>\\]/g
const ENDERS = new Set(',;&)}]"\'<>\\')
const NEXT_NAME = /[\w.-]{1,100}\\{0,8}["']?\s?[=:]/y

/**
 * Returns where the value that starts at `start` ends, in a text that quotes JSON or Python: after a whole string,
 * object or list, however deep, or at the end of a word. A value that is cut off ends with the text.
 */
export function endOfValue(text: string, start: number): number {
  OPENING.lastIndex = start
  const opening = OPENING.exec(text)?.groups
  if (opening !== undefined) {
    const { coded, escapes = '', mark = '"' } = opening
    return coded === undefined
      ? endOfString(text, OPENING.lastIndex, mark, escapes.length)
      : endBehind(text, coded, OPENING.lastIndex)
  }
  if (text[start] === '{' || text[start] === '[') return endOfBrackets(text, start)
  return endOfWord(text, start)
}

function endBehind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? text.length : at + mark.length
}

/** A quote that is escaped more often than the opening one is inside the string. */
function endOfString(text: string, from: number, quote: string, escapes: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\' && at - backslashes > from) backslashes += 1
    if (escapes === 0 ? backslashes % 2 === 0 : backslashes <= escapes) return at + 1
  }
  return text.length
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"' || char === "'") at = endOfString(text, at + 1, char, escapesBefore(text, at)) - 1
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return text.length
}

function escapesBefore(text: string, at: number): number {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes
}

/** A secret may contain a comma or a quote: text after one belongs to the secret unless it is the next name. */
function endOfWord(text: string, start: number): number {
  BARE_END.lastIndex = start
  for (let found = BARE_END.exec(text); found !== null; found = BARE_END.exec(text)) {
    let behind = found.index
    while (behind < text.length && ENDERS.has(text[behind] ?? '')) behind += 1
    NEXT_NAME.lastIndex = behind
    if (behind === text.length || /\s/.test(text[behind] ?? '') || NEXT_NAME.test(text)) return found.index
    BARE_END.lastIndex = behind
  }
  return text.length
}
