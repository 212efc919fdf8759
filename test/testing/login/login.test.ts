import { createKyTransport, httpBasic, IronicDriver, systemClock } from 'ironic-driver'
import { IronicSimulator, ManualClock, serveSimulator, SimulatedKeystone } from 'ironic-driver/testing'
import type { ServedSimulator, ServeOptions, SimulatorOptions } from 'ironic-driver/testing'
import { afterEach, describe, expect, it } from 'vitest'

const open: ServedSimulator[] = []
afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

async function serve(options: ServeOptions, simulated: SimulatorOptions = {}) {
  const simulator = new IronicSimulator({ clock: new ManualClock(), ...simulated })
  simulator.node({ name: 'metal-1' }).available()
  const served = await serveSimulator(simulator, options)
  open.push(served)
  const ask = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const reply = await fetch(served.url + path, { ...init, headers })
    const text = await reply.text()
    const json = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>)
    return { status: reply.status, headers: reply.headers, text, json }
  }
  return { simulator, served, ask }
}

const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })
const LOGIN = { username: 'admin', password: 'se:cret' }

describe('http_basic', () => {
  it.each([
    ['without a login', {}, 401, 'Authorization required'],
    ['with a wrong password', basic('admin:wrong'), 401, 'Incorrect username or password'],
    ['with an unknown user', basic('nobody:se:cret'), 401, 'Incorrect username or password'],
    [
      'with a login of another kind',
      { authorization: 'Bearer abc' },
      400,
      'Unsupported authorization type "Bearer"',
    ],
    ['with half a header', { authorization: 'Basic' }, 400, 'Could not parse Authorization header'],
    ['with invalid base64', { authorization: 'Basic %%%' }, 400, 'Could not decode authorization token'],
    ['with no colon', basic('nocolon'), 400, 'Could not decode authorization token'],
  ] as const)('refuses a request %s as Ironic does', async (_, headers, status, message) => {
    const { ask } = await serve({ httpBasic: LOGIN })
    const reply = await ask('/v1/nodes', headers)
    expect(reply).toMatchObject({ status, text: JSON.stringify({ error: { message, code: status } }) })
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(reply.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="Baremetal API"' : null)
    expect(reply.headers.get('openstack-request-id')).toMatch(/^req-/)
    expect(reply.headers.get('x-openstack-ironic-api-version')).toBeNull()
  })

  it('accepts the right login, in upper or lower case', async () => {
    const { ask } = await serve({ httpBasic: LOGIN })
    expect((await ask('/v1/nodes', basic('admin:se:cret'))).status).toBe(200)
    const lower = { authorization: basic('admin:se:cret').authorization.replace('Basic', 'basic') }
    expect((await ask('/v1/nodes', lower)).status).toBe(200)
  })

  it('shows an old release in the headers of its refusals', async () => {
    const { ask } = await serve({ httpBasic: LOGIN }, { release: '21.4' })
    expect((await ask('/v1/nodes')).headers.get('openstack-request-id')).toBeNull()
    expect((await ask('/v1/continue_inspection')).status).toBe(401)
  })

  it("works with the driver's own login", async () => {
    const { served, simulator } = await serve({ httpBasic: LOGIN }, { clock: systemClock({ unref: true }) })
    const right = new IronicDriver({
      transport: createKyTransport({ endpoint: served.url, auth: httpBasic(LOGIN) }),
    })
    expect((await right.power.state({ node: 'metal-1' })).isOk()).toBe(true)
    const wrong = new IronicDriver({ transport: createKyTransport({ endpoint: served.url }) })
    const refused = await wrong.power.state({ node: 'metal-1' })
    expect(refused.isErr() && refused.error.kind).toBe('unauthorized')
    expect(simulator.requests.at(-1)?.status).toBe(401)
  })
})

describe('without a login', () => {
  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1.json',
    '/v1/lookup',
    '/v1/heartbeat/1be26c0b',
    '/v1/continue_inspection',
  ])('%s', async (path) => {
    const { ask } = await serve({ httpBasic: LOGIN })
    expect((await ask(path)).status).not.toBe(401)
  })

  it.each(['/healthcheck', '/nodes', '/nothing', '/v1/nodes/', '/v1/nodes?limit=1'])(
    '%s is refused',
    async (path) => {
      const { ask } = await serve({ httpBasic: LOGIN })
      expect((await ask(path)).status).toBe(401)
    },
  )
})

