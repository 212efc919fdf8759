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
 * ```ts
 * import { createKyTransport, keystoneTokens, tokenAuthentication } from 'ironic-driver'
 *
 * const password = process.env['OS_PASSWORD'] ?? ''
 * const login = { username: 'portal', password, userDomainName: 'Default' }
 * const tokens = keystoneTokens({ url: 'https://keystone.example:5000/v3', login })
 * const auth = tokenAuthentication(tokens)
 * const transport = createKyTransport({ endpoint: 'https://ironic.example:6385', auth })
 * console.log(typeof transport.send)
 * ```
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
