import { doubtOf, type LostRequest } from './lost-request.js'
import { NetworkFailureError, type NetworkFailureReason as Reason, type Sent } from './transport-errors.js'

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
  const reason = request.replyBegan ? 'connection_lost' : reasonOf(code, failures)
  const found = explain(reason, code, failures, request) + (code === undefined ? '' : ` (${code})`)
  return new NetworkFailureError(`${request.label} failed: ${found}; ${nextStep(sent, reason, request)}.`, {
    sent,
    reason,
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
  return (
    CODES_BEFORE_SENDING.has(code) ||
    isTlsRefusal(code) ||
    PROXY_STATUS.test(message) ||
    message.includes(CLOSED_IN_HANDSHAKE)
  )
}

function isTlsRefusal(code: string): boolean {
  return HANDSHAKE_REFUSED.test(code) || isCertificateRefusal(code)
}

function isCertificateRefusal(code: string): boolean {
  return !code.startsWith('ERR_SSL_') && CERTIFICATE_REFUSED.test(code)
}

function reasonOf(code: string | undefined, failures: readonly Failure[]): Reason {
  const proxyStatus = proxyStatusIn(failures)
  // A proxy answers 5xx when it does not reach the server.
  if (proxyStatus !== undefined) return proxyStatus < 500 ? 'proxy_refused' : 'host_unreachable'
  if (failures.some(({ message }) => message.startsWith(NOT_HTTP))) return 'not_http'
  if (code === undefined) return 'connection_lost'
  if (Object.hasOwn(REASONS, code)) return REASONS[code] ?? 'connection_lost'
  if (isCertificateRefusal(code)) return 'certificate_rejected'
  if (/^ERR_(?:SSL|TLS)|^EPROTO$/.test(code)) return 'tls_failed'
  return code.startsWith('HPE_') ? 'not_http' : 'connection_lost'
}

const REASONS: Readonly<Record<string, Reason>> = {
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_unreachable',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'host_unreachable',
  ENETUNREACH: 'host_unreachable',
  ETIMEDOUT: 'host_unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'host_unreachable',
  UND_ERR_HEADERS_OVERFLOW: 'not_http',
}

/** The message of undici's parser, which often gives no code. */
const NOT_HTTP = 'Response does not match the HTTP/1.1 protocol'

/** The messages of undici's ProxyAgent for a proxy that does not connect or send on. */
const PROXY_STATUS = /^Proxy (?:response|Authentication Required) \((\d{3})\)/

function proxyStatusIn(failures: readonly Failure[]): number | undefined {
  const status = failures.map(({ message }) => PROXY_STATUS.exec(message)?.[1]).find((found) => found)
  return status === undefined ? undefined : Number(status)
}

function explain(
  reason: Reason,
  code: string | undefined,
  failures: readonly Failure[],
  request: LostRequest,
): string {
  if (request.replyBegan) return 'its reply ended before it was complete'
  const proxyStatus = proxyStatusIn(failures)
  if (proxyStatus !== undefined) return `the proxy answered ${proxyStatus} instead of connecting`
  switch (reason) {
    case 'host_not_found':
      return 'the host name was not found'
    case 'connection_refused':
      return 'nothing listens on that port'
    case 'host_unreachable':
      if (code === 'EAI_AGAIN') return 'the host name was not found'
      return code === 'EHOSTUNREACH' || code === 'ENETUNREACH'
        ? 'there is no route to the host'
        : 'the host did not answer'
    case 'certificate_rejected':
      return "the server's certificate was not accepted"
    case 'tls_failed':
      return 'the TLS handshake failed'
    case 'not_http':
      return 'the reply was not valid HTTP'
    case 'proxy_refused':
    case 'connection_lost':
      if (failures.some(({ message }) => message.includes(CLOSED_IN_HANDSHAKE)))
        return 'the TLS handshake failed'
      return code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT'
        ? 'the server stopped answering'
        : 'the connection was lost before a reply arrived'
  }
}

function nextStep(sent: Sent, reason: Reason, request: LostRequest): string {
  const doubt = doubtOf(request.onlyReads)
  if (sent === 'maybe')
    return reason === 'not_http' ? `check what listens there, and whether it expects https; ${doubt}` : doubt
  switch (reason) {
    case 'certificate_rejected':
      return 'check the host name in the endpoint, or pass the authority that signed the certificate as `tls.ca`'
    case 'tls_failed':
      return 'check whether the endpoint is http and not https, and whether it requires a client certificate'
    case 'proxy_refused':
      return 'nothing was sent, so check the user and password of the proxy, and whether it allows this address'
    default:
      return request.byProxy
        ? 'nothing was sent, so check that the proxy and the endpoint are correct and running, and try again'
        : 'nothing was sent, so check the endpoint and that its API is running, and try again'
  }
}
