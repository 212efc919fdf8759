import { connect, IronicDriver, type ConnectOptions, type Transport } from 'ironic-driver'
import { IronicSimulator, serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { startProxy } from '../transport/support/loopback-proxy.js'
import { findClosedPort, startHttpServer } from '../transport/support/loopback-server.js'
import { CLOUDS, homeWith } from './support/cloud-folder.js'

const PASSWORD = 'canary-password'
const login = { username: 'ironic', password: PASSWORD, userDomainName: 'Default' }
const scope = { projectName: 'service', projectDomainName: 'Default' }

async function servedCloud() {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).active()
  const keystone = new SimulatedKeystone({
    users: [{ name: 'ironic', password: PASSWORD, project: 'service' }],
  })
  const served = await serveSimulator(simulator, { keystone })
  onTestFinished(() => served.close())
  const url = served.identityUrl ?? ''
  const cloudsYaml = (more: object) =>
    homeWith({
      [CLOUDS]: JSON.stringify({
        clouds: {
          metal: {
            auth: {
              auth_url: url,
              username: 'ironic',
              user_domain_name: 'Default',
              password: PASSWORD,
              project_name: 'service',
              project_domain_name: 'Default',
            },
            ...more,
          },
        },
      }),
    })
  return { simulator, url, cloudsYaml, host: new URL(url).host }
}

async function stateOfMetal(options: ConnectOptions): Promise<string | null> {
  const driver = expectOk(await connect(options))
  return expectOk(await driver.power.state({ node: 'metal-1' })).power_state
}

describe('connect with a proxy', () => {
  it('logs in and reaches Ironic through it', async () => {
    const { url, host, cloudsYaml } = await servedCloud()
    const ways: readonly ((proxy: string) => ConnectOptions)[] = [
      (proxy) => ({ keystone: { url, login, scope }, proxy }),
      (proxy) => ({ keystone: { url, login, scope }, env: { HTTP_PROXY: proxy } }),
      (proxy) => ({ cloud: 'metal', env: cloudsYaml({}), proxy }),
      (proxy) => ({ cloud: 'metal', env: { ...cloudsYaml({}), http_proxy: proxy } }),
    ]
    for (const way of ways) {
      const proxy = await startProxy()
      expect(await stateOfMetal(way(proxy.url))).toBe('power on')
      expect(proxy.asked[0]).toBe(`POST http://${host}/identity/v3/auth/tokens`)
      expect(proxy.asked.at(-1)).toMatch(`GET http://${host}/v1/nodes/metal-1`)
    }
  })

  it('does not use it for the hosts of NO_PROXY', async () => {
    const { url } = await servedCloud()
    const proxy = await startProxy()
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.0/8' }
    expect(await stateOfMetal({ keystone: { url, login, scope }, env })).toBe('power on')
    expect(proxy.asked).toEqual([])
  })

  it.each([
    ['proxy', { proxy: `ftp://ops:${PASSWORD}@proxy` }],
    ['env.HTTP_PROXY', { env: { HTTP_PROXY: `socks5://ops:${PASSWORD}@proxy` } }],
    ['userAgent', { userAgent: 'a\nb' }],
    ['headers.authorization', { headers: { authorization: PASSWORD } }],
    ['wrapTransport', { wrapTransport: {} }],
  ])('refuses a wrong %s without showing it', async (field, options) => {
    const places = [{ endpoint: 'http://127.0.0.1:9' }, { keystone: { url: 'http://127.0.0.1:9', login } }]
    for (const place of places) {
      const error = expectErr(await connect({ ...place, ...options } as never), 'invalid_input')
      expect(error.field).toBe(field)
      expect(JSON.stringify(error)).not.toContain(PASSWORD)
    }
  })
})

