import { inspect } from 'node:util'
import { IronicDriver } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { httpBasic } from '../../src/transport/authentication.js'
import type { KyTransportOptions } from '../../src/transport/ky-transport-options.js'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { LIBRARY_VERSION } from '../../src/transport/user-agent.js'
import { expectErr } from '../support/expect-result.js'
import { ask, CANARY, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

it.each([
  ['', '/v1/nodes'],
  ['/', '/v1/nodes'],
  ['/v1', '/v1/nodes'],
  ['/v1/', '/v1/nodes'],
  ['/baremetal', '/baremetal/v1/nodes'],
  ['/baremetal/', '/baremetal/v1/nodes'],
  ['/baremetal/v1/', '/baremetal/v1/nodes'],
  ['/a/b//', '/a/b/v1/nodes'],
])('for an endpoint that ends in "%s", requests %s', async (suffix, expected) => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  for (const endpoint of [server.endpoint + suffix, new URL(server.endpoint + suffix)]) {
    expectReply(await ask(createKyTransport({ endpoint }), { path: '/v1/nodes' }))
  }
  expect(server.received.map((request) => request.url)).toEqual([expected, expected])
})

it.each([
  ['endpoint', {}],
  ['endpoint', { endpoint: '' }],
  ['endpoint', { endpoint: 'metal.example:6385' }],
  ['endpoint', { endpoint: 'ftp://metal.example' }],
  ['endpoint', { endpoint: `http://admin:${CANARY}@metal.example` }],
  ['endpoint', { endpoint: 'http://metal.example/?tenant=1' }],
  ['endpoint', { endpoint: 'http://metal.example/#top' }],
  ['endpoint', { endpoint: 6385 }],
  ['auth', { auth: null }],
  ['auth', { auth: { username: 'admin', password: CANARY } }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['timeoutMs', { timeoutMs: -1 }],
  ['timeoutMs', { timeoutMs: Number.NaN }],
  ['timeoutMs', { timeoutMs: Number.POSITIVE_INFINITY }],
  ['timeoutMs', { timeoutMs: '1000' }],
  ['maxReplyBytes', { maxReplyBytes: 0 }],
  ['maxReplyBytes', { maxReplyBytes: 1.5 }],
  ['maxReplyBytes', { maxReplyBytes: 2 ** 30 }],
  ['maxReplyBytes', { maxReplyBytes: '64M' }],
  ['userAgent', { userAgent: 'a\r\nb' }],
  ['userAgent', { userAgent: 7 }],
  ['retries', { retries: 3 }],
  ['tls', { tls: 'insecure' }],
  ['tls.rejectUnauthorized', { tls: { rejectUnauthorized: false } }],
  ['tls.insecure', { tls: { insecure: 'yes' } }],
  ['tls.ca', { tls: { ca: '/etc/ssl/ca.pem' } }],
  ['tls.ca', { tls: { ca: [Buffer.from('x')] } }],
  ['tls.key', { tls: { cert: '-----BEGIN CERTIFICATE-----' } }],
  ['tls.cert', { tls: { key: '-----BEGIN PRIVATE KEY-----' } }],
  ['tls', { tls: { cert: '-----BEGIN CERTIFICATE-----\nx', key: `-----BEGIN PRIVATE KEY-----\n${CANARY}` } }],
])('answers every request with invalid_input for `%s` when given %j', async (field, options) => {
  const endpoint = 'http://127.0.0.1:9'
  const given = field === 'endpoint' ? options : { endpoint, ...options }
  const transport = createKyTransport(given as KyTransportOptions)
  const first = expectFailure(await ask(transport), 'invalid_input')
  expect(first).toMatchObject({ field, advice: 'fix_request' })
  expect(first.message).toContain(`\`${field}\``)
  expect(first.message).toMatch(/must be|; |Known options: /)
  const second = expectFailure(await ask(transport), 'invalid_input')
  expect(second, 'each caller adds its own operation to its error').not.toBe(first)
})

describe('the time limit', () => {
  const hanging = async () => (await startHttpServer(() => undefined)).endpoint

  it.each([
    { transport: 50, request: 10_000, limit: 50 },
    { transport: 10_000, request: 50, limit: 50 },
    { transport: undefined, request: 50, limit: 50 },
    { transport: 50, request: undefined, limit: 50 },
  ])('is $limit ms with $transport in the transport and $request in the request', async (given) => {
    const transport = createKyTransport({ endpoint: await hanging(), timeoutMs: given.transport })
    const error = expectFailure(await ask(transport, { timeoutMs: given.request }), 'request_timed_out')
    expect(error.timeoutMs).toBe(given.limit)
  })

  it('of the transport ends the request of a driver, too', async () => {
    const transport = createKyTransport({ endpoint: await hanging(), timeoutMs: 50 })
    const driver = new IronicDriver({ transport, retryForMs: 0 })
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'request_timed_out')
    expect(error.timeoutMs).toBe(50)
  })
})

