import { expect, it } from 'vitest'
import { describeNetworkFailure } from '../../src/transport/network-failure.js'

const request = {
  label: 'PUT /v1/nodes/a to http://metal.example',
  notSent: false,
  byProxy: false,
  replyBegan: false,
  onlyReads: false,
  requestId: undefined,
}

function failed(fields: object, message = 'it failed'): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), fields) })
}

const refused = Object.assign(new Error(), { code: 'ECONNREFUSED', syscall: 'connect' })
const broken = Object.assign(new Error(), { code: 'ECONNRESET', syscall: 'read' })

it.each([
  ['no', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
  ['no', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }],
  ['no', { code: 'ECONNREFUSED', syscall: 'connect' }],
  ['no', { code: 'EHOSTUNREACH', syscall: 'connect' }],
  ['no', { code: 'ENETUNREACH', syscall: 'connect' }],
  ['no', { code: 'ETIMEDOUT', syscall: 'connect' }],
  ['no', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
  ['no', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
  ['no', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
  ['no', { code: 'CERT_HAS_EXPIRED' }],
  ['no', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
  ['no', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ['no', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }],
  ['no', { code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }],
  ['no', { code: 'ECONNREFUSED', errors: [refused, refused] }],
  ['maybe', { code: 'ECONNREFUSED', errors: [refused, broken] }],
  ['maybe', { code: 'EHOSTUNREACH', syscall: 'read' }],
  ['maybe', { code: 'ETIMEDOUT', syscall: 'read' }],
  ['maybe', { code: 'ETIMEDOUT' }],
  ['maybe', { code: 'ECONNRESET', syscall: 'read' }],
  ['maybe', { code: 'EPIPE', syscall: 'write' }],
  ['maybe', { code: 'EPROTO', syscall: 'write' }],
  ['maybe', { code: 'UND_ERR_SOCKET' }],
  ['maybe', { code: 'UND_ERR_HEADERS_TIMEOUT' }],
  ['maybe', { code: 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC' }],
  ['maybe', { code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC' }],
  ['maybe', {}],
] as const)('sets sent to "%s" for %j', (sent, fields) => {
  expect(describeNetworkFailure(failed(fields), request).sent).toBe(sent)
})

it('distinguishes a connection that closed in the TLS handshake from one that broke later', () => {
  const message = 'Client network socket disconnected before secure TLS connection was established'
  expect(describeNetworkFailure(failed({ code: 'ECONNRESET' }, message), request).sent).toBe('no')
})

it('never sets "no" once a reply has begun, and always if nothing can have been sent', () => {
  const error = failed({ code: 'ECONNREFUSED', syscall: 'connect' })
  expect(describeNetworkFailure(error, { ...request, replyBegan: true }).sent).toBe('maybe')
  expect(describeNetworkFailure(failed({}), { ...request, notSent: true }).sent).toBe('no')
})

it('advises check_state only after a change', () => {
  const error = failed({ code: 'UND_ERR_SOCKET' }, 'other side closed')
  expect(describeNetworkFailure(error, request).advice).toBe('check_state')
  expect(describeNetworkFailure(error, { ...request, onlyReads: true }).advice).toBe('retry_later')
})

it.each([undefined, null, 'a text', 7, Object.assign(new Error('round'), { cause: null })])(
  'makes an error from any thrown value: %s',
  (thrown) => {
    const error = describeNetworkFailure(thrown, { ...request, requestId: 'req-1' })
    expect(error).toMatchObject({ kind: 'network_failure', sent: 'maybe', requestId: 'req-1' })
  },
)

it.each([
  ['host_not_found', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
  ['host_unreachable', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }],
  ['host_unreachable', { code: 'UND_ERR_CONNECT_TIMEOUT' }],
  ['connection_refused', { code: 'ECONNREFUSED', syscall: 'connect' }],
  ['certificate_rejected', { code: 'CERT_HAS_EXPIRED' }],
  ['tls_failed', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ['not_http', { code: 'HPE_INVALID_CONSTANT' }],
  ['connection_lost', { code: 'ECONNRESET', syscall: 'read' }],
  ['connection_lost', {}],
] as const)('gives the reason %s for %j', (reason, fields) => {
  expect(describeNetworkFailure(failed(fields), request).reason).toBe(reason)
})