describe('connect', () => {
  it('sends the user agent and the headers to Keystone and to Ironic', async () => {
    const { simulator, url } = await servedCloud()
    const keystone = await startHttpServer((request, response) => {
      void fetch(url.replace('/identity', '') + request.url, {
        method: request.method,
        headers: { 'content-type': 'application/json' },
        body: request.body,
      }).then(async (reply) => {
        response.writeHead(reply.status, { 'x-subject-token': reply.headers.get('x-subject-token') ?? '' })
        response.end(await reply.text())
      })
    })
    const options = { userAgent: 'portal/2.1', headers: { 'x-tenant': 'blue' } }
    await stateOfMetal({ keystone: { url: `${keystone.endpoint}/identity`, login, scope }, ...options })
    const wanted = {
      'user-agent': expect.stringMatching(/^portal\/2\.1 ironic-driver\/\d/) as string,
      'x-tenant': 'blue',
    }
    expect(keystone.received[0]?.headers).toMatchObject(wanted)
    expect(simulator.requests.at(-1)?.headers).toMatchObject(wanted)
  })

  it('gives its transport to `wrapTransport`', async () => {
    const { url } = await servedCloud()
    const seen: (string | undefined)[] = []
    const wrapTransport = (inner: Transport): Transport => ({
      send: (request) => {
        seen.push(request.operation)
        return inner.send(request)
      },
    })
    await stateOfMetal({ keystone: { url, login, scope }, wrapTransport })
    expect(seen).toContain('nodes.get')
  })
})

describe('a driver', () => {
  it('adds the user agent and the headers to the requests of any transport, which it wraps once', async () => {
    const simulator = new IronicSimulator()
    simulator.node({ name: 'metal-1' }).active()
    let wraps = 0
    const wrapTransport = (inner: Transport): Transport => ({
      send: (request) => (++wraps, inner.send(request)),
    })
    const driver = new IronicDriver({
      transport: simulator,
      wrapTransport,
      userAgent: 'portal/2.1',
      headers: { 'X-Tenant': 'blue' },
    })
    expectOk(await driver.client.nodes.get('metal-1'))
    expect(wraps).toBe(simulator.requests.length)
    for (const { headers } of simulator.requests)
      expect(headers).toMatchObject({
        'user-agent': expect.stringMatching(/^portal\/2\.1 ironic-driver\//) as string,
        'x-tenant': 'blue',
      })
  })

  it.each([
    () => undefined as unknown as Transport,
    () => {
      throw new Error(PASSWORD)
    },
  ])('reports a `wrapTransport` that makes no transport', async (wrapTransport) => {
    const driver = new IronicDriver({ transport: new IronicSimulator(), wrapTransport })
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'invalid_input')
    expect(error.field).toBe('wrapTransport')
    expect(JSON.stringify(error)).not.toContain(PASSWORD)
  })
})

describe('a Keystone that is down when connect is called', () => {
  const TOKEN = JSON.stringify({
    token: {
      catalog: [{ type: 'baremetal', endpoints: [{ interface: 'public', url: 'http://127.0.0.1:9' }] }],
    },
  })

  it.each([
    [503, {}],
    [429, { 'retry-after': '1' }],
    [500, {}],
  ])('with %i is asked again', async (status, headers) => {
    const asked: number[] = []
    const keystone = await startHttpServer((_request, response) => {
      asked.push(Date.now())
      if (asked.length === 1) response.writeHead(status, headers).end()
      else response.writeHead(201, { 'x-subject-token': 'canary' }).end(TOKEN)
    })
    expectOk(await connect({ keystone: { url: keystone.endpoint, login } }))
    const [first = 0, second = 0] = asked
    expect(second - first).toBeGreaterThan(status === 429 ? 950 : 200)
  })

  it('fails after the time for retries', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}`
    const startedAt = Date.now()
    const error = expectErr(
      await connect({ keystone: { url, login }, retryForMs: 900 }),
      'authentication_failed',
    )
    expect(error).toMatchObject({ advice: 'retry_later', cause: { reason: 'connection_refused' } })
    expect(error.message).toContain('Nothing has ever answered there')
    expect(Date.now() - startedAt).toBeGreaterThan(200)
  })

  it('fails at once at an address that cannot work', async () => {
    const url = `http://${'a'.repeat(64)}.invalid`
    const error = expectErr(await connect({ keystone: { url, login } }), 'authentication_failed')
    expect(error).toMatchObject({ advice: 'fix_request', cause: { reason: 'host_not_found' } })
    const driver = expectOk(await connect({ keystone: { url, login }, endpoint: 'http://127.0.0.1:9' }))
    const later = expectErr(await driver.client.nodes.get('metal-1'), 'authentication_failed')
    expect(later.advice).toBe('fix_request')
  })
})
