import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import type { Authentication } from '../../transport/authentication.js'
import { SharedToken } from './shared-token.js'
import type { AccessToken, TokenSource } from './token-source.js'

const HEADER = 'x-auth-token'

/** Settings of `tokenAuthentication`. */
export interface TokenAuthenticationOptions {
  /** Default: the system clock. */
  readonly clock?: Clock | undefined
}

/**
 * Authenticates with a token that all requests share. The first request fetches it. It is fetched again in the last
 * fifth of its life (at most five minutes before its end) while the old one is still used, and at once when the
 * server rejects it. Requests that wait share one fetch.
 *
 * @example
 * const auth = tokenAuthentication(keystoneTokens({ url, login: { username, password, userDomainName: 'Default' } }))
 * const transport = createKyTransport({ endpoint, auth })
 */
export function tokenAuthentication(
  source: TokenSource,
  { clock = systemClock() }: TokenAuthenticationOptions = {},
): Authentication {
  return authenticationBy(new SharedToken(() => source.fetchToken(), clock))
}

/** Authenticates with a token that others may share. */
export function authenticationBy<T extends AccessToken>(shared: SharedToken<T>): Authentication {
  return {
    headers: async () => (await shared.current()).map(({ value }) => ({ [HEADER]: value })),
    renew: (rejected) => shared.replace(rejected[HEADER] ?? ''),
  }
}
