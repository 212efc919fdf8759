const QUOTED = /[ub]?(\\{0,8})(["'])/y
const BARE_END = /[\s,;&)}\]"']/g

/**
 * Where a value ends that begins at `start` of a text which quotes JSON or Python: behind a whole string, object or
 * list, however deep, or at the end of a word. One that breaks off ends with the text.
 */
export function endOfValue(text: string, start: number): number {
  QUOTED.lastIndex = start
  const opening = QUOTED.exec(text)
  if (opening !== null) return endOfString(text, QUOTED.lastIndex, opening[2] ?? '"', opening[1]?.length ?? 0)
  if (text[start] === '{' || text[start] === '[') return endOfBrackets(text, start)
  BARE_END.lastIndex = start
  return BARE_END.exec(text)?.index ?? text.length
}

/** A quote that is escaped more often than the opening one stands inside of the string. */
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
