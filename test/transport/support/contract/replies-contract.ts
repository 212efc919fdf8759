import { expect, it } from 'vitest'
import { startHttpServer, startRawServer } from '../loopback-server.js'
import { ask, expectFailure, expectReply, type MakeTransport } from './contract-request.js'

/** Requests and replies pass through unchanged. */
export function repliesContract(makeTransport: MakeTransport): void {
  it('sends method, path, query, headers and body unchanged, and returns status, headers and body', async () => {
    const server = await startHttpServer((_request, response) => {
      response.writeHead(201, { 'Openstack-Request-Id': 'req-1', 'Content-Type': 'application/json' })
      response.end('{"name":"Zoë"}')
    })
    const body = '{"driver":"ipmi","extra":{"rack":"Ä1"}}'
    const reply = expectReply(
      await ask(makeTransport(server.endpoint), {
        method: 'POST',
        path: '/v1/nodes/a%2Fb/%C3%A4?fields=uuid,name&owner=a%20b',
        headers: { 'x-openstack-ironic-api-version': '1.81', 'content-type': 'application/json' },
        body,
      }),
    )
    expect(reply).toMatchObject({ status: 201, body: '{"name":"Zoë"}' })
    expect(reply.headers).toMatchObject({
      'openstack-request-id': 'req-1',
      'content-type': 'application/json',
    })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/v1/nodes/a%2Fb/%C3%A4?fields=uuid,name&owner=a%20b',
      body,
    })
    expect(server.received[0]?.headers).toMatchObject({
      'x-openstack-ironic-api-version': '1.81',
      'content-type': 'application/json',
    })
  })

  it.each([400, 401, 403, 404, 406, 409, 500, 503])(
    'returns a %d as a reply, not as an error',
    async (status) => {
      const server = await startHttpServer((_request, response) =>
        response.writeHead(status).end('{"error_message":""}'),
      )
      const reply = expectReply(await ask(makeTransport(server.endpoint)))
      expect(reply).toMatchObject({ status, body: '{"error_message":""}' })
    },
  )

  it('returns the HTML page of a proxy that answers 502', async () => {
    const page = '<html><body><h1>502 Bad Gateway</h1></body></html>'
    const server = await startHttpServer((_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end(page),
    )
    expect(expectReply(await ask(makeTransport(server.endpoint)))).toMatchObject({ status: 502, body: page })
  })

  it.each([
    ['PUT', 202],
    ['DELETE', 204],
    ['HEAD', 200],
  ] as const)('returns an empty body after %s with %d', async (method, status) => {
    const server = await startHttpServer((_request, response) => {
      response.writeHead(status, method === 'HEAD' ? { 'content-length': '120' } : {}).end()
    })
    const reply = expectReply(await ask(makeTransport(server.endpoint), { method }))
    expect(reply).toMatchObject({ status, body: '' })
  })

  it('reads a body of 50 MB', async () => {
    const size = 50 * 1024 * 1024
    const server = await startHttpServer((_request, response) => response.end(Buffer.alloc(size, 'n')))
    const reply = expectReply(await ask(makeTransport(server.endpoint), { timeoutMs: 30_000 }))
    expect(reply.body.length).toBe(size)
  })

  it('sends a body of 10 MB, with its length', async () => {
    const body = JSON.stringify({ configdrive: 'x'.repeat(10 * 1024 * 1024) })
    const server = await startHttpServer((request, response) => response.end(String(request.body === body)))
    const reply = expectReply(
      await ask(makeTransport(server.endpoint), { method: 'PUT', body, timeoutMs: 30_000 }),
    )
    expect(reply.body).toBe('true')
    expect(server.received[0]?.headers['content-length']).toBe(String(body.length))
  })

  it('joins a character that is split between two chunks', async () => {
    const [first, second] = [Buffer.from([0xc3]), Buffer.from([0xab])]
    const server = await startHttpServer((_request, response) => {
      response.write(first, () => setImmediate(() => response.end(second)))
    })
    expect(expectReply(await ask(makeTransport(server.endpoint))).body).toBe('ë')
  })

  it('sends many requests over one connection', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const transport = makeTransport(server.endpoint)
    for (let count = 0; count < 50; count++) expectReply(await ask(transport))
    expect(server.received).toHaveLength(50)
    // Two and not one: a reply can be read before its connection is released.
    expect(server.sockets.length).toBeLessThanOrEqual(2)
  })

  it('survives header values that no sane server sends', async () => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => {
        const head = [
          'HTTP/1.1 200 OK',
          'Content-Length: 2',
          'X-Latin: caf\xe9',
          'X-Empty:',
          'X-Twice: a',
          'x-twice: b',
          '__proto__: polluted',
          'constructor: polluted',
        ]
        socket.end(Buffer.from(`${head.join('\r\n')}\r\n\r\n{}`, 'latin1'))
      })
    })
    const reply = expectReply(await ask(makeTransport(server.endpoint)))
    expect(reply.body).toBe('{}')
    expect(reply.headers['x-twice']).toBe('a, b')
    expect(reply.headers['x-empty']).toBe('')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.getPrototypeOf(reply.headers)).toBe(Object.prototype)
  })

  it.each([
    ['a line break in a header', { headers: { 'x-note': 'a\r\nx-injected: b' } }],
    ['a character that is not allowed in a header', { headers: { 'x-note': '☃' } }],
    ['a header name with a space', { headers: { 'x note': 'a' } }],
    ['a path without a slash', { path: '@elsewhere.example/' }],
    ['a path that climbs up', { path: '/v1/nodes/../chassis' }],
    ['a path that climbs up in disguise', { path: '/v1/nodes/%2E%2e' }],
    ['a path with a fragment', { path: '/v1/nodes/rack#1' }],
    ['a path with a line break', { path: '/v1/nodes/a\n' }],
  ])('refuses %s and sends nothing', async (_what, request) => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    expectFailure(await ask(makeTransport(server.endpoint), request), 'invalid_input')
    expect(server.received).toEqual([])
  })

  it('stays on its host when a path looks like another one', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    expectReply(await ask(makeTransport(server.endpoint), { path: '//elsewhere.example/v1' }))
    expect(server.received.map((request) => request.url)).toEqual(['//elsewhere.example/v1'])
  })
}
