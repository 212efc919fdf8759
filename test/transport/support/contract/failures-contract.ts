import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { findClosedPort, startHttpServer, startRawServer } from '../loopback-server.js'
import { ask, expectFailure, expectNetworkFailure, type MakeTransport } from './contract-request.js'

/** Failures below HTTP, and what is known about the request. */
export function failuresContract(makeTransport: MakeTransport): void {
  it('knows that nothing was sent when the connection is refused', async () => {
    const transport = makeTransport(`http://127.0.0.1:${await findClosedPort()}`)
    expectNetworkFailure(await ask(transport, { method: 'PUT' }), 'no')
  })

  it('knows that nothing was sent when every address of a name refuses the connection', async () => {
    const transport = makeTransport(`http://localhost:${await findClosedPort()}`)
    expectNetworkFailure(await ask(transport, { method: 'PUT' }), 'no')
  })

  it('knows that nothing was sent when the host name is not found', async () => {
    expectNetworkFailure(await ask(makeTransport('http://nowhere.invalid'), { method: 'PUT' }), 'no')
  })

  it('fails when the server resets the connection before it reads the request', async () => {
    const server = await startRawServer((socket) => socket.resetAndDestroy())
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method: 'PUT' }), 'maybe', 'no')
  })

  it('does not know whether it was executed when the server resets the connection after it read the request', async () => {
    const server = await startHttpServer((_request, _response, socket) => socket.resetAndDestroy())
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method: 'PUT' }), 'maybe')
    expect(server.received).toHaveLength(1)
  })

  it('does not know whether it was executed when the server closes the connection without a reply', async () => {
    const server = await startHttpServer((_request, _response, socket) => socket.end())
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method: 'PUT' }), 'maybe')
    expect(server.received).toHaveLength(1)
  })

  it('does not know whether it was executed when a kept connection dies during a request', async () => {
    const server = await startHttpServer((_request, response, socket) => {
      if (server.received.length === 1) response.end('{}')
      else socket.resetAndDestroy()
    })
    const transport = makeTransport(server.endpoint)
    expect((await ask(transport, { method: 'PUT' })).isOk()).toBe(true)
    expectNetworkFailure(await ask(transport, { method: 'PUT' }), 'maybe')
    expect(server.received).toHaveLength(2)
  })

  it('sends nothing twice when the server closes an idle connection just as it is reused', async () => {
    const server = await startHttpServer((_request, response, socket) => {
      response.end('{}', () => setImmediate(() => socket.destroy()))
    })
    const transport = makeTransport(server.endpoint)
    for (let count = 0; count < 40; count++) {
      const result = await ask(transport, { method: 'PUT', path: `/v1/nodes/${count}/states/power` })
      if (result.isErr()) expectNetworkFailure(result, 'maybe', 'no')
      const times = server.received.filter(
        (request) => request.url === `/v1/nodes/${count}/states/power`,
      ).length
      expect(times).toBeLessThanOrEqual(1)
      if (result.isOk()) expect(times).toBe(1)
      if (result.isErr() && result.error.kind === 'network_failure' && result.error.sent === 'no')
        expect(times).toBe(0)
    }
  })

  it.each([
    ['fewer bytes than its content-length', 'Content-Length: 100\r\n\r\n{"nodes": [', 'end'],
    ['a chunked body without its last chunk', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n', 'end'],
    ['a chunk that is cut off', 'Transfer-Encoding: chunked\r\n\r\nff\r\n{"a":', 'end'],
    ['an invalid chunk size', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\nzz\r\n', 'stay'],
    ['a reset in the middle', 'Content-Length: 100\r\n\r\n{"nodes": [', 'reset'],
  ] as const)('never accepts a broken body as a short one: %s', async (_what, answer, then) => {
    const server = await startRawServer((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nOpenstack-Request-Id: req-c07\r\n${answer}`, () => {
          if (then === 'end') socket.end()
          if (then === 'reset') socket.resetAndDestroy()
        })
      })
    })
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method: 'PUT' }), 'maybe')
  })

  it.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['has no end of its headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['has a megabyte of headers', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(1024 * 1024)}\r\n\r\n`],
  ])('fails when the reply %s', async (_what, answer) => {
    const server = await startRawServer((socket: Socket) => socket.once('data', () => socket.end(answer)))
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method: 'PUT' }), 'maybe')
  })

  it('times out when the server never answers', async () => {
    const server = await startHttpServer(() => undefined)
    const error = expectFailure(
      await ask(makeTransport(server.endpoint), { method: 'PUT', timeoutMs: 100 }),
      'request_timed_out',
    )
    expect(error).toMatchObject({ sent: 'maybe', timeoutMs: 100, advice: 'check_state' })
  })

  it('times out when the body arrives too slowly, however many bytes come', async () => {
    const server = await startHttpServer((_request, response) => {
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
    })
    const error = expectFailure(
      await ask(makeTransport(server.endpoint), { timeoutMs: 150 }),
      'request_timed_out',
    )
    expect(error).toMatchObject({ sent: 'maybe', timeoutMs: 150, advice: 'retry_later' })
  })

  it('sends nothing when there is no time left', async () => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const result = await ask(makeTransport(server.endpoint), { timeoutMs: 0 })
    expect(expectFailure(result, 'request_timed_out').sent).toBe('no')
    expect(server.sockets).toEqual([])
  })
}
