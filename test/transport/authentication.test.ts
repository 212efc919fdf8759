import { err, ok } from 'neverthrow'
import { expect, it } from 'vitest'
import { httpBasic, noAuth, type Authentication } from '../../src/transport/authentication.js'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { AuthenticationFailedError } from '../../src/transport/transport-errors.js'
import { ask, CANARY, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

/** Answers 401 to every token but this one. */
async function startGuardedServer(valid: string) {
  return startHttpServer((request, response) => {
    const status = request.headers['x-auth-token'] === valid ? 200 : 401
    response.writeHead(status).end(String(status))
  })
}

/** Yields the tokens one after another, a new one at each renewal. */
function tokens(...list: string[]): Authentication & { readonly rejected: unknown[] } {
  const rejected: unknown[] = []
  return {
    rejected,
    headers: () => Promise.resolve(ok({ 'x-auth-token': list[rejected.length] ?? 'none' })),
    renew: (headers) => {
      rejected.push(headers)
      return Promise.resolve(ok(rejected.length < list.length))
    },
  }
}

it('adds nothing for noAuth', async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  expectReply(await ask(createKyTransport({ endpoint: server.endpoint, auth: noAuth() }), { headers: {} }))
  expect(server.received[0]?.headers).not.toHaveProperty('authorization')
  expect(server.received[0]?.headers).not.toHaveProperty('x-auth-token')
})

it('encodes user name and password as UTF-8 for httpBasic', async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  const auth = httpBasic({ username: 'zoë', password: 'pä:ss☃' })
  expectReply(await ask(createKyTransport({ endpoint: server.endpoint, auth })))
  const [scheme, encoded = ''] = server.received[0]?.headers.authorization?.split(' ') ?? []
  expect(scheme).toBe('Basic')
  expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('zoë:pä:ss☃')
})

it.each([
  ['a colon in the user name', { username: 'a:b', password: CANARY }],
  ['an empty user name', { username: '', password: CANARY }],
  ['no user name', { password: CANARY }],
  ['no password', { username: 'admin' }],
])('fails each request and sends nothing for httpBasic with %s', async (_what, login) => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  const auth = httpBasic(login as { username: string; password: string })
  const error = expectFailure(
    await ask(createKyTransport({ endpoint: server.endpoint, auth })),
    'authentication_failed',
  )
  expect(error).toMatchObject({ advice: 'fix_request', sent: 'no' })
  expect(server.sockets).toEqual([])
})

it('replaces a header of the same name with its login', async () => {
  const server = await startGuardedServer('fresh')
  const auth: Authentication = { headers: () => Promise.resolve(ok({ 'X-Auth-Token': 'fresh' })) }
  const transport = createKyTransport({ endpoint: server.endpoint, auth })
  expect(expectReply(await ask(transport, { headers: { 'x-auth-token': 'stale' } })).status).toBe(200)
})

it('sends a change once more after a 401 if there is a new login', async () => {
  const server = await startGuardedServer('fresh')
  const auth = tokens('stale', 'fresh')
  const reply = expectReply(
    await ask(createKyTransport({ endpoint: server.endpoint, auth }), { method: 'PUT' }),
  )
  expect(reply.status).toBe(200)
  expect(auth.rejected).toEqual([{ 'x-auth-token': 'stale' }])
  expect(server.received.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['PUT', '/v1/nodes?limit=1', server.received[0]?.body],
    ['PUT', '/v1/nodes?limit=1', server.received[0]?.body],
  ])
})

it('asks for a new login only once per request', async () => {
  const server = await startGuardedServer('never')
  const auth = tokens('one', 'two', 'three')
  const reply = expectReply(await ask(createKyTransport({ endpoint: server.endpoint, auth })))
  expect(reply.status).toBe(401)
  expect(auth.rejected).toHaveLength(1)
  expect(server.received).toHaveLength(2)
})

it('returns the 401 if there is no better login', async () => {
  const server = await startGuardedServer('never')
  const auth = tokens('only')
  expect(expectReply(await ask(createKyTransport({ endpoint: server.endpoint, auth })))).toMatchObject({
    status: 401,
    body: '401',
  })
  expect(server.received).toHaveLength(1)
})

