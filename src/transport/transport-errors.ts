import type { InvalidInputError } from '../errors/invalid-input-error.js'
import { IronicDriverError, type Advice, type ErrorDetails } from '../errors/ironic-driver-error.js'

/**
 * Whether the server may have seen the request.
 *
 * `no`: it was not executed (host not found, connection refused, TLS refused), so it is safe to repeat. `maybe`: it
 * was sent, and no complete reply arrived; it may have taken effect.
 *
 * @inline
 */
export type Sent = 'no' | 'maybe'

/**
 * Why a connection failed: the host name is unknown; no route, or no answer from the host; nothing listens on the port;
 * the server's certificate is not trusted; the TLS handshake failed, for example with a server
 * that speaks plain HTTP; the answer is not HTTP; the proxy refused to connect; or the connection ended.
 *
 * @inline
 */
export type NetworkFailureReason =
  | 'host_not_found'
  | 'host_unreachable'
  | 'connection_refused'
  | 'certificate_rejected'
  | 'tls_failed'
  | 'not_http'
  | 'proxy_refused'
  | 'connection_lost'

/** What a connection error carries beyond its message. */
export interface LostRequestDetails extends ErrorDetails {
  readonly sent: Sent
  /** True for a request that only reads: it changes nothing, so it is safe to repeat. Default: false. */
  readonly onlyReads?: boolean | undefined
}

/** The connection failed before a complete reply arrived. */
export class NetworkFailureError extends IronicDriverError {
  readonly kind = 'network_failure'
  /** Whether the server may have executed the request. */
  readonly sent: Sent
  /** Absent when the transport does not know it. */
  readonly reason: NetworkFailureReason | undefined

  constructor(
    message: string,
    details: LostRequestDetails & { readonly reason?: NetworkFailureReason | undefined },
  ) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
    this.reason = details.reason
  }
}

/** The time limit of one request passed, including reading its reply. */
export class RequestTimedOutError extends IronicDriverError {
  readonly kind = 'request_timed_out'
  /** Whether the server may have executed the request. */
  readonly sent: Sent
  /** The limit that passed. */
  readonly timeoutMs: number

  constructor(message: string, details: LostRequestDetails & { readonly timeoutMs: number }) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
    this.timeoutMs = details.timeoutMs
  }
}

/** The caller's signal ended the request. */
export class AbortedError extends IronicDriverError {
  readonly kind = 'aborted'
  /** Whether the server may have executed a request of the call. */
  readonly sent: Sent

  constructor(message: string, details: LostRequestDetails) {
    super(message, adviceFor(details), details)
    this.sent = details.sent
  }
}

/**
 * The reply is larger than the limit, which keeps a broken or hostile server from using up the memory. The rest was
 * not read, and the connection was closed.
 */
export class ReplyTooLargeError extends IronicDriverError {
  readonly kind = 'reply_too_large'
  /** The server has executed the request, or may have. */
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

/** Logging in failed, for example because no token could be fetched. The request was not executed. */
export class AuthenticationFailedError extends IronicDriverError {
  readonly kind = 'authentication_failed'
  /** Nothing was executed. */
  readonly sent: Sent = 'no'
  /** How long the login service asks to wait. */
  readonly retryAfterMs: number | undefined

  /**
   * @param details - `transient: true` when the same login may work later, for example when Keystone is unreachable.
   */
  constructor(
    message: string,
    details: ErrorDetails & {
      readonly transient?: boolean
      readonly retryAfterMs?: number | undefined
    } = {},
  ) {
    super(message, details.transient ? 'retry_later' : 'fix_request', details)
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Every error of a request without a complete reply. */
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
