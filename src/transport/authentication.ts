import { err, ok, type Result } from 'neverthrow'
import { AuthenticationFailedError } from './transport-errors.js'

/** The headers that prove who asks, names in lower case: `{ 'x-auth-token': '…' }`. */
export type LoginHeaders = Readonly<Record<string, string>>

/**
 * How a transport logs in. `noAuth` and `httpBasic` are the simple ones; one that fetches tokens keeps these rules:
 *
 * - **Many requests ask at once.** `headers` is called for every request and `renew` for every 401, so a token is
 *   kept between calls, and calls that come while one is being fetched share that one fetch. A renewal that was
 *   asked for with headers which are no longer the current ones is already done: yield `true` at once.
 * - Every call that fails yields an error of its own, even after one shared fetch: each caller adds to its error
 *   where it happened.
 * - Nothing throws or rejects. A transport that meets one which does makes an `authentication_failed` of it.
 * - `signal` ends with the one request that asks. A fetch that others share must outlive it.
 * - The login lives in private fields or a closure, so that neither `util.inspect` nor JSON shows it.
 */
export interface Authentication {
  /** Yields the headers to add to one request; `{}` for none. They win over headers of the same name. */
  headers(signal?: AbortSignal): PromiseLike<Result<LoginHeaders, AuthenticationFailedError>>

  /**
   * Called once after the server answered 401 to a request that carried the headers `rejected`.
   *
   * `true`: there is a new login, and the transport sends the request once more, since a 401 executes nothing.
   * `false`: there is no better login; the caller gets the 401.
   */
  renew?(
    rejected: LoginHeaders,
    signal?: AbortSignal,
  ): PromiseLike<Result<boolean, AuthenticationFailedError>>
}

/** Sends no login: for an Ironic with `auth_strategy = noauth`. */
export function noAuth(): Authentication {
  return { headers: () => Promise.resolve(ok({})) }
}

/**
 * Logs in by user name and password: for a standalone Ironic with `auth_strategy = http_basic`.
 *
 * @param login - Both are sent as UTF-8. A user name with a colon, which the protocol cannot carry, fails every
 * request with `authentication_failed`.
 */
export function httpBasic(login: { readonly username: string; readonly password: string }): Authentication {
  const headers = basicHeaders(login.username, login.password)
  return {
    headers: () =>
      Promise.resolve(
        typeof headers === 'string' ? err(new AuthenticationFailedError(headers)) : ok(headers),
      ),
  }
}

/** The headers, or the sentence that says why there can be none. */
function basicHeaders(username: unknown, password: unknown): LoginHeaders | string {
  if (typeof username !== 'string' || username === '') {
    return 'HTTP basic authentication has no user name; pass `username` as a text that is not empty.'
  }
  if (typeof password !== 'string') {
    return 'HTTP basic authentication has no password; pass `password` as a text.'
  }
  if (username.includes(':')) {
    return 'HTTP basic authentication cannot carry a user name with a colon; use a user name without one.'
  }
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` }
}
