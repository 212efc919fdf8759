import type { InvalidInputError } from '../errors/invalid-input-error.js'
import { IronicDriverError, type Advice, type ErrorDetails } from '../errors/ironic-driver-error.js'

/**
 * Whether the server may have seen the request.
 *
 * `no`: it was not acted on (name not found, connection refused, TLS refused), so it is safe to send again.
 * `maybe`: it left, and no complete reply came back; it may have taken effect.
 */
export type Sent = 'no' | 'maybe'

/** What an error of the connection knows beyond its message. */
export interface LostRequestDetails extends ErrorDetails {
  readonly sent: Sent
  /** True for a request that only reads: no change can be in doubt, so it may be asked again. Default: false. */
  readonly onlyReads?: boolean | undefined
}

/** The connection failed before a complete reply was there. */
export class NetworkFailureError extends IronicDriverError {
  readonly kind = 'network_failure'
  readonly sent: Sent

  constructor(message: string, details: LostRequestDetails) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
  }
}

/** The time for one request ran out, the reading of its reply included. */
export class RequestTimedOutError extends IronicDriverError {
  readonly kind = 'request_timed_out'
  readonly sent: Sent
  readonly timeoutMs: number

  constructor(message: string, details: LostRequestDetails & { readonly timeoutMs: number }) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
    this.timeoutMs = details.timeoutMs
  }
}

/** The caller's signal ended it. */
export class AbortedError extends IronicDriverError {
  readonly kind = 'aborted'
  readonly sent: Sent

  constructor(message: string, details: LostRequestDetails) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
  }
}

/**
 * The reply is larger than this library reads, so that a broken or hostile server cannot use up the memory. The rest of
 * it was not read, and its connection is closed.
 */
export class ReplyTooLargeError extends IronicDriverError {
  readonly kind = 'reply_too_large'
  readonly sent: Sent = 'maybe'
  /** The limit that was reached, in bytes after decompression. */
  readonly maxReplyBytes: number

  constructor(
    message: string,
    details: ErrorDetails & { readonly maxReplyBytes: number; readonly onlyReads?: boolean | undefined },
  ) {
    super(message, details.onlyReads ? 'fix_request' : 'check_state', details)
    this.maxReplyBytes = details.maxReplyBytes
  }
}

/** There is no login to send along: the source of tokens failed. Nothing was executed. */
export class AuthenticationFailedError extends IronicDriverError {
  readonly kind = 'authentication_failed'
  readonly sent: Sent = 'no'

  /** @param details - `transient: true` when the same login may work later, as when Keystone was out of reach. */
  constructor(message: string, details: ErrorDetails & { readonly transient?: boolean } = {}) {
    super(message, details.transient ? 'retry_later' : 'fix_request', details)
  }
}

/** Everything that a request without a complete reply can end with. */
export type TransportError =
  | NetworkFailureError
  | RequestTimedOutError
  | AbortedError
  | ReplyTooLargeError
  | AuthenticationFailedError
  | InvalidInputError

function adviceFor(details: LostRequestDetails): Advice {
  return details.sent === 'no' || details.onlyReads ? 'retry_later' : 'check_state'
}
