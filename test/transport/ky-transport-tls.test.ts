import { readFileSync } from 'node:fs'
import { createServer, type ServerOptions } from 'node:https'
import { expect, it } from 'vitest'
import type { TlsOptions } from '../../src/platform/tls-options.js'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, expectFailure, expectNetworkFailure, expectReply } from './support/contract/contract-request.js'
import { listen, startHttpServer } from './support/loopback-server.js'

const pem = (name: string) => readFileSync(new URL(`support/certificates/${name}`, import.meta.url), 'utf8')

const ca = pem('ca.pem')
const clientLogin = { cert: pem('client.pem'), key: pem('client.key') }
const signedByCa = { cert: pem('server.pem'), key: pem('server.key') }
const selfSigned = { cert: pem('self-signed.pem'), key: pem('self-signed.key') }
const forAnotherName = { cert: pem('wrong-name.pem'), key: pem('wrong-name.key') }

/** Says in its body whether the client showed a certificate. */
async function startHttpsServer(options: ServerOptions) {
  let answered = 0
  const server = createServer({ keepAliveTimeout: 60_000, ...options }, (request, response) => {
    answered++
    request.resume().on('end', () => {
      if (request.url === '/v1/cut')
        return response.writeHead(200, { 'content-length': 9 }).end('{}', () => request.socket.end())
      if (request.url === '/v1/silent') return undefined
      return response.end(
        `${request.method} ${String('authorized' in request.socket && request.socket.authorized)}`,
      )
    })
  })
  server.on('tlsClientError', () => undefined)
  return { ...(await listen(server, { scheme: 'https' })), answered: () => answered }
}

async function askOver(options: ServerOptions, tls: TlsOptions | undefined) {
  const server = await startHttpsServer(options)
  return ask(createKyTransport({ endpoint: server.endpoint, tls }), { method: 'PUT' })
}

it('trusts the given certificate authority', async () => {
  expect(expectReply(await askOver(signedByCa, { ca })).body).toBe('PUT false')
  expect(expectReply(await askOver(signedByCa, { ca: [pem('self-signed.pem'), ca] })).body).toBe('PUT false')
})

it('shows its certificate to a server that requires one', async () => {
  const options = { ...signedByCa, ca, requestCert: true, rejectUnauthorized: true }
  expect(expectReply(await askOver(options, { ca, ...clientLogin })).body).toBe('PUT true')
})

it('opens an encrypted key with its passphrase', async () => {
  const options = { ...signedByCa, ca, requestCert: true, rejectUnauthorized: true }
  const key = pem('client-encrypted.key')
  const tls = { ca, cert: clientLogin.cert, key, passphrase: 'correct-horse' }
  expect(expectReply(await askOver(options, tls)).body).toBe('PUT true')
  const error = expectFailure(await askOver(options, { ...tls, passphrase: 'wrong' }), 'invalid_input')
  expect(error.field).toBe('tls')
})

it('accepts any certificate with `insecure`', async () => {
  expect(expectReply(await askOver(selfSigned, { insecure: true })).body).toBe('PUT false')
  expect(expectReply(await askOver(forAnotherName, { insecure: true })).body).toBe('PUT false')
})

it.each([
  ['is self-signed, without TLS options', selfSigned, undefined],
  ['is self-signed', selfSigned, { ca }],
  ['is signed by an authority that Node does not know', signedByCa, undefined],
  ['is signed by another authority', signedByCa, { ca: pem('self-signed.pem') }],
  ['is for another name, without TLS options', forAnotherName, undefined],
  ['is for another name', forAnotherName, { ca }],
])('sends nothing to a server whose certificate %s', async (_what, options, tls) => {
  const server = await startHttpsServer(options)
  const result = await ask(createKyTransport({ endpoint: server.endpoint, tls }), { method: 'PUT' })
  const error = expectFailure(result, 'network_failure')
  expect(error).toMatchObject({ sent: 'no', advice: 'retry_later' })
  expect(error.message).toContain('certificate was not accepted')
  expect(error.message).toContain('`tls.ca`')
  expect(server.answered()).toBe(0)
})

it('fails when the server requires a certificate and there is none', async () => {
  const options = { ...signedByCa, ca, requestCert: true, rejectUnauthorized: true }
  expectNetworkFailure(await askOver(options, { ca }), 'maybe', 'no')
})

it.each([undefined, { ca }])(
  'knows that nothing was sent when the server does not speak TLS, given %j',
  async (tls) => {
    const server = await startHttpServer((_request, response) => response.end('{}'))
    const endpoint = server.endpoint.replace('http:', 'https:')
    expectNetworkFailure(await ask(createKyTransport({ endpoint, tls }), { method: 'PUT' }), 'no')
    expect(server.received).toEqual([])
  },
)

it('keeps connections, times out and rejects broken bodies over TLS', async () => {
  const server = await startHttpsServer({ ...signedByCa, ca, requestCert: true })
  const transport = createKyTransport({ endpoint: server.endpoint, tls: { ca, ...clientLogin } })
  for (let count = 0; count < 20; count++) expect(expectReply(await ask(transport)).body).toBe('GET true')
  expect(server.sockets.length).toBeLessThanOrEqual(2)
  expectNetworkFailure(await ask(transport, { path: '/v1/cut' }), 'maybe')
  expectFailure(await ask(transport, { path: '/v1/silent', timeoutMs: 100 }), 'request_timed_out')
  const controller = new AbortController()
  const pending = ask(transport, { path: '/v1/silent', signal: controller.signal })
  controller.abort()
  expectFailure(await pending, 'aborted')
  expect(expectReply(await ask(transport)).status).toBe(200)
})
