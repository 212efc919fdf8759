import type { Result } from 'neverthrow'
import type { AuthenticationFailedError } from '../../transport/transport-errors.js'

/** A token, as it goes into the header `x-auth-token`. */
export interface Token {
  readonly value: string
  /** Milliseconds since the epoch. Absent when it has no end, or none that is known. */
  readonly expiresAt?: number | undefined
}

/**
 * Where tokens come from. `keystoneTokens` is the usual one; write your own for a vault, say, and pass it to
 * `tokenAuthentication`, which keeps the token, shares it, and asks again in time.
 *
 * One that throws or rejects does no harm: the request fails with `authentication_failed`.
 */
export interface TokenSource {
  /**
   * Fetches a token. It is asked by one caller at a time, and every time for a new token: it keeps none.
   *
   * @fails authentication_failed with `transient: true` when the same may work later
   */
  fetchToken(): PromiseLike<Result<Token, AuthenticationFailedError>>
}
