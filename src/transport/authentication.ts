import { err, ok, type Result } from 'neverthrow'
import { isRecord } from '../errors/is-record.js'
import { utf8 } from '../formats/utf8.js'
import { toBase64 } from '../platform/base64.js'
import { AuthenticationFailedError } from './transport-errors.js'

/**
 * The headers that authenticate a request, names in lower case: `{ 'x-auth-token': '…' }`.
 *
 * @inline
 */
export type LoginHeaders = Readonly<Record<string, string>>

/**
 * How a transport logs in. `noAuth` and `httpBasic` are the simple ones. One that fetches tokens keeps these rules:
 *
 * - **Concurrency.** `headers` is called for every request and `renew` for every 401, often at the same time. Keep a
 *   token between calls, and let calls that arrive during a fetch share that fetch. When `renew` gets headers
 *   that are no longer the current ones, the token is already renewed: return `true` at once.
 * - Every failed call returns its own error, even after a shared fetch: each caller adds to its error where it
 *   happened.
 * - Nothing throws or rejects. If one does, the transport returns `authentication_failed`.
 * - `signal` ends with the request that passed it. A fetch shared with other requests must outlive it.
 * - Keep credentials in private fields or a closure, so that neither `util.inspect` nor JSON shows them.
 */
export interface Authentication {
  /** Returns the headers to add to one request; `{}` for none. They replace headers of the same name. */
  headers(signal?: AbortSignal): PromiseLike<Result<LoginHeaders, AuthenticationFailedError>>

  /**
   * Called once after the server answered 401 to a request with the headers `rejected`.
   *
   * Returns `true` when there is a new login: the transport sends the request once more, since a 401 executes
   * nothing. Returns `false` when there is no better login: the caller gets the 401.
   */
  renew?(
    rejected: LoginHeaders,
    signal?: AbortSignal,
  ): PromiseLike<Result<boolean, AuthenticationFailedError>>
}

/** Sends no credentials, for an Ironic with `auth_strategy = noauth`. */
export function noAuth(): Authentication {
  return { headers: () => Promise.resolve(ok({})) }
}

/**
 * Authenticates with user name and password, for a standalone Ironic with `auth_strategy = http_basic`.
 *
 * @param login - Both are sent as UTF-8. With a colon in the user name, which the protocol cannot carry, every
 * request fails with `authentication_failed`.
 */
export function httpBasic(login: { readonly username: string; readonly password: string }): Authentication {
  const { username, password }: Partial<typeof login> = isRecord(login) ? login : {}
  const headers = basicHeaders(username, password)
  return {
    headers: () =>
      Promise.resolve(
        typeof headers === 'string' ? err(new AuthenticationFailedError(headers)) : ok(headers),
      ),
  }
}

/** Returns the headers, or the message that says why there are none. */
function basicHeaders(username: unknown, password: unknown): LoginHeaders | string {
  if (typeof username !== 'string' || username === '') {
    return 'HTTP basic authentication needs a user name; pass `username` as a text that is not empty.'
  }
  if (typeof password !== 'string') {
    return 'HTTP basic authentication needs a password; pass `password` as a text.'
  }
  if (username.includes(':')) {
    return 'HTTP basic authentication cannot carry a user name with a colon; use a user name without one.'
  }
  return { authorization: `Basic ${toBase64(utf8(`${username}:${password}`))}` }
}