it('returns the error if there is no new login', async () => {
  const server = await startGuardedServer('never')
  const failure = new AuthenticationFailedError('Keystone is not there; try later.', { transient: true })
  const auth: Authentication = {
    headers: () => Promise.resolve(ok({ 'x-auth-token': 'stale' })),
    renew: () => Promise.resolve(err(failure)),
  }
  const result = await ask(createKyTransport({ endpoint: server.endpoint, auth }), { method: 'PUT' })
  expect(expectFailure(result, 'authentication_failed')).toBe(failure)
  expect(server.received).toHaveLength(1)
})

const broken: [string, () => unknown][] = [
  [
    'throws',
    () => {
      throw new Error(`wrong password ${CANARY}`)
    },
  ],
  ['rejects', () => Promise.reject(new Error(`wrong password ${CANARY}`))],
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- foreign code rejects with anything
  ['rejects with a string', () => Promise.reject(CANARY)],
  ['answers with nothing', () => undefined],
  ['answers with a value that is not a Result', () => Promise.resolve({ 'x-auth-token': CANARY })],
  ['fails with an error of another kind', () => Promise.resolve(err(new Error(CANARY)))],
]

it.each([
  ...broken,
  ['yields no headers', () => Promise.resolve(ok(undefined))],
  ['yields a header that is not a string', () => Promise.resolve(ok({ 'x-auth-token': 7 }))],
  ['yields a header with a line break', () => Promise.resolve(ok({ 'x-auth-token': `${CANARY}\n` }))],
])('sends nothing when the Authentication %s', async (_what, headers) => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  const auth = { headers } as unknown as Authentication
  expectFailure(await ask(createKyTransport({ endpoint: server.endpoint, auth })), 'authentication_failed')
  expect(server.sockets).toEqual([])
})

it.each(broken)('fails when the renewal %s', async (_what, renew) => {
  const server = await startGuardedServer('never')
  const auth = { headers: () => Promise.resolve(ok({ 'x-auth-token': 'stale' })), renew } as Authentication
  expectFailure(await ask(createKyTransport({ endpoint: server.endpoint, auth })), 'authentication_failed')
  expect(server.received).toHaveLength(1)
})

it('times out when the login hangs, and sends nothing when it ends later', async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  let yieldLogin: (() => void) | undefined
  const auth: Authentication = {
    headers: () => new Promise((resolve) => (yieldLogin = () => resolve(ok({ 'x-auth-token': 'late' })))),
  }
  const transport = createKyTransport({ endpoint: server.endpoint, auth })
  const result = await ask(transport, { method: 'PUT', timeoutMs: 60 })
  expect(expectFailure(result, 'request_timed_out')).toMatchObject({ sent: 'no', advice: 'retry_later' })
  yieldLogin?.()
  await new Promise(setImmediate)
  expect(server.sockets).toEqual([])
})

it('was not executed if the renewal hangs after a 401', async () => {
  const server = await startGuardedServer('never')
  const auth: Authentication = {
    headers: () => Promise.resolve(ok({ 'x-auth-token': 'stale' })),
    renew: () => new Promise(() => undefined),
  }
  const transport = createKyTransport({ endpoint: server.endpoint, auth })
  const result = await ask(transport, { method: 'PUT', timeoutMs: 100 })
  expect(expectFailure(result, 'request_timed_out').sent).toBe('no')
})

it('passes the Authentication a signal that ends with the request', async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  const caller = new AbortController()
  let handed: AbortSignal | undefined
  const auth: Authentication = {
    headers: (signal) => {
      handed = signal
      caller.abort()
      return new Promise(() => undefined)
    },
  }
  const transport = createKyTransport({ endpoint: server.endpoint, auth })
  expect(expectFailure(await ask(transport, { signal: caller.signal }), 'aborted').sent).toBe('no')
  expect(handed?.aborted).toBe(true)
})

it('does not send its login to another host that the server redirects to', async () => {
  const elsewhere = await startHttpServer((_request, response) => response.end('{}'))
  const server = await startHttpServer((_request, response) =>
    response.writeHead(307, { location: `${elsewhere.endpoint}/v1/nodes` }).end(),
  )
  const auth = httpBasic({ username: 'admin', password: CANARY })
  expect(expectReply(await ask(createKyTransport({ endpoint: server.endpoint, auth }))).status).toBe(307)
  expect(elsewhere.sockets).toEqual([])
})
