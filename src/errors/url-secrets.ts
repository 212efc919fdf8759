const MASK = '***'

/** The start of an authority, also of a URL encoded within another one, or of a query or fragment. */
const LANDMARK = /:\\{0,64}\/\\{0,64}\/|(?<encoded>%(?:25){0,3}3A(?:%(?:25){0,3}2F){2})|[?#]/gi
const AUTHORITY_END = /[\s/?#"'<>\\]/g
const URL_END = /[\s?#"'<>\\]/g
const WORD_END = /[\s"'<>\\&]/g

/** `user:secret` in place of a host and port: the secret may contain characters that end a host. */
const LOGIN = /^[^\s:@[\]]{0,200}:(?!\d{0,5}$)/
const LONGEST_LOGIN = 1_000

/** The start of a query in a text that is not a URL: `/web.qcow2?temp_url_sig=…`. */
const FIRST_PARAMETER = /[^\s="'<>?#()]{1,200}=/y
const QUERY_END = /[\s<>"'\\]/g
/** An apostrophe may be part of a query: it ends the query only where the surrounding text continues. */
const CLOSING = /\\{0,64}["']\\{0,64}["']?[)\]},;:.]{0,8}(?:[\s\\"'<>]|$)|\\{1,64}[nrt](?!\w)/y

/**
 * Removes what may be secret from URLs and paths: in `http://user:secret@host/path?signature=…`, everything before
 * the `@` and everything after `?` or `#`.
 */
export function withoutUrlSecrets(text: string): string {
  const landmarks = new RegExp(LANDMARK)
  let shown = ''
  let from = 0
  /** The end of the path of the last URL found. */
  let urlEnd = -1
  const hide = (start: number, end: number, mask: string): void => {
    if (end <= start) return
    shown += text.slice(from, start) + mask
    from = end
    landmarks.lastIndex = end
  }
  for (let found = landmarks.exec(text); found !== null; found = landmarks.exec(text)) {
    const at = landmarks.lastIndex
    const mark = found[0].at(-1)
    if (found.groups?.['encoded'] !== undefined) hide(at, nextOf(WORD_END, text, at), MASK)
    else if (mark === '/') {
      hide(at, endOfLogin(text, at), '')
      if (at > urlEnd) urlEnd = nextOf(URL_END, text, landmarks.lastIndex)
    } else if (found.index === urlEnd || (mark === '?' && startsAt(FIRST_PARAMETER, text, at)))
      hide(at, endOfQuery(text, at), MASK)
  }
  return shown + text.slice(from)
}

/** Returns the position after the `@` of the authority that starts at `at`, or `at` when it has no login. */
function endOfLogin(text: string, at: number): number {
  const authority = text.slice(at, nextOf(AUTHORITY_END, text, at))
  const sign = authority.lastIndexOf('@')
  if (sign !== -1 || !LOGIN.test(authority)) return at + sign + 1
  const word = /^\S*/.exec(text.slice(at, at + LONGEST_LOGIN))?.[0] ?? ''
  return at + word.lastIndexOf('@') + 1
}

/** A period or bracket at the end of a query belongs to the sentence. */
function endOfQuery(text: string, at: number): number {
  let end = nextOf(QUERY_END, text, at)
  while (end < text.length && !/[\s<>]/.test(text[end] ?? '')) {
    if (startsAt(CLOSING, text, end)) return end
    end = nextOf(QUERY_END, text, end + 1)
  }
  while (end > at + 1 && '.,;:!)]}'.includes(text[end - 1] ?? '')) end -= 1
  return end
}

function nextOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.index ?? text.length
}

function startsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text)
}
