import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { connect, type ConnectOptions, type KeystoneLogin, type KeystoneScope } from 'ironic-driver'
import { IronicSimulator, serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { CLOUDS, homeWith } from './support/cloud-folder.js'

const PASSWORD = 'canary-password'
const login = { username: 'ironic', password: PASSWORD, userDomainName: 'Default' }

const SECRET = 'canary-secret'

async function cloud({ login = 'keystone' } = {}) {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).active()
  const keystone = new SimulatedKeystone({
    users: [{ name: 'ironic', password: PASSWORD, project: 'service' }],
    applicationCredentials: [{ id: 'ac-1', name: 'automation', secret: SECRET, user: 'ironic' }],
  })
  const served = await serveSimulator(simulator, {
    ...(login === 'keystone' ? { keystone } : {}),
    ...(login === 'http_basic' ? { httpBasic: { username: 'ironic', password: PASSWORD } } : {}),
  })
  onTestFinished(() => served.close())
  return { simulator, keystone, url: served.url, identityUrl: served.identityUrl ?? '' }
}

async function stateOfMetal(options: ConnectOptions): Promise<string | null> {
  const driver = expectOk(await connect(options))
  return expectOk(await driver.power.state({ node: 'metal-1' })).power_state
}

const scope = { projectName: 'service', projectDomainName: 'Default' }

