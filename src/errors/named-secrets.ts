import { isSecretKey } from './secret-names.js'
import { endOfBlock, endOfLine } from './secret-lines.js'
import { endOfValue, QUOTE } from './secret-value.js'

const MASK = '***'

const NAME = /[\w.-]+/g

/** A percent-encoded character in a URL, also when it was encoded more than once. */
const percent = (codes: string) => `%(?:25){0,3}(?:${codes})`

/** Between a name in quotes and its value: `"name": `, `'name' => `. */
const BEHIND_QUOTED = new RegExp(`(?:${QUOTE})\\s{0,8}(?:=>|[:=])\\s{0,8}`, 'y')
/** `{"name": "ipmi_password", "value": "…"}`, and a JSON patch of `/driver_info/ipmi_password`. */
const BEHIND_LISTED =
  /\\{0,64}["']\s{0,8},\s{0,8}\\{0,64}["'](?:value|values|val|content|data|default)\\{0,64}["']\s{0,8}[:=]\s{0,8}/y
/** `('ipmi_password', '…')`, but not a list of names. */
const BEHIND_PAIRED =
  /\\{0,64}["'],\s{0,8}(?=[ubr]?\\{0,64}["'])(?![ubr]?\\{0,64}["'][a-z]{1,80}(?:_[a-z]{1,80}){1,9}\\{0,64}["'])/y
const BEFORE_PAIRED = /[([]\s{0,8}[ubr]?\\{0,64}["']$/
/** `name=`, `name = `, and their forms in an encoded URL or form. */
const ASSIGNED = new RegExp(
  `\\s{0,8}:?=(?!=)>?[ \\t]{0,8}|(?:${percent('22|27')})?${percent('3A|3D')}(?:${percent('20')}|\\+)?`,
  'iy',
)
const OPTION = /[ \t]{1,8}(?=[^\s-])/y
const COLON = /[ \t]{0,8}:(?!\/\/)[ \t]{0,8}/y
const TAG = /(?:[^<>\n]{0,200}>|&gt;)/y
const BEFORE_TAG = /(?:<|&lt;)(?:[\w-]{1,40}:)?$/
/** A name at the start of a line in a settings file, also when the file is quoted on one line. */
const BEFORE_BEGUN = /(?:^|[\n{"']|\\n)[ \t-]{0,40}$/

/** How much text before a name is examined to find out what the name is. */
const LONGEST_LEAD = 64

interface Place {
  readonly start: number
  readonly end: number
}

/**
 * Removes the value after each name of a secret, as JSON, Python, YAML, XML, forms, headers and command lines write
 * them. It looks at every part of the text once, so the cost grows only with the length.
 */
export function withoutNamedSecrets(text: string): string {
  const names = new RegExp(NAME)
  let shown = ''
  let from = 0
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const at = found.index + lengthOfCode(text, found.index)
    const name = text.slice(at, names.lastIndex)
    const value = isSecretKey(name) ? valueOf(text, name, at) : undefined
    if (value === undefined || isNothing(text, value)) continue
    shown += text.slice(from, value.start) + MASK
    from = value.end
    names.lastIndex = value.end
  }
  return shown + text.slice(from)
}

/**
 * The length of an encoded character that precedes a name and looks like part of it: `\\nname`, `\\u0022name`,
 * `%22name`.
 */
function lengthOfCode(text: string, at: number): number {
  const before = text[at - 1]
  const code = before === '\\' ? OF_ESCAPE : before === '%' ? OF_PERCENT : undefined
  return code === undefined ? 0 : (endOf(code, text, at) ?? at) - at
}
const OF_ESCAPE = /[nrt]|u00[0-9a-f]{2}/iy
const OF_PERCENT = /(?:25){0,3}[0-9a-f]{2}/iy

/** Finds the value of the name that starts at `at`. */
function valueOf(text: string, name: string, at: number): Place | undefined {
  const behind = at + name.length
  const before = text.slice(Math.max(0, at - LONGEST_LEAD), at)
  const quoted =
    endOf(BEHIND_QUOTED, text, behind) ??
    endOf(BEHIND_LISTED, text, behind) ??
    (BEFORE_PAIRED.test(before) ? endOf(BEHIND_PAIRED, text, behind) : undefined) ??
    endOf(ASSIGNED, text, behind) ??
    (name.startsWith('-') ? endOf(OPTION, text, behind) : undefined)
  if (quoted !== undefined) return { start: quoted, end: endOfValue(text, quoted) }
  if (BEFORE_TAG.test(before)) return taggedValue(text, behind)
  const start = endOf(COLON, text, behind)
  if (start === undefined) return undefined
  const lead = BEFORE_BEGUN.exec(before)?.[0]
  if (lead === undefined) return saidValue(text, name, start)
  if (lead.startsWith('{')) return { start, end: endOfValue(text, start) }
  return begunValue(text, start, lead)
}

function taggedValue(text: string, behind: number): Place | undefined {
  const start = endOf(TAG, text, behind)
  if (start === undefined || text[start - 2] === '/') return undefined
  TAG_END.lastIndex = start
  return { start, end: TAG_END.exec(text)?.index ?? text.length }
}
const TAG_END = /<|&lt;/g

/** A name at the start of a line, as in YAML: its value is the line, or the lines below with a deeper indent. */
function begunValue(text: string, start: number, lead: string): Place {
  const end = endOfBlock(text, start, lead)
  if (end !== undefined) return { start, end }
  const isOfFile = /^\n?[ \t-]*$/.test(lead)
  if (isOfFile) return { start, end: Math.max(endOfLine(text, start), endOfValue(text, start)) }
  LINE_OR_QUOTE_END.lastIndex = start
  const found = LINE_OR_QUOTE_END.exec(text)?.index ?? text.length
  return { start, end: behindBackslashes(text, found, start) }
}
/** A quote ends the text only where the surrounding object or list continues. */
const LINE_OR_QUOTE_END = /\r?\n|\\[rn]|["'](?=\s{0,8}(?:[,}\]):]|$))/g

function behindBackslashes(text: string, at: number, start: number): number {
  let end = at
  while (end > start && text[end - 1] === '\\') end -= 1
  return end
}

/** A name in a sentence: `Authorization: Basic …` holds a value, `Agent token: see the log` does not. */
function saidValue(text: string, name: string, start: number): Place | undefined {
  const said = text.slice(start, start + LONGEST_LEAD)
  if (/^(?:set-)?cookie$/i.test(name))
    return /^[^\s"'=]{1,63}=/.test(said) ? toLineEnd(text, start) : undefined
  const scheme = /^["']?(?<scheme>[a-z][\w-]{1,30})[ \t]{1,8}(?=\S)/i.exec(said)
  if (/authorization$/i.test(name) && scheme !== null && SCHEMES.test(scheme.groups?.['scheme'] ?? '')) {
    const credentials = start + scheme[0].length
    return /^(?:basic|bearer|negotiate)/i.test(said)
      ? { start, end: endOfValue(text, credentials) }
      : toLineEnd(text, start)
  }
  return looksSecret(said) ? { start, end: endOfValue(text, start) } : undefined
}
const SCHEMES = /^(?:basic|bearer|negotiate|digest|hmac|ntlm|token|hoba|mutual|aws4?)/i

function toLineEnd(text: string, start: number): Place {
  return { start, end: endOfLine(text, start) }
}

/** A quoted text, an object, or a word that is not prose: it contains digits or symbols, or is very long. */
export function looksSecret(said: string): boolean {
  const word = /^\S{0,64}/.exec(said)?.[0] ?? ''
  if (/^[ubr]?\\{0,64}["'{[&]/i.test(word)) return true
  return word !== '' && (word.length >= 20 || !/^(?:[A-Z]?[a-z]*|[A-Z]+)[.,:;!?)]{0,3}$/.test(word))
}

/** `null` and an empty value hide nothing, and showing them helps. */
function isNothing(text: string, { start, end }: Place): boolean {
  return end - start <= 5 && /^(?:null|none|true|false)?$/i.test(text.slice(start, end))
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
