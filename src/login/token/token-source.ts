import type { Result } from 'neverthrow'
import type { AuthenticationFailedError } from '../../transport/transport-errors.js'

/** A token for the header `x-auth-token`. */
export interface AccessToken {
  readonly value: string
  /** Milliseconds since the epoch. Absent when the token does not expire, or its end is unknown. */
  readonly expiresAt?: number | undefined
}

/**
 * Where tokens come from. `keystoneTokens` is the usual source; write your own for a vault, for example, and pass it
 * to `tokenAuthentication`, which keeps the token, shares it, and fetches the next one in time.
 *
 * If it throws or rejects, the request fails with `authentication_failed`.
 */
export interface TokenSource {
  /**
   * Fetches a new token. Only one call runs at a time. The source itself does not cache.
   *
   * @fails authentication_failed with `transient: true` when the same call may work later
   */
  fetchToken(): PromiseLike<Result<AccessToken, AuthenticationFailedError>>
}
