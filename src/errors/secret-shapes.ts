import { looksSecret } from './named-secrets.js'

const MASK = '***'

const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const PRIVATE_KEY_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

/** Credentials in a header, and tokens of Keystone and other services that are recognizable by their form. */
const CREDENTIALS = /\b(?<scheme>basic|bearer|negotiate)[ \t]{1,8}(?=(?<said>\S{8,64}))[\w.~+/=-]+/gi
const TOKENS = /(?<![\w-])(?:gAAAA|eyJ)[\w-]{16,}(?:\.[\w-]+)*/g

const BASE64 = /[A-Za-z0-9+/=_-]+/g
const LINE_BREAKS = /^(?:\\[rn]|[\r\n]){1,4}$/
const LONG = 120
const LINE = 60

/** Removes keys and credentials that are recognizable by their form, in any field. */
export function withoutKeysAndLogins(text: string): string {
  return withoutPrivateKeys(text)
    .replace(TOKENS, MASK)
    .replace(CREDENTIALS, (all, scheme: string, said: string) =>
      looksSecret(said) ? `${scheme} ${MASK}` : all,
    )
}

function withoutPrivateKeys(text: string): string {
  const begins = new RegExp(PRIVATE_KEY)
  let shown = ''
  let from = 0
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    shown += text.slice(from, found.index) + MASK
    PRIVATE_KEY_END.lastIndex = begins.lastIndex
    from = PRIVATE_KEY_END.test(text) ? PRIVATE_KEY_END.lastIndex : text.length
    begins.lastIndex = from
  }
  return shown + text.slice(from)
}

/**
 * Removes base64 that looks like a config drive quoted by a server, on one line or wrapped. Ordinary prose has no
 * words this long.
 */
export function withoutLongBase64(text: string): string {
  let shown = ''
  let from = 0
  for (const { start, end, lines } of wrappedRuns(text)) {
    if (lines < 3 && end - start < LONG) continue
    shown += text.slice(from, start) + MASK
    from = end
  }
  return shown + text.slice(from)
}

interface WrappedRun {
  readonly start: number
  readonly end: number
  readonly lines: number
}

/** Runs of base64 characters; a run that fills its line continues on the next. */
function* wrappedRuns(text: string): Generator<WrappedRun> {
  let open: WrappedRun | undefined
  let isFull = false
  for (const { index: start, 0: run } of text.matchAll(BASE64)) {
    const end = start + run.length
    const goesOn =
      open !== undefined && isFull && LINE_BREAKS.test(text.slice(open.end, Math.min(start, open.end + 9)))
    if (open !== undefined && !goesOn) yield open
    open =
      goesOn && open !== undefined
        ? { start: open.start, end, lines: open.lines + 1 }
        : { start, end, lines: 1 }
    isFull = run.length >= LINE
  }
  if (open !== undefined) yield open
}