describe('with Keystone', () => {
  const LOGINS: readonly (readonly [string, KeystoneLogin, KeystoneScope | undefined])[] = [
    ['a password and a project', login, scope],
    [
      'an application credential',
      { applicationCredentialId: 'ac-1', applicationCredentialSecret: SECRET },
      undefined,
    ],
    [
      'an application credential by its name',
      {
        applicationCredentialName: 'automation',
        applicationCredentialSecret: SECRET,
        username: 'ironic',
        userDomainName: 'Default',
      },
      undefined,
    ],
  ]

  it.each(LOGINS)('logs in with %s, and finds Ironic in the catalog', async (_, who, what) => {
    const { keystone, identityUrl } = await cloud()
    expect(await stateOfMetal({ keystone: { url: `${identityUrl}/v3`, login: who, scope: what } })).toBe(
      'power on',
    )
    expect(keystone.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v3/auth/tokens'])
  })

  it('fetches no token before it needs one, if it has the address of Ironic', async () => {
    const { keystone, identityUrl, url } = await cloud()
    const driver = expectOk(
      await connect({ keystone: { url: identityUrl, login, scope }, endpoint: `${url}/v1/` }),
    )
    expect(keystone.requests).toHaveLength(0)
    expectOk(await driver.power.state({ node: 'metal-1' }))
    expectOk(await driver.power.state({ node: 'metal-1' }))
    expect(keystone.requests).toHaveLength(1)
  })

  it('continues after its token is revoked, with one login for five hundred waits and as many requests', async () => {
    const { keystone, identityUrl, simulator } = await cloud()
    const cleaned = simulator.node({ name: 'metal-2' }).inState('cleaning')
    const driver = expectOk(await connect({ keystone: { url: identityUrl, login, scope } }))
    const waits = Array.from({ length: 500 }, () => driver.lifecycle.waitForClean({ node: 'metal-2' }))
    expectOk(await driver.client.nodes.get('metal-1'))
    keystone.revokeAllTokens()
    keystone.forgetRequests()

    const reads = Array.from({ length: 500 }, () => driver.client.nodes.get('metal-1'))
    for (const read of await Promise.all(reads)) expectOk(read)
    cleaned.force({ provision_state: 'manageable', target_provision_state: null, reservation: null })
    driver.wake() // on a busy computer, the waits leave the slow server alone for many seconds
    for (const wait of await Promise.all(waits)) expectOk(wait)

    expect(keystone.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('survives an outage of Keystone while it retries', async () => {
    const { keystone, identityUrl, url } = await cloud()
    keystone.failNext(503, { times: 2 })
    const options = { keystone: { url: identityUrl, login, scope }, endpoint: url, random: () => 0 }
    expect(await stateOfMetal(options)).toBe('power on')
  })

  it('reports a wrong password, without showing it', async () => {
    const { identityUrl } = await cloud()
    const wrong = { ...login, password: 'canary-wrong' }
    const error = expectErr(
      await connect({ keystone: { url: identityUrl, login: wrong, scope } }),
      'authentication_failed',
    )
    expect(error.advice).toBe('fix_request')
    expect(error.message).toContain('refused the login (401)')
    expect(JSON.stringify(error)).not.toContain('canary')
  })

  it.each([400, 401, 500])('shows no password that Keystone quotes with a %i', async (status) => {
    const said = `Invalid input for field 'password': '${PASSWORD}' is too long`
    const server = createServer((_, reply) => {
      reply.writeHead(status, { 'content-type': 'application/json' })
      reply.end(JSON.stringify({ error: { code: status, message: said } }))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const connected = await connect({ keystone: { url, login, scope }, retryForMs: 0 })
    const error = expectErr(connected, 'authentication_failed')
    expect(error.message).toContain('is too long')
    expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toContain(PASSWORD)
  })

  it('treats a token that Keystone does not find as a refused login', async () => {
    const server = createServer((_, reply) => {
      reply.writeHead(404, { 'content-type': 'application/json' })
      reply.end(JSON.stringify({ error: { code: 404, message: 'Failed to validate token' } }))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const connected = await connect({ keystone: { url, login: { token: 'canary-ended' }, scope } })
    const { message, advice } = expectErr(connected, 'authentication_failed')
    expect([message.includes('refused the login (404)'), advice]).toEqual([true, 'fix_request'])
  })

  it('advises to retry later when nothing answers', async () => {
    const error = expectErr(
      await connect({ keystone: { url: 'http://127.0.0.1:9', login, scope } }),
      'authentication_failed',
    )
    expect(error.advice).toBe('retry_later')
  })

  it('reports a server that is not Keystone', async () => {
    const { url } = await cloud({ login: 'none' })
    const error = expectErr(await connect({ keystone: { url, login, scope } }), 'authentication_failed')
    expect(error.message).toContain('correct the URL of Keystone')
  })

  it.each([
    ['interface', { interface: 'secret' }, /no secret endpoint of baremetal; it has.*public in RegionOne/],
    ['region', { region: 'RegionTwo' }, /no public endpoint of baremetal in region RegionTwo/],
  ])('lists what the catalog has instead of an unknown %s', async (_, choice, text) => {
    const { identityUrl } = await cloud()
    const connected = await connect({ keystone: { url: identityUrl, login, scope }, ...choice })
    expect(expectErr(connected, 'endpoint_not_found').message).toMatch(text)
  })

  it('reports an invalid address in the catalog', async () => {
    const endpoints = [{ interface: 'public', region: 'RegionOne', url: 'metal.example:6385' }]
    const token = {
      expires_at: '2999-01-01T00:00:00.000000Z',
      catalog: [{ type: 'baremetal', name: 'ironic', endpoints }],
    }
    const server = createServer((_, reply) => {
      reply.writeHead(201, { 'content-type': 'application/json', 'x-subject-token': 'canary-token' })
      reply.end(JSON.stringify({ token }))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { message } = expectErr(await connect({ keystone: { url, login, scope } }), 'endpoint_not_found')
    expect(message).toContain('Have the catalog corrected')
  })
})

it('uses HTTP basic, or no login at all', async () => {
  const basic = await cloud({ login: 'http_basic' })
  const { httpBasic } = await import('ironic-driver')
  const auth = httpBasic({ username: 'ironic', password: PASSWORD })
  expect(await stateOfMetal({ endpoint: basic.url, auth })).toBe('power on')
  const open = await cloud({ login: 'none' })
  expect(await stateOfMetal({ endpoint: open.url })).toBe('power on')
})

describe('with a cloud', () => {
  it('of a clouds.yaml', async () => {
    const { identityUrl } = await cloud()
    const env = homeWith({
      [CLOUDS]: `
clouds:
  metal:
    auth:
      auth_url: ${identityUrl}
      username: ironic
      password: ${PASSWORD}
      project_name: service
      domain_name: Default
    region_name: RegionOne
  other: {}
`,
    })
    expect(await stateOfMetal({ cloud: 'metal', env })).toBe('power on')
    expect(await stateOfMetal({ env: { ...env, OS_CLOUD: 'metal' } })).toBe('power on')
  })

  it('of OS_* variables', async () => {
    const { identityUrl } = await cloud()
    const env = {
      ...homeWith({}),
      OS_AUTH_URL: identityUrl,
      OS_USERNAME: 'ironic',
      OS_PASSWORD: PASSWORD,
      OS_PROJECT_NAME: 'service',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
    }
    expect(await stateOfMetal({ env })).toBe('power on')
  })

  it('of OS_* variables with an application credential', async () => {
    const { identityUrl } = await cloud()
    const env = {
      ...homeWith({}),
      OS_AUTH_TYPE: 'v3applicationcredential',
      OS_AUTH_URL: identityUrl,
      OS_APPLICATION_CREDENTIAL_ID: 'ac-1',
      OS_APPLICATION_CREDENTIAL_SECRET: SECRET,
    }
    expect(await stateOfMetal({ env })).toBe('power on')
  })

  it('without a Keystone', async () => {
    const open = await cloud({ login: 'none' })
    expect(
      await stateOfMetal({ env: { ...homeWith({}), OS_AUTH_TYPE: 'none', OS_ENDPOINT: open.url } }),
    ).toBe('power on')
    const basic = await cloud({ login: 'http_basic' })
    const env = homeWith({
      [CLOUDS]: `
clouds:
  metal:
    auth_type: http_basic
    auth: { endpoint: "${basic.url}", username: ironic, password: ${PASSWORD} }
`,
    })
    expect(await stateOfMetal({ cloud: 'metal', env })).toBe('power on')
  })
})
