import packageJson from '../../package.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { LIBRARY_VERSION } from '../../src/transport/user-agent.js'
import { ask, CANARY, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

it('knows the version of the package', () => {
  expect(LIBRARY_VERSION).toBe(packageJson.version)
})

describe('a transport with headers of its own', () => {
  it('sends them with every request, unless a request has its own', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const headers = { 'X-Tenant': 'blue', 'x-trace': 'a' }
    const transport = createKyTransport({ endpoint: server.endpoint, headers, userAgent: 'portal/2.1' })
    expectReply(await ask(transport))
    expectReply(await ask(transport, { headers: { 'X-Trace': 'b', 'user-agent': 'own/1' } }))
    const version = LIBRARY_VERSION
    expect(server.received.map(({ headers: sent }) => sent)).toMatchObject([
      { 'x-tenant': 'blue', 'x-trace': 'a', 'user-agent': `portal/2.1 ironic-driver/${version}` },
      { 'x-tenant': 'blue', 'x-trace': 'b', 'user-agent': 'own/1' },
    ])
  })

  it.each([
    ['headers.Authorization', { Authorization: CANARY }],
    ['headers.x-auth-token', { 'x-auth-token': CANARY }],
    ['headers.proxy-authorization', { 'proxy-authorization': CANARY }],
    ['headers.Content-Length', { 'Content-Length': '3' }],
    ['headers.transfer-encoding', { 'transfer-encoding': 'chunked' }],
    ['headers.host', { host: 'other' }],
    ['headers.user-agent', { 'user-agent': 'portal' }],
    ['headers.accept-language', { 'accept-language': 'de' }],
    ['headers.x-openstack-ironic-api-version', { 'x-openstack-ironic-api-version': '1.1' }],
    ['headers.openstack-api-version', { 'openstack-api-version': 'baremetal 1.1' }],
    ['headers.x-openstack-request-id', { 'x-openstack-request-id': 'req-1' }],
    ['headers.x-secret', { 'x-secret': `${CANARY}\r\nx: y` }],
    ['headers.x-secret', { 'x-secret': 7 }],
    ['headers."a b"', { 'a b': CANARY }],
    ['headers', 'x: y'],
    ['headers', new Headers({ x: CANARY })],
    ['headers', [['x', CANARY]]],
    ['headers', new Map([['x', CANARY]])],
  ])('refuses %s', async (field, headers) => {
    const transport = createKyTransport({ endpoint: 'http://127.0.0.1:9', headers: headers as never })
    expect(expectFailure(await ask(transport), 'invalid_input').field).toBe(field)
  })
})
