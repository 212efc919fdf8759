import { format } from 'node:util'
import createDebug from 'debug'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { httpBasic } from '../../src/transport/authentication.js'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, CANARY, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

const lines: string[] = []
const printLine = createDebug.log

beforeEach(() => {
  lines.length = 0
  createDebug.log = (...parts: unknown[]) => lines.push(format(...parts))
  createDebug.enable('ironic-driver:*')
})

afterEach(() => {
  createDebug.disable()
  createDebug.log = printLine
})

it('writes one debug line per request: method, path, status, time and request id', async () => {
  const server = await startHttpServer((_request, response) =>
    response.writeHead(202, { 'openstack-request-id': 'req-42' }).end(),
  )
  const transport = createKyTransport({ endpoint: server.endpoint })
  expectReply(await ask(transport, { method: 'PUT', path: '/v1/nodes/web-1/states/power' }))
  // The debug package is loaded at the first line.
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatch(
    /ironic-driver:transport.* PUT \/v1\/nodes\/web-1\/states\/power: 202 in \d+ ms, req-42/,
  )
})

it('writes why a connection failed', async () => {
  const transport = createKyTransport({ endpoint: 'http://127.0.0.1:1' })
  expectFailure(await ask(transport), 'network_failure')
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatch(/GET \S+: network_failure \(connection_refused\) in \d+ ms, no request id/)
})

it('shows no secret in its debug lines or errors, wherever the secret came from', async () => {
  const server = await startHttpServer((request, response, socket) => {
    if (request.method === 'PATCH') socket.destroy()
    else
      response
        .writeHead(400, { 'set-cookie': CANARY, 'x-subject-token': CANARY })
        .end(`{"error":"${CANARY}"}`)
  })
  const auth = httpBasic({ username: 'admin', password: CANARY })
  const transport = createKyTransport({ endpoint: server.endpoint, auth })
  const path = `/v1/nodes?secret=${CANARY}`
  expectReply(await ask(transport, { method: 'POST', path }))
  expectFailure(await ask(transport, { method: 'PATCH', path }), 'network_failure')
  expectFailure(await ask(transport, { path, signal: AbortSignal.abort(new Error(CANARY)) }), 'aborted')
  expectFailure(await ask(transport, { path, timeoutMs: 0 }), 'request_timed_out')
  expectFailure(await ask(transport, { headers: { 'x-auth-token': `${CANARY}\n` } }), 'invalid_input')
  expect(lines.length).toBeGreaterThanOrEqual(4)
  const encoded = Buffer.from(`admin:${CANARY}`).toString('base64')
  for (const line of lines) {
    expect(line).not.toContain(CANARY)
    expect(line).not.toContain(encoded)
  }
})

it('names method, path, host, code and the next step in one sentence', async () => {
  const transport = createKyTransport({ endpoint: 'http://nowhere.invalid/baremetal' })
  const error = expectFailure(
    await ask(transport, { method: 'PUT', path: '/v1/nodes/a?secret=1' }),
    'network_failure',
  )
  expect(error.message).toBe(
    'PUT /v1/nodes/a to http://nowhere.invalid failed: the host name was not found (ENOTFOUND); ' +
      'nothing was sent, so check the endpoint and that its API is running, and try again.',
  )
})

it('names the request whose reply ended early', async () => {
  const server = await startHttpServer((_request, response, socket) => {
    response.writeHead(200, { 'content-length': 99, 'x-openstack-request-id': 'req-c07' })
    response.write('{', () => socket.destroy())
  })
  const error = expectFailure(await ask(createKyTransport({ endpoint: server.endpoint })), 'network_failure')
  expect(error.requestId).toBe('req-c07')
  expect(error.message).toContain('ended before it was complete')
})
