import { expect, it } from 'vitest'
import { startHttpServer } from '../loopback-server.js'
import { ask, CANARY, expectNetworkFailure, expectReply, type MakeTransport } from './contract-request.js'

/** At most one request out for each request in, and the login only for its own host. */
export function resendingContract(makeTransport: MakeTransport): void {
  it.each([
    ['PUT', 408],
    ['PUT', 413],
    ['PUT', 425],
    ['PUT', 429],
    ['PUT', 500],
    ['PUT', 502],
    ['PUT', 503],
    ['PUT', 504],
    ['GET', 503],
    ['POST', 503],
  ] as const)('sends a %s once when the answer is %d', async (method, status) => {
    const server = await startHttpServer((_request, response) =>
      response.writeHead(status, { 'retry-after': '0' }).end(),
    )
    expect(expectReply(await ask(makeTransport(server.endpoint), { method })).status).toBe(status)
    expect(server.received).toHaveLength(1)
  })

  it.each(['GET', 'PUT'] as const)('sends a %s once when the connection breaks', async (method) => {
    const server = await startHttpServer((_request, _response, socket) => socket.destroy())
    expectNetworkFailure(await ask(makeTransport(server.endpoint), { method }), 'maybe')
    expect(server.received).toHaveLength(1)
  })

  it('never follows a redirect to another host, which would get the login', async () => {
    const elsewhere = await startHttpServer((_request, response) => response.end('{}'))
    const location = `${elsewhere.endpoint}/v1/nodes`
    const server = await startHttpServer((_request, response) => response.writeHead(302, { location }).end())
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const reply = expectReply(await ask(makeTransport(server.endpoint), { method }))
      expect(reply.status).toBe(302)
      expect(reply.headers.location).toBe(location)
    }
    expect(elsewhere.sockets).toEqual([])
  })

  it.each([301, 302, 303, 307, 308])('follows a %d on its own host for a read', async (status) => {
    const server = await startHttpServer((request, response) => {
      if (request.url === '/v1/nodes?limit=1')
        response.writeHead(status, { location: '/v1/nodes/?limit=1' }).end()
      else response.end('{"nodes":[]}')
    })
    const reply = expectReply(await ask(makeTransport(server.endpoint)))
    expect(reply).toMatchObject({ status: 200, body: '{"nodes":[]}' })
    expect(server.received.map((request) => request.headers['x-auth-token'])).toEqual([CANARY, CANARY])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'does not follow a redirect of a %s',
    async (method) => {
      const server = await startHttpServer((_request, response) => {
        response.writeHead(307, { location: '/v1/elsewhere' }).end()
      })
      const reply = expectReply(await ask(makeTransport(server.endpoint), { method }))
      expect(reply).toMatchObject({ status: 307, headers: { location: '/v1/elsewhere' } })
      expect(server.received).toHaveLength(1)
    },
  )

  it('gives up on circular redirects', async () => {
    const server = await startHttpServer((_request, response) =>
      response.writeHead(302, { location: '/v1' }).end(),
    )
    expect(expectReply(await ask(makeTransport(server.endpoint))).status).toBe(302)
    expect(server.received).toHaveLength(6)
  })

  it.each([undefined, 'http://[', 'mailto:root@localhost', 'http://user:secret@'])(
    'returns a redirect to nowhere: %s',
    async (target) => {
      const server = await startHttpServer((_request, response) => {
        const location =
          target === 'http://user:secret@' ? server.endpoint.replace('//', '//user:secret@') : target
        response.writeHead(302, location === undefined ? {} : { location }).end()
      })
      expect(expectReply(await ask(makeTransport(server.endpoint))).status).toBe(302)
      expect(server.received).toHaveLength(1)
    },
  )
}
