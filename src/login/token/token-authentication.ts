import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import type { Authentication } from '../../transport/authentication.js'
import { SharedToken } from './shared-token.js'
import type { Token, TokenSource } from './token-source.js'

const HEADER = 'x-auth-token'

/** Settings of `tokenAuthentication`. */
export interface TokenAuthenticationOptions {
  /** Default: the system's. */
  readonly clock?: Clock | undefined
}

/**
 * Logs in by a token. It is fetched at the first request, shared by all of them, fetched again in the last fifth of its
 * life (five minutes before its end at the earliest) while the old one is still used, and at once when the server refuses
 * it. However many requests wait, it is fetched once.
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

/** The same by a token that others may share too. */
export function authenticationBy<T extends Token>(shared: SharedToken<T>): Authentication {
  return {
    headers: async () => (await shared.current()).map(({ value }) => ({ [HEADER]: value })),
    renew: (rejected) => shared.replace(rejected[HEADER] ?? ''),
  }
}