describe('a token', () => {
  const users = [
    { name: 'demo', password: 'pass word', project: 'metal', domain: 'Users' },
    { name: 'b', password: 'b' },
  ]
  const applicationCredentials = [{ id: 'ac-1', secret: 'shh', user: 'demo', name: 'ci' }]

  async function serveWithKeystone() {
    const clock = new ManualClock()
    const keystone = new SimulatedKeystone({ clock, users, applicationCredentials, tokenLifetimeMs: 60_000 })
    const { ask, served, simulator } = await serve({ keystone }, { clock })
    const login = (auth: object) =>
      ask('/identity/v3/auth/tokens', {}, { method: 'POST', body: JSON.stringify({ auth }) })
    return { clock, keystone, ask, served, simulator, login }
  }

  const byPassword = (user: object, scope?: object) => ({
    identity: { methods: ['password'], password: { user } },
    ...(scope === undefined ? {} : { scope }),
  })
  const DEMO = { name: 'demo', password: 'pass word', domain: { name: 'Users' } }
  const SCOPE = { project: { name: 'metal', domain: { name: 'Users' } } }
  const byCredential = (credential: object) => ({
    identity: { methods: ['application_credential'], application_credential: credential },
  })

  it('is requested as keystonemiddleware does, when missing and when wrong', async () => {
    const { ask, served } = await serveWithKeystone()
    for (const headers of [{}, { 'x-auth-token': 'wrong' }, { 'x-auth-token': '' }]) {
      const reply = await ask('/v1/nodes', headers)
      expect(reply.status).toBe(401)
      expect(reply.text).toBe(
        '{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}',
      )
      expect(reply.headers.get('www-authenticate')).toBe(`Keystone uri="${String(served.identityUrl)}"`)
    }
  })

  it('is issued for a password, with a catalog that leads back here', async () => {
    const { ask, login, served } = await serveWithKeystone()
    const issued = await login(byPassword(DEMO, SCOPE))
    expect(issued.status).toBe(201)
    const url = expect.objectContaining({
      interface: 'public',
      url: served.url,
      region: 'RegionOne',
    }) as object
    expect(issued.json).toMatchObject({
      token: {
        methods: ['password'],
        user: { name: 'demo', domain: { name: 'Users' } },
        project: { name: 'metal' },
        issued_at: '2026-01-01T00:00:00.000000Z',
        expires_at: '2026-01-01T00:01:00.000000Z',
        catalog: [
          { type: 'baremetal', endpoints: expect.arrayContaining([url]) as unknown[] },
          { type: 'identity' },
        ],
      },
    })
    const token = issued.headers.get('x-subject-token') ?? ''
    expect((await ask('/v1/nodes', { 'x-auth-token': token })).status).toBe(200)
  })

  it.each([
    ['an application credential by its id', byCredential({ id: 'ac-1', secret: 'shh' })],
    [
      'an application credential by its name and user',
      byCredential({ name: 'ci', secret: 'shh', user: { name: 'demo', domain: { name: 'Users' } } }),
    ],
    [
      'a user of the default domain, by its id',
      byPassword(
        { name: 'b', password: 'b', domain: { id: 'default' } },
        { project: { name: 'service', domain: { id: 'default' } } },
      ),
    ],
  ])('is issued for %s', async (_, auth) => {
    const { ask, login } = await serveWithKeystone()
    const token = (await login(auth)).headers.get('x-subject-token') ?? ''
    expect((await ask('/v1/nodes', { 'x-auth-token': token })).status).toBe(200)
  })

  it('without a scope has no project, roles or catalog, and may do nothing', async () => {
    const { ask, login } = await serveWithKeystone()
    const issued = await login(byPassword(DEMO))
    expect(issued.status).toBe(201)
    const { token } = issued.json as { token: object }
    expect(Object.keys(token).sort()).toEqual(['audit_ids', 'expires_at', 'issued_at', 'methods', 'user'])
    const headers = { 'x-auth-token': issued.headers.get('x-subject-token') ?? '' }
    expect((await ask('/v1/nodes', headers)).status).toBe(403)
  })

  it.each([
    ['a wrong password', byPassword({ ...DEMO, password: 'wrong' }), 401],
    ['an unknown user', byPassword({ ...DEMO, name: 'nobody' }), 401],
    ['a user of another domain', byPassword({ ...DEMO, domain: { id: 'default' } }), 401],
    ['a project of others', byPassword(DEMO, { project: { ...SCOPE.project, name: 'theirs' } }), 401],
    ['a wrong secret', byCredential({ id: 'ac-1', secret: 'wrong' }), 401],
    ['a scope of its own', { ...byCredential({ id: 'ac-1', secret: 'shh' }), scope: SCOPE }, 401],
    ['an unknown method', { identity: { methods: ['totp'], totp: {} } }, 401],
    ['no method', { identity: {} }, 400],
  ])('is not issued for %s', async (_, auth, status) => {
    const { login } = await serveWithKeystone()
    const reply = await login(auth)
    expect(reply.status).toBe(status)
    expect(reply.json).toMatchObject({ error: { code: status } })
    expect(reply.headers.get('x-subject-token')).toBeNull()
  })

  it('expires by the clock', async () => {
    const { clock, ask, keystone } = await serveWithKeystone()
    const token = keystone.issueToken()
    await clock.advance(59_999)
    expect((await ask('/v1/nodes', { 'x-auth-token': token })).status).toBe(200)
    await clock.advance(1)
    expect((await ask('/v1/nodes', { 'x-auth-token': token })).status).toBe(401)
    expect(keystone.accepts(token)).toBe(false)
  })

  it('can be revoked by a test and by its owner, one or all', async () => {
    const { ask, keystone } = await serveWithKeystone()
    const [first, second, third] = [keystone.issueToken(), keystone.issueToken(), keystone.issueToken()]
    keystone.revokeToken(first)
    expect([first, second, third].map((token) => keystone.accepts(token))).toEqual([false, true, true])
    const own = { 'x-auth-token': second, 'x-subject-token': second }
    expect((await ask('/identity/v3/auth/tokens', own, { method: 'DELETE' })).status).toBe(204)
    expect(keystone.accepts(second)).toBe(false)
    keystone.revokeAllTokens()
    expect(keystone.accepts(third)).toBe(false)
  })

  it('can be fixed beforehand, and then does not expire', async () => {
    const clock = new ManualClock()
    const keystone = new SimulatedKeystone({ clock, users, tokens: ['s3cret'] })
    const { ask } = await serve({ keystone }, { clock })
    await clock.advance(400 * 24 * 60 * 60_000)
    expect((await ask('/v1/nodes', { 'x-auth-token': 's3cret' })).status).toBe(200)
  })

  it('can be looked up by another service', async () => {
    const { ask, keystone } = await serveWithKeystone()
    const token = keystone.issueToken({ user: 'b' })
    const asked = await ask('/identity/v3/auth/tokens', { 'x-auth-token': token, 'x-subject-token': token })
    expect(asked).toMatchObject({ status: 200, json: { token: { user: { name: 'b' } } } })
    const wrong = { 'x-auth-token': token, 'x-subject-token': 'wrong' }
    expect((await ask('/identity/v3/auth/tokens', wrong)).status).toBe(404)
    expect((await ask('/identity/v3/auth/tokens', { 'x-subject-token': token })).status).toBe(401)
  })

  it('comes from a service that shows its versions, and nothing else', async () => {
    const { ask, served } = await serveWithKeystone()
    const href = `${String(served.identityUrl)}/v3/`
    const roots = [await ask('/identity'), await ask('/identity/')]
    for (const root of roots)
      expect(root).toMatchObject({
        status: 300,
        json: { versions: { values: [{ id: 'v3.14', links: [{ href }] }] } },
      })
    expect(await ask('/identity/v3')).toMatchObject({ status: 200, json: { version: { id: 'v3.14' } } })
    expect((await ask('/identity/v3/users')).status).toBe(404)
    expect((await ask('/identity', {}, { method: 'POST' })).status).toBe(405)
    expect((await ask('/identitys')).status).toBe(401)
  })

  it('can be refused for a while', async () => {
    const { keystone, login } = await serveWithKeystone()
    keystone.failNext(503, { times: 2 })
    expect([(await login(byPassword(DEMO))).status, (await login(byPassword(DEMO))).status]).toEqual([
      503, 503,
    ])
    expect((await login(byPassword(DEMO))).status).toBe(201)
    expect(keystone.requests.map(({ route, status }) => [route, status])).toEqual([
      ['POST /v3/auth/tokens', 503],
      ['POST /v3/auth/tokens', 503],
      ['POST /v3/auth/tokens', 201],
    ])
    keystone.forgetRequests()
    expect(keystone.requests).toEqual([])
  })
})
