import { IronicDriverError, type ErrorDetails } from '../errors/ironic-driver-error.js'

/**
 * Whether the server may have seen the request.
 *
 * `no`: no byte of it was sent (name not found, connection refused, TLS refused), so it is safe to send again.
 * `maybe`: it left, and no complete reply came back; it may have taken effect.
 */
export type Sent = 'no' | 'maybe'

/** The connection failed before a complete reply was there. */
export class NetworkFailureError extends IronicDriverError {
  readonly kind = 'network_failure'
  readonly sent: Sent

  constructor(message: string, details: ErrorDetails & { readonly sent: Sent }) {
    super(message, details.sent === 'no' ? 'retry_later' : 'check_state', details)
    this.sent = details.sent
  }
}

/** The time for one request ran out, the reading of its reply included. */
export class RequestTimedOutError extends IronicDriverError {
  readonly kind = 'request_timed_out'
  readonly sent: Sent
  readonly timeoutMs: number

  constructor(message: string, details: ErrorDetails & { readonly sent: Sent; readonly timeoutMs: number }) {
    super(message, details.sent === 'no' ? 'retry_later' : 'check_state', details)
    this.sent = details.sent
    this.timeoutMs = details.timeoutMs
  }
}

/** The caller's signal ended it. */
export class AbortedError extends IronicDriverError {
  readonly kind = 'aborted'
  readonly sent: Sent

  constructor(message: string, details: ErrorDetails & { readonly sent: Sent }) {
    super(message, details.sent === 'no' ? 'retry_later' : 'check_state', details)
    this.sent = details.sent
  }
}

/** There is no login to send along: the source of tokens failed. */
export class AuthenticationFailedError extends IronicDriverError {
  readonly kind = 'authentication_failed'
  readonly sent: Sent = 'no'

  constructor(message: string, details: ErrorDetails & { readonly transient?: boolean } = {}) {
    super(message, details.transient ? 'retry_later' : 'fix_request', details)
  }
}

export type TransportError =
  | NetworkFailureError
  | RequestTimedOutError
  | AbortedError
  | AuthenticationFailedError
