import { getEventListeners } from 'node:events'
import { gzipSync } from 'node:zlib'
import { connect, type ConnectOptions } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { startHttpServer } from '../transport/support/loopback-server.js'
import { CLOUDS, homeWith } from './support/cloud-folder.js'

const login = { username: 'ada', userDomainName: 'Default', password: 'canary-password' }

/** A Keystone that never answers, and counts its requests. */
async function silentKeystone(onAsked: () => void = () => undefined) {
  const server = await startHttpServer((_request, response, socket) => {
    socket.once('close', () => response.destroy())
    onAsked()
  })
  const gone = async () => {
    for (const socket of server.sockets)
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
  }
  return { ...server, gone }
}

function cloudAt(url: string, more: object): ConnectOptions {
  const auth = { auth_url: url, username: 'ada', user_domain_name: 'Default', password: 'canary-password' }
  return {
    cloud: 'metal',
    env: homeWith({ [CLOUDS]: JSON.stringify({ clouds: { metal: { auth, ...more } } }) }),
  }
}

/** A Keystone that grants a token with the given catalog. */
async function keystoneWith(catalog: unknown, headers = {}): Promise<string> {
  const body = JSON.stringify({ token: { expires_at: '2999-01-01T00:00:00.000000Z', catalog } })
  const server = await startHttpServer((_request, response) => {
    response.writeHead(201, {
      'content-type': 'application/json',
      'x-subject-token': 'canary-token',
      ...headers,
    })
    response.end('content-encoding' in headers ? gzipSync(body) : body)
  })
  return server.endpoint
}

describe('a Keystone that does not answer', () => {
  const WAYS: readonly (readonly [string, (url: string) => ConnectOptions])[] = [
    ['requestTimeoutMs', (url) => ({ keystone: { url, login }, requestTimeoutMs: 80 })],
    ['api_timeout', (url) => cloudAt(url, { api_timeout: 0.08 })],
    [
      'requestTimeoutMs, which wins',
      (url) => ({ ...cloudAt(url, { api_timeout: 60 }), requestTimeoutMs: 80 }),
    ],
  ]
  it.each(WAYS)('ends connect after %s, and its connection', async (_, options) => {
    const keystone = await silentKeystone()
    const error = expectErr(await connect(options(keystone.endpoint)), 'authentication_failed')
    expect(error).toMatchObject({ advice: 'retry_later', operation: 'connect' })
    expect(error.message).toContain('within 80 ms')
    await keystone.gone()
  })

  it('ends connect when its signal is aborted, and its connection', async () => {
    const stop = new AbortController()
    const keystone = await silentKeystone(() => stop.abort())
    const options = [{ keystone: { url: keystone.endpoint, login } }, cloudAt(keystone.endpoint, {})]
    const error = expectErr(await connect({ ...options[0], signal: stop.signal }), 'aborted')
    expect(error).toMatchObject({ sent: 'no', operation: 'connect' })
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
    await keystone.gone()
    for (const option of options) expectErr(await connect({ ...option, signal: stop.signal }), 'aborted')
    expect(keystone.received).toHaveLength(1)
  })
})

it('does not end the driver when the signal of connect is aborted later', async () => {
  const ironic = await startHttpServer((_request, response) => response.end('{}'))
  const endpoints = [{ interface: 'public', region: 'north', url: ironic.endpoint }]
  const stop = new AbortController()
  const url = await keystoneWith([{ type: 'baremetal', endpoints }])
  const driver = expectOk(await connect({ keystone: { url, login }, signal: stop.signal, retryForMs: 0 }))
  stop.abort()
  expect((await driver.client.nodes.get('metal-1'))._unsafeUnwrapErr().kind).toBe('invalid_response')
})

describe('the size limit of replies', () => {
  it.each([{}, { 'content-encoding': 'gzip' }])('applies to Keystone with %j', async (headers) => {
    const noise = [{ type: 'x', endpoints: [], note: ' '.repeat(200_000) }]
    const url = await keystoneWith(noise, headers)
    const options: ConnectOptions = { keystone: { url, login }, maxReplyBytes: 100_000 }
    const error = expectErr(await connect(options), 'authentication_failed')
    expect(error).toMatchObject({ advice: 'fix_request', cause: { kind: 'reply_too_large' } })
    expect(error.message).toContain('reply is too large')
    const cloud = await connect({ ...cloudAt(url, {}), maxReplyBytes: 100_000 })
    expect(expectErr(cloud, 'authentication_failed').cause).toMatchObject({ kind: 'reply_too_large' })
  })

  it('applies to Ironic, however it is found', async () => {
    const ironic = await startHttpServer((_request, response) => response.end(' '.repeat(200_000)))
    const endpoints = [{ interface: 'public', region: 'north', url: ironic.endpoint }]
    const url = await keystoneWith([{ type: 'baremetal', endpoints }])
    const ways = [
      { endpoint: ironic.endpoint },
      { keystone: { url, login } },
      cloudAt(url, {}),
      cloudAt(url, { auth_type: 'none', auth: { endpoint: ironic.endpoint } }),
    ]
    for (const way of ways) {
      const driver = expectOk(await connect({ ...way, maxReplyBytes: 100_000 }))
      expect((await driver.client.nodes.get('metal-1'))._unsafeUnwrapErr().kind).toBe('reply_too_large')
    }
  })

  it.each([
    ['maxReplyBytes', { endpoint: 'http://127.0.0.1:9', maxReplyBytes: 0 }],
    ['maxReplyBytes', { keystone: { url: 'http://127.0.0.1:9', login }, maxReplyBytes: '1' }],
    ['signal', { endpoint: 'http://127.0.0.1:9', signal: 'now' }],
    ['options', { maxReplyBytes: 1 }],
  ])('rejects an invalid value: %s', async (field, options) => {
    expect(expectErr(await connect(options as never), 'invalid_input').field).toBe(field)
  })

  it('is not a setting of clouds.yaml', async () => {
    const options = { ...cloudAt('http://127.0.0.1:9', {}), maxReplyBytes: -1 }
    expect(expectErr(await connect(options), 'invalid_input').field).toBe('maxReplyBytes')
  })
})

describe('a catalog', () => {
  const ironic = { type: 'baremetal', endpoints: [{ interface: 'public', url: 'http://127.0.0.1:9' }] }

  it.each([
    ['a service without an address', { type: 'compute', endpoints: [{ interface: 'public', url: null }] }],
    ['a service without a list', { type: 'compute', endpoints: null }],
    ['a service without a type', { endpoints: [] }],
    ['an invalid service', null],
    [
      'an invalid address of Ironic',
      { type: 'baremetal', endpoints: [{ interface: 'public', url: null }, 7] },
    ],
  ])('is read without %s', async (_, odd) => {
    const url = await keystoneWith([odd, ironic])
    expectOk(await connect({ keystone: { url, login } }))
  })

  it.each([
    ['services', Array.from({ length: 100_000 }, (_, nth) => ({ type: `service-${nth}`, endpoints: [] }))],
    ['names', [{ type: 'x'.repeat(1_000_000), endpoints: [] }]],
    [
      'addresses',
      [
        {
          type: 'baremetal',
          endpoints: Array.from({ length: 100_000 }, (_, nth) => ({
            interface: 'internal',
            region: `region-${nth}`,
            url: 'http://127.0.0.1:9',
          })),
        },
      ],
    ],
  ])('of any size makes a short message: %s', async (_, catalog) => {
    const url = await keystoneWith(catalog)
    const error = expectErr(await connect({ keystone: { url, login } }), 'endpoint_not_found')
    expect(error.message.length).toBeLessThan(2_500)
  })
})
