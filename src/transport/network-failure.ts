import { doubtOf, type LostRequest } from './lost-request.js'
import { NetworkFailureError, type Sent } from './transport-errors.js'

/** Stages before the first byte of a request is sent. The same codes on a later `read` prove nothing. */
const STAGES_BEFORE_SENDING = new Set(['getaddrinfo', 'connect'])

/** Codes that occur only before a connection is ready. */
const CODES_BEFORE_SENDING = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
])

/** OpenSSL's codes for a problem with the server's certificate, which is checked in the handshake. */
const CERTIFICATE_REFUSED =
  /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|^CRL_/

/** The server's alerts for a handshake that it refuses. It reads no request before the handshake is complete. */
const HANDSHAKE_REFUSED =
  /^ERR_SSL_.*ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION|CERTIFICATE_|BAD_CERTIFICATE|UNKNOWN_CA|UNRECOGNIZED_NAME|INSUFFICIENT_SECURITY|NO_APPLICATION_PROTOCOL)/

/** Node gives this error the code ECONNRESET, as it does for a connection that breaks much later. */
const CLOSED_IN_HANDSHAKE = 'before secure TLS connection was established'

interface Failure {
  readonly code: string | undefined
  readonly syscall: string | undefined
  readonly message: string
}

/** Turns the rejection of a request or of reading a body into one error. */
export function describeNetworkFailure(error: unknown, request: LostRequest): NetworkFailureError {
  const failures = collectFailures(error)
  const sent: Sent = request.notSent || (!request.replyBegan && provesNotSent(failures)) ? 'no' : 'maybe'
  const code = failures.find((failure) => failure.code !== undefined)?.code
  const found = explain(code, failures, request) + (code === undefined ? '' : ` (${code})`)
  return new NetworkFailureError(`${request.label} failed: ${found}; ${nextStep(sent, code, request)}.`, {
    sent,
    onlyReads: request.onlyReads,
    requestId: request.requestId,
    cause: error,
  })
}

/**
 * Returns the innermost errors: `fetch failed` keeps its reason in `cause`, and one error per address tried in
 * `errors`.
 */
function collectFailures(error: unknown, depth = 0): Failure[] {
  if (!(error instanceof Error) || depth > 5) return []
  const { errors, cause } = error as { errors?: unknown; cause?: unknown }
  const inner = (Array.isArray(errors) ? errors : [cause]).flatMap((each) => collectFailures(each, depth + 1))
  if (inner.length > 0) return inner
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  return [
    {
      code: typeof code === 'string' ? code : undefined,
      syscall: typeof syscall === 'string' ? syscall : undefined,
      message: error.message,
    },
  ]
}

function provesNotSent(failures: readonly Failure[]): boolean {
  return failures.length > 0 && failures.every((failure) => isBeforeSending(failure))
}

function isBeforeSending({ code = '', syscall, message }: Failure): boolean {
  if (syscall !== undefined) return STAGES_BEFORE_SENDING.has(syscall)
  return CODES_BEFORE_SENDING.has(code) || isTlsRefusal(code) || message.includes(CLOSED_IN_HANDSHAKE)
}

function isTlsRefusal(code: string): boolean {
  return HANDSHAKE_REFUSED.test(code) || isCertificateRefusal(code)
}

function isCertificateRefusal(code: string): boolean {
  return !code.startsWith('ERR_SSL_') && CERTIFICATE_REFUSED.test(code)
}

function explain(code: string | undefined, failures: readonly Failure[], request: LostRequest): string {
  if (request.replyBegan) return 'its reply ended before it was complete'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name was not found'
  if (code === 'ECONNREFUSED') return 'nothing listens on that port'
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'there is no route to the host'
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'the host did not answer'
  if (code !== undefined && isCertificateRefusal(code)) return "the server's certificate was not accepted"
  if (code !== undefined && /^ERR_(?:SSL|TLS)|^EPROTO$/.test(code)) return 'the TLS handshake failed'
  if (failures.some(({ message }) => message.includes(CLOSED_IN_HANDSHAKE))) return 'the TLS handshake failed'
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
    return 'the server stopped answering'
  if (code?.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') return 'the reply was not valid HTTP'
  return 'the connection was lost before a reply arrived'
}

function nextStep(sent: Sent, code: string | undefined, request: LostRequest): string {
  if (sent === 'maybe') return doubtOf(request.onlyReads)
  if (code !== undefined && isCertificateRefusal(code)) {
    return 'check the host name in the endpoint, or pass the authority that signed the certificate as `tls.ca`'
  }
  if (code !== undefined && /^ERR_(?:SSL|TLS)|^EPROTO$/.test(code)) {
    return 'check that the endpoint speaks https, and whether it requires a client certificate'
  }
  return 'nothing was sent, so check the endpoint and that its API is running, and try again'
}
