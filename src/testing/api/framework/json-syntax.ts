/** A syntax error in JSON, in the words of Ironic's parser. */
class JsonSyntaxError extends Error {
  constructor(what: string, at: number) {
    super(`${what}: line 1 column ${at + 1} (char ${at})`)
  }
}

/**
 * Returns what simplejson says about a text that is not JSON.
 *
 * @see openstack/ironic `ironic/api/method.py` (body)
 */
export function jsonSyntaxRefusal(text: string): string {
  try {
    const end = skipSpace(text, valueEnd(text, skipSpace(text, 0)))
    if (end < text.length) throw new JsonSyntaxError('Extra data', end)
  } catch (fault) {
    if (fault instanceof JsonSyntaxError) return fault.message
    throw fault
  }
  return 'Expecting value: line 1 column 1 (char 0)'
}

const skipSpace = (text: string, at: number): number =>
  at + (/^[ \t\n\r]*/.exec(text.slice(at))?.[0].length ?? 0)

function valueEnd(text: string, at: number): number {
  if (text[at] === '{') return membersEnd(text, at + 1)
  if (text[at] === '[') return itemsEnd(text, at + 1)
  if (text[at] === '"') return stringEnd(text, at)
  const word = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text.slice(at))
  if (word === null) throw new JsonSyntaxError('Expecting value', at)
  return at + word[0].length
}

function stringEnd(text: string, at: number): number {
  const whole = /^"(?:[^"\\]|\\.)*"/.exec(text.slice(at))
  if (whole === null) throw new JsonSyntaxError('Unterminated string starting at', at)
  return at + whole[0].length
}

function membersEnd(text: string, start: number): number {
  let at = skipSpace(text, start)
  if (text[at] === '}') return at + 1
  if (text[at] !== '"')
    throw new JsonSyntaxError("Expecting property name enclosed in double quotes or '}'", at)
  for (;;) {
    at = skipSpace(text, stringEnd(text, at))
    if (text[at] !== ':') throw new JsonSyntaxError("Expecting ':' delimiter", at)
    at = skipSpace(text, valueEnd(text, skipSpace(text, at + 1)))
    if (text[at] === '}') return at + 1
    if (text[at] !== ',') throw new JsonSyntaxError("Expecting ',' delimiter or '}'", at)
    at = skipSpace(text, at + 1)
    if (text[at] !== '"') throw new JsonSyntaxError('Expecting property name enclosed in double quotes', at)
  }
}

function itemsEnd(text: string, start: number): number {
  let at = skipSpace(text, start)
  if (text[at] === ']') return at + 1
  if (at >= text.length) throw new JsonSyntaxError("Expecting value or ']'", at)
  for (;;) {
    at = skipSpace(text, valueEnd(text, at))
    if (text[at] === ']') return at + 1
    if (text[at] !== ',') throw new JsonSyntaxError("Expecting ',' delimiter or ']'", at)
    at = skipSpace(text, at + 1)
  }
}