it('answers with invalid_input without options', async () => {
  for (const nothing of [undefined, null, 'http://127.0.0.1']) {
    const transport = createKyTransport(nothing as unknown as KyTransportOptions)
    expect(expectFailure(await ask(transport), 'invalid_input').field).toBe('options')
  }
})

it.each([
  ['request', undefined],
  ['request', 'GET /'],
  ['method', { method: 'get' }],
  ['method', { method: 'BREW' }],
  ['path', { path: undefined }],
  ['headers', { headers: null }],
  ['headers.accept', { headers: { accept: 7 } }],
  ['headers.Expect', { headers: { Expect: '100-continue' } }],
  ['headers.transfer-encoding', { headers: { 'transfer-encoding': 'chunked' } }],
  ['headers.connection', { headers: { connection: 'upgrade' } }],
  ['body', { method: 'PUT', body: { target: 'on' } }],
  ['body', { method: 'GET', body: '{}' }],
  ['signal', { signal: {} }],
  ['signal', { signal: null }],
  ['timeoutMs', { timeoutMs: '10' }],
  ['timeoutMs', { timeoutMs: Number.NaN }],
])('answers with invalid_input for `%s` when the request is %j', async (field, request) => {
  const transport = createKyTransport({ endpoint: 'http://127.0.0.1:9' })
  const complete = { method: 'GET', path: '/v1', headers: {} }
  const whole = typeof request === 'object' ? { ...complete, ...request } : request
  expect(expectFailure(await transport.send(whole as never), 'invalid_input').field).toBe(field)
})

it('uses the time-out of its options, unless a request has its own', async () => {
  const server = await startHttpServer((request, response) => {
    if (request.url === '/v1/quick') response.end('{}')
  })
  const transport = createKyTransport({ endpoint: server.endpoint, timeoutMs: 80 })
  const request = { method: 'GET', path: '/v1/slow', headers: {} } as const
  expect(expectFailure(await transport.send(request), 'request_timed_out').timeoutMs).toBe(80)
  const own = await transport.send({ ...request, timeoutMs: 50 })
  expect(expectFailure(own, 'request_timed_out').timeoutMs).toBe(50)
  expectReply(await transport.send({ ...request, path: '/v1/quick' }))
})

it('sends its user agent, and marks a body as JSON', async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  expectReply(await ask(createKyTransport({ endpoint: server.endpoint }), { method: 'PUT' }))
  expectReply(await ask(createKyTransport({ endpoint: server.endpoint, userAgent: 'portal/2.0' })))
  expect(server.received.map(({ headers }) => headers['user-agent'])).toEqual([
    `ironic-driver/${LIBRARY_VERSION}`,
    `portal/2.0 ironic-driver/${LIBRARY_VERSION}`,
  ])
  expect(server.received.map(({ headers }) => headers['content-type'])).toEqual([
    'application/json',
    undefined,
  ])
})

it('shows no option when it is printed', () => {
  const auth = httpBasic({ username: 'admin', password: CANARY })
  const transport = createKyTransport({ endpoint: 'http://127.0.0.1:9', auth })
  expect(
    inspect([transport, auth], { depth: 10, showHidden: true }) + JSON.stringify([transport, auth]),
  ).not.toMatch(new RegExp(`${CANARY}|${Buffer.from(`admin:${CANARY}`).toString('base64')}`))
})
