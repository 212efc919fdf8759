const MASK = '***'

const SECRET_KEY =
  /pass(word|phrase|wd)?$|secret|token|credential|community|auth_key|priv_key|private_?key|config_?drive|user_?data|image_url|authorization|cookie/i

/** `http://user:secret@host/path?signature=…`: what stands before the `@` and behind the `?` can be secret. */
const URL_SECRETS = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"'<>]+@)?([^\s?"'<>]*)(\?[^\s"'<>]*)?/gi

/** `"password": "…"`, `'user_data': u'…'` and `token=…`, as they stand in fault texts that quote a request. */
const KEYED_SECRET =
  /((?:["'][\w-]*(?:pass(?:word|phrase|wd)?|secret|token|credential|community|auth_key|priv_key|private_?key|config_?drive|user_?data|image_url|authorization)["'])\s*:\s*)(?:[ub]?"(?:[^"\\]|\\.)*"|[ub]?'(?:[^'\\]|\\.)*'|\{[^}]*\}|[^\s,}]+)/gi

/** A config drive or a certificate that a server quotes back: no sentence for people holds such a word. */
const LONG_BASE64 = /[A-Za-z0-9+/=_-]{120,}/g

/** True when a field of this name may hold a secret, whatever object it stands in. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** Removes what may be secret from a text that Ironic, a proxy or a foreign library wrote. */
export function redactText(text: string): string {
  return text
    .replace(URL_SECRETS, (_url, scheme: string, rest: string, query?: string) =>
      query === undefined ? scheme + rest : `${scheme}${rest}?${MASK}`,
    )
    .replace(KEYED_SECRET, `$1${MASK}`)
    .replace(LONG_BASE64, MASK)
}
