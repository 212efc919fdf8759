import { err, ok, type Result } from 'neverthrow'
import { utf8 } from '../formats/utf8.js'
import { toBase64 } from '../platform/base64.js'
import type { OptionProblem } from './option-problem.js'
import { lacksScheme } from './lacks-scheme.js'

/** A proxy, and the login for it apart from its URL, so that the URL can be shown. */
export interface Proxy {
  readonly url: string
  /** The value of the `proxy-authorization` header. */
  readonly authorization: string | undefined
}

/** Reads the URL of a proxy. A problem never contains it: it may hold a password. */
export function readProxy(given: unknown): Result<Proxy, OptionProblem> {
  const fix = 'pass a URL such as http://proxy.example:3128'
  const wrong = (problem: string) => err({ field: 'proxy', problem: `${problem}; ${fix}.` })
  const text = given instanceof URL ? given.href : given
  if (lacksScheme(text)) return err({ field: 'proxy', problem: 'has no scheme; write http:// before it.' })
  if (typeof text !== 'string' || !URL.canParse(text)) return wrong('not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return wrong('neither http nor https')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return wrong('has a path, a query or a fragment')
  const login = `${decoded(url.username)}:${decoded(url.password)}`
  const authorization = login === ':' ? undefined : `Basic ${toBase64(utf8(login))}`
  return ok({ url: url.origin, authorization })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
