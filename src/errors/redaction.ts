import { endOfValue } from './secret-value.js'

const MASK = '***'

const SECRET_KEY =
  /pass(?:word|phrase|wd)|(?<!com|by)pass$|secret|token|credential|community|(?:auth|priv|private|access|api)_?key|config_?drive|user_?data|image_url|authorization|cookie/i

/**
 * The names before a value: `"password": …`, `'user_data': u'…'`, also when a quoted JSON is quoted once more, then
 * `token=…`, `--password …`, and `password: …` where a line or an object begins. Whether a name is a secret's is
 * asked of each. No part has an open end: a text of a megabyte must cost no more than its length.
 */
const NAME =
  /(\\{0,8}["'])(?<quoted>[\w.-]{1,80})\1\s{0,8}[:=]\s{0,8}|(?<![\w.-])(?:(?<assigned>[\w.-]{1,80})=|--(?<option>[\w-]{1,80})[ \t]{1,8})|(?:^|[\n{]|\\n)[ \t-]{0,20}(?<begun>[\w-]{1,80}):[ \t]{1,8}/g

/** Headers with a login, as a library prints them. A sentence about such a header goes on with words instead. */
const LOGIN_HEADER =
  /\b(authorization|x-[a-z]{1,20}-token):[ \t]{0,8}(?:(?:basic|bearer|negotiate)[ \t]{1,8}\S+|digest[ \t][^\r\n]+|(?=\S*\d|\S{20})[^\s"']+)/gi
const COOKIE_HEADER = /\b((?:set-)?cookie):[ \t]{0,8}[^\s"'=]{1,80}=[^\r\n"']*/gi

/** `http://user:secret@host/path?signature=…`: what stands before the `@` and behind `?` or `#` can be secret. */
const URL_SECRETS = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)(?:[^\s/?#"'<>]*@)?([^\s?#"'<>]*)(?:([?#])[^\s"'<>]*)?/gi

const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g

/** A config drive that a server quotes back, in one line or wrapped: no sentence for people holds such words. */
const LONG_BASE64 =
  /(?<![A-Za-z0-9+/=_-])(?:(?:[A-Za-z0-9+/=_-]{60,}(?:\\[rn]|[\r\n]){1,4}){2,}[A-Za-z0-9+/=_-]*|[A-Za-z0-9+/=_-]{120,})/g

/** True when a field of this name may hold a secret, whatever object it stands in. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** Removes what may be secret from a text that Ironic, a proxy or a foreign library wrote. */
export function redactText(text: string): string {
  return withoutNamed(
    text
      .replace(PRIVATE_KEY, MASK)
      .replace(LOGIN_HEADER, `$1: ${MASK}`)
      .replace(COOKIE_HEADER, `$1: ${MASK}`),
  )
    .replace(URL_SECRETS, (_url, scheme: string, rest: string, behind?: string) =>
      behind === undefined ? scheme + rest : `${scheme}${rest}${behind}${MASK}`,
    )
    .replace(LONG_BASE64, MASK)
}

function withoutNamed(text: string): string {
  const names = new RegExp(NAME)
  let shown = ''
  let from = 0
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const { quoted, assigned, option, begun } = found.groups ?? {}
    if (!isSecretKey(quoted ?? assigned ?? option ?? begun ?? '')) continue
    const start = names.lastIndex
    const end = endOfValue(text, start)
    if (/^(?:null|None)?$/.test(text.slice(start, Math.min(end, start + 5)))) continue
    shown += text.slice(from, start) + MASK
    from = end
    names.lastIndex = end
  }
  return shown + text.slice(from)
}
