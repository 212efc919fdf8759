import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { err } from 'neverthrow'
import { createKyTransport, IronicDriver, NetworkFailureError } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import {
  findClosedPort,
  listen,
  startHttpServer,
  startRawServer,
} from '../../transport/support/loopback-server.js'
import { reply, scriptedClient, versions } from '../support/scripted-transport.js'

type Reason = NetworkFailureError['reason']

const pem = (name: string) =>
  readFileSync(new URL(`../../transport/support/certificates/${name}`, import.meta.url), 'utf8')

async function startHttpsServer(certificate: string) {
  const options = { cert: pem(`${certificate}.pem`), key: pem(`${certificate}.key`) }
  const server = createServer(options, (_request, response) => response.end('{}'))
  server.on('tlsClientError', () => undefined)
  return listen(server, { scheme: 'https' })
}

/** An address at which no Ironic can ever answer, and what the error says. */
const HOPELESS: Readonly<Record<string, readonly [Reason, RegExp, () => Promise<string>]>> = {
  'with an unknown host': [
    'host_not_found',
    /host name was not found/,
    () => Promise.resolve(`http://${'a'.repeat(64)}.invalid`),
  ],
  'of a plain HTTP server with https': [
    'tls_failed',
    /TLS handshake failed.*is http and not https/,
    async () => (await startHttpServer((_, response) => response.end())).endpoint.replace('http:', 'https:'),
  ],
  'whose certificate nobody knows': [
    'certificate_rejected',
    /certificate was not accepted.*`tls.ca`/,
    async () => (await startHttpsServer('self-signed')).endpoint,
  ],
  'of something else than HTTP': [
    'not_http',
    /not valid HTTP/,
    async () =>
      (await startRawServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))))
        .endpoint,
  ],
}

describe('an address', () => {
  it.each(Object.entries(HOPELESS))('%s fails at once', async (_, [reason, words, start]) => {
    const driver = new IronicDriver({ transport: createKyTransport({ endpoint: await start() }) })
    const startedAt = Date.now()
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'network_failure')
    expect(error).toMatchObject({ reason, advice: 'fix_request', operation: 'nodes.get' })
    expect(error.message).toMatch(words)
    expect(Date.now() - startedAt).toBeLessThan(4_000)
  })

  it('of something else than Ironic fails at once', async () => {
    const server = await startHttpServer((_, response) => response.end('<html>hello</html>'))
    const driver = new IronicDriver({ transport: createKyTransport({ endpoint: server.endpoint }) })
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'invalid_response')
    expect(error.message).toContain('does not answer like Ironic')
    expect(server.received).toHaveLength(1)
  })

  it('at which nothing listens fails within the time for retries', async () => {
    const endpoint = `http://127.0.0.1:${await findClosedPort()}`
    const driver = new IronicDriver({ transport: createKyTransport({ endpoint }), retryForMs: 300 })
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'network_failure')
    expect(error).toMatchObject({ reason: 'connection_refused', advice: 'retry_later' })
    expect(error.message).toContain('Nothing has ever answered there')
  })
})

const NODES = { method: 'GET', path: ['nodes'] } as const
const refused = (reason: Reason) =>
  err(new NetworkFailureError('It failed.', { sent: 'no', reason, onlyReads: true }))

describe('a client whose server', () => {
  it.each([
    ['has never answered', 5_000, {}, {}],
    ['has never answered, with a longer time for retries in the client', 90_000, { retryForMs: 90_000 }, {}],
    ['has never answered, with a longer time for retries in the call', 90_000, {}, { retryForMs: 90_000 }],
  ])('%s retries for %d ms', async (_, limitMs, options, call) => {
    const { client, clock, run, discoveries } = scriptedClient(() => reply(200, {}), {
      root: () => refused('connection_refused'),
      ...options,
    })
    const startedAt = clock.now()
    expectErr(await run(client.request(NODES, call)), 'network_failure')
    const tookMs = clock.now() - startedAt
    expect(tookMs).toBeLessThanOrEqual(limitMs)
    expect(tookMs).toBeGreaterThan(limitMs / 3)
    expect(discoveries.length).toBeGreaterThan(2)
  })

  it('starts within these seconds is used', async () => {
    const { client, run } = scriptedClient(() => reply(200, {}), {
      root: (_, nth) => (nth < 2 ? refused('connection_refused') : versions('1.115')),
    })
    expectOk(await run(client.request(NODES)))
  })

  it.each(['host_not_found', 'tls_failed', 'connection_refused'] as const)(
    'has answered before retries %s as any outage',
    async (reason) => {
      let isDown = false
      const { client, clock, run } = scriptedClient(() => (isDown ? refused(reason) : reply(200, {})))
      expectOk(await run(client.request(NODES)))
      isDown = true
      const startedAt = clock.now()
      const error = expectErr(await run(client.request(NODES)), 'network_failure')
      expect(clock.now() - startedAt).toBeGreaterThan(30_000)
      expect(error.advice).toBe('retry_later')
    },
  )

  it('has answered with an error retries a lost connection as any outage', async () => {
    const { client, clock, run } = scriptedClient(() => reply(200, {}), {
      root: (_, nth) => (nth === 0 ? reply(503) : refused('host_not_found')),
    })
    const startedAt = clock.now()
    expectErr(await run(client.request(NODES)), 'network_failure')
    expect(clock.now() - startedAt).toBeGreaterThan(30_000)
  })
})
