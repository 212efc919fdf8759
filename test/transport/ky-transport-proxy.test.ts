import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, CANARY, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startProxy } from './support/loopback-proxy.js'
import { findClosedPort, listen, startHttpServer, startRawServer } from './support/loopback-server.js'

const pem = (name: string) => readFileSync(new URL(`support/certificates/${name}`, import.meta.url), 'utf8')

async function startServer(scheme: string) {
  if (scheme === 'http') return startHttpServer((request, response) => response.end(request.body))
  const options = { cert: pem('server.pem'), key: pem('server.key') }
  const server = createServer(options, (request, response) => request.pipe(response))
  return listen(server, { scheme: 'https' })
}

const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`

describe('sends through a proxy', () => {
  it.each([
    ['http', undefined],
    ['http', { ca: pem('ca.pem') }],
    ['https', { ca: pem('ca.pem') }],
    ['https', { insecure: true } as const],
  ])('to an %s server', async (scheme, tls) => {
    const [server, proxy] = [await startServer(scheme), await startProxy()]
    const transport = createKyTransport({ endpoint: server.endpoint, tls, proxy: proxy.url })
    const reply = expectReply(await ask(transport, { method: 'PUT', body: 'hello' }))
    expect(reply).toMatchObject({ status: 200, body: 'hello' })
    expectReply(await ask(transport))
    const host = `127.0.0.1:${server.port}`
    expect([...new Set(proxy.asked)]).toEqual(
      scheme === 'https'
        ? [`CONNECT ${host}`]
        : [`PUT http://${host}/v1/nodes?limit=1`, `GET http://${host}/v1/nodes?limit=1`],
    )
  })

  it.each(['http', 'https'])('with a login, to an %s server', async (scheme) => {
    const login = basic('ops:p@ss:word')
    const [server, proxy] = [await startServer(scheme), await startProxy({ login })]
    const url = proxy.url.replace('http://', 'http://ops:p%40ss%3Aword@')
    const transport = createKyTransport({ endpoint: server.endpoint, tls: { ca: pem('ca.pem') }, proxy: url })
    expect(expectReply(await ask(transport)).status).toBe(200)
    expect(new Set(proxy.logins)).toEqual(new Set([login]))
  })
})

describe('says what went wrong when the proxy', () => {
  it.each([
    [
      'refuses its login',
      407,
      'proxy_refused',
      /proxy answered 407.*check the user and password of the proxy/,
    ],
    ['forbids the address', 403, 'proxy_refused', /proxy answered 403.*whether it allows this address/],
    ['does not reach the server', 502, 'host_unreachable', /proxy answered 502/],
  ] as const)('%s', async (_, status, reason, words) => {
    const proxy = await startProxy({ refuse: status })
    const url = proxy.url.replace('http://', `http://ops:${CANARY}@`)
    const transport = createKyTransport({ endpoint: 'https://127.0.0.1:9', proxy: url })
    const error = expectFailure(await ask(transport, { method: 'PUT' }), 'network_failure')
    expect(error).toMatchObject({ reason, sent: 'no' })
    expect(error.message).toMatch(words)
    expect(error.message).toContain(`by the proxy ${proxy.url}`)
    const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error)
    expect(shown).not.toContain(basic(`ops:${CANARY}`))
  })

  it.each([
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])('%s the connection', async (_, end) => {
    const proxy = await startRawServer((socket) => socket.once('data', () => end(socket)))
    const transport = createKyTransport({ endpoint: 'https://127.0.0.1:9', proxy: proxy.endpoint })
    const error = expectFailure(await ask(transport, { method: 'PUT' }), 'network_failure')
    expect(error).toMatchObject({ reason: 'connection_lost', sent: 'no' })
    expect(proxy.sockets).toHaveLength(1)
  })

  it('is not there', async () => {
    const port = await findClosedPort()
    for (const endpoint of ['https://127.0.0.1:9', 'http://127.0.0.1:9']) {
      const transport = createKyTransport({ endpoint, proxy: `http://ops:${CANARY}@127.0.0.1:${port}` })
      const error = expectFailure(await ask(transport, { method: 'PUT' }), 'network_failure')
      expect(error).toMatchObject({ reason: 'connection_refused', sent: 'no' })
      expect(error.message).toContain(`by the proxy http://127.0.0.1:${port}`)
      expect(error.message).toContain('check that the proxy and the endpoint are correct and running')
    }
  })

  it('refuses its login for plain HTTP', async () => {
    const [server, proxy] = [await startServer('http'), await startProxy({ refuse: 407 })]
    const transport = createKyTransport({ endpoint: server.endpoint, proxy: proxy.url })
    const error = expectFailure(await ask(transport, { method: 'PUT' }), 'network_failure')
    expect(error).toMatchObject({ reason: 'proxy_refused', sent: 'no' })
  })
})

it.each([
  ['has no scheme; write http:// before it', 'proxy'],
  ['has no scheme', CANARY],
  ['has no scheme', `${CANARY}:3128`],
  ['neither http nor https', `socks5://ops:${CANARY}@proxy:1080`],
  ['has a path', `http://ops:${CANARY}@proxy:3128/path`],
  ['not a URL', 7],
])('refuses a proxy that is %s', async (words, proxy) => {
  const transport = createKyTransport({ endpoint: 'http://127.0.0.1:9', proxy: proxy as string })
  const error = expectFailure(await ask(transport), 'invalid_input')
  expect(error.field).toBe('proxy')
  expect(error.message).toContain(words)
})

it('shows no login of a proxy when it is printed', () => {
  const transport = createKyTransport({
    endpoint: 'http://127.0.0.1:9',
    proxy: `http://ops:${CANARY}@127.0.0.1:3128`,
  })
  expect(inspect(transport, { depth: 20, showHidden: true }) + JSON.stringify(transport)).not.toContain(
    CANARY,
  )
})
