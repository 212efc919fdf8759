import { format, inspect } from 'node:util'
import createDebug from 'debug'
import {
  connect,
  createKyTransport,
  httpBasic,
  keystoneTokens,
  tokenAuthentication,
  type ConnectOptions,
  type KeystoneLogin,
} from 'ironic-driver'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { CLOUDS, homeWith, SECURE } from './support/cloud-folder.js'
import { hostileServer, type HostileAnswer } from './support/hostile-server.js'
import { CANARY, token, ANSWERS, granting, catalog, inText } from './support/hostile-answers.js'

const secret = (name: string) => `${name}-${CANARY}-'"\\&<-${name}`

const logged: string[] = []

const log = createDebug.log

beforeEach(() => {
  logged.length = 0
  createDebug.log = (...line: unknown[]) => void logged.push(format(...line))
  createDebug.enable('ironic-driver:*')
})

afterEach(() => {
  createDebug.disable()
  createDebug.log = log
})

/** Everything that users and their logs can see of a value. */
function shown(value: unknown): string {
  const parts = [JSON.stringify(value), inspect(value, { depth: Infinity, showHidden: true }), String(value)]
  for (let error: unknown = value; error instanceof Error; error = error.cause)
    parts.push(error.message, String(error.stack), JSON.stringify(error))
  return parts.join('\n')
}

/** Fails when a secret is visible, plain or in base64. */
function expectDiscretion(...values: readonly unknown[]): void {
  const all = [...values.map(shown), ...logged].join('\n')
  const decoded = [...all.matchAll(/[A-Za-z0-9+/]{16,}/g)].map(([run]) =>
    Buffer.from(run, 'base64').toString(),
  )
  const seen = [all, ...decoded].flatMap((text) => [
    ...text.matchAll(new RegExp(`.{0,80}${CANARY}.{0,20}`, 'g')),
  ])
  expect(seen.map(([found]) => found)).toEqual([])
}

const LOGINS: readonly (readonly [string, KeystoneLogin])[] = [
  ['a password', { username: 'ada', userDomainName: 'Default', password: secret('password') }],
  [
    'an application credential',
    { applicationCredentialId: 'id', applicationCredentialSecret: secret('credential') },
  ],
  ['a token', { token: token('old') }],
]

const FAST = { retryForMs: 0 }

/** Requests to a driver that use its login in every way. */
async function used(options: ConnectOptions): Promise<readonly unknown[]> {
  const connected = await connect(options)
  if (connected.isErr()) return [connected, connected.error]
  const driver = connected.value
  const results = [
    await driver.client.nodes.get('metal-1'),
    await driver.power.requestOn({ node: 'metal-1' }),
    await driver.client.nodes.create({ driver: 'fake-hardware' }),
    await driver.inventory.nodes(),
  ]
  return [...results, ...results.map((result) => (result.isErr() ? result.error : ''))]
}

describe.each(LOGINS)('%s', (_, login) => {
  it.each(ANSWERS)('is not shown when Keystone answers %s', async (_answer, answer) => {
    const url = await hostileServer(answer)
    expectDiscretion(
      ...(await used({ keystone: { url, login }, ...FAST })),
      ...(await used({ keystone: { url, login }, endpoint: url, ...FAST })),
    )
  })

  it.each(ANSWERS)('is not shown when Ironic answers %s', async (_answer, answer) => {
    const url = await hostileServer(granting({ token: { catalog: catalog(await hostileServer(answer)) } }))
    const options = { keystone: { url, login }, region: 'north', ...FAST }
    expectDiscretion(options.region, ...(await used(options)))
  })

  const GRANTS: readonly (readonly [string, HostileAnswer])[] = [
    ['no token', granting({ token: {} }, null)],
    ['no JSON', granting(`{ ${token('new')}`)],
    ['other JSON', granting({ token: { catalog: token('new'), expires_at: token('new') } })],
    ['no Ironic', granting({ token: { catalog: [] } })],
    [
      'an Ironic with a login in its address',
      granting({ token: { catalog: catalog(`http://a:${CANARY}@m`) } }),
    ],
    ['an Ironic at no address', granting({ token: { catalog: catalog(`metal?${CANARY}`) } })],
    ['an Ironic with a signed address', granting({ token: { catalog: catalog(`http://m?k=${CANARY}`) } })],
  ]
  it.each(GRANTS)('is not shown when Keystone grants %s', async (_grant, answer) => {
    expectDiscretion(...(await used({ keystone: { url: await hostileServer(answer), login }, ...FAST })))
  })

  it('is not shown in a driver or its parts', async () => {
    const ironic = await hostileServer((_, reply) => void reply.end('{}'))
    const url = await hostileServer(granting({ token: { catalog: catalog(ironic) } }))
    const driver = expectOk(await connect({ keystone: { url, login }, ...FAST }))
    const auth = tokenAuthentication(keystoneTokens({ url, login }))
    const transport = createKyTransport({ endpoint: ironic, auth })
    const results = [
      await driver.client.nodes.get('metal-1'),
      await transport.send({ method: 'GET', path: '/v1', headers: {} }),
    ]
    expectDiscretion(results, driver, driver.client, transport, auth, keystoneTokens({ url, login }))
  })

  it('is not shown when the connection options are invalid', async () => {
    const url = await hostileServer(inText(200))
    const silent = await hostileServer(() => undefined)
    const tls = { ca: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----' }
    expectDiscretion(
      ...(await used({ keystone: { url: url.replace('http:', 'https:'), login }, ...FAST })),
      ...(await used({ keystone: { url: 'http://127.0.0.1:9', login }, ...FAST })),
      ...(await used({ keystone: { url: `http://ada:${CANARY}@127.0.0.1:9`, login }, ...FAST })),
      ...(await used({
        keystone: { url: 'http://127.0.0.1:9', login, tls: { key: CANARY } } as never,
        ...FAST,
      })),
      ...(await used({ keystone: { url, login }, tls: { ...tls, cert: CANARY, key: CANARY }, ...FAST })),
      ...(await used({ keystone: { url, login: { ...login, extra: CANARY } as never }, ...FAST })),
    )
    const source = keystoneTokens({ url: silent, login, timeoutMs: 50 })
    const auth = tokenAuthentication(source)
    const signal = AbortSignal.timeout(20)
    const fetched = [await source.fetchToken(), await auth.headers(signal), await auth.renew?.({}, signal)]
    for (const result of fetched) expectDiscretion(result?.isErr() ? result.error : result)
    expectDiscretion(source, auth)
    expect(fetched.map((result) => result?.isErr())).toEqual([true, true, true])
  })
})

it.each(ANSWERS)('a password of HTTP basic is not shown when Ironic answers %s', async (_, answer) => {
  const auth = httpBasic({ username: 'ada', password: secret('basic') })
  expectDiscretion(auth, ...(await used({ endpoint: await hostileServer(answer), auth, ...FAST })))
})

const CLOUD_LOGINS: readonly (readonly [string, object])[] = [
  ['a password', { auth: { username: 'ada', user_domain_name: 'D', password: secret('password') } }],
  [
    'an application credential',
    {
      auth_type: 'v3applicationcredential',
      auth: { application_credential_id: 'id', application_credential_secret: secret('credential') },
    },
  ],
  ['a token', { auth_type: 'token', auth: { token: token('old') } }],
  ['HTTP basic', { auth_type: 'http_basic', auth: { username: 'ada', password: secret('basic') } }],
  ['a bare token', { auth_type: 'admin_token', auth: { token: token('old') } }],
]

describe.each(CLOUD_LOGINS)('of a cloud, %s', (_, login) => {
  it.each(ANSWERS.slice(0, 9))('is not shown when the answer is %s', async (_answer, answer) => {
    const url = await hostileServer(answer)
    const own = login as { readonly auth: object }
    const metal = { ...own, auth: { ...own.auth, auth_url: url, endpoint: url } }
    const env = homeWith({ [CLOUDS]: JSON.stringify({ clouds: { metal } }) })
    const split = homeWith({
      [CLOUDS]: JSON.stringify({ clouds: { metal: { auth: { auth_url: url, endpoint: url } } } }),
      [SECURE]: JSON.stringify({ clouds: { metal: own } }),
    })
    const { auth, ...beside } = metal
    const variables: Record<string, string> = {}
    for (const [key, value] of Object.entries({ ...beside, ...auth }))
      variables[`OS_${key.toUpperCase()}`] = value
    expectDiscretion(
      ...(await used({ cloud: 'metal', env, ...FAST })),
      ...(await used({ cloud: 'metal', env: split, ...FAST })),
      ...(await used({ env: { ...homeWith({}), ...variables }, ...FAST })),
    )
  })
})

describe('a wrong description of a cloud shows no secret:', () => {
  const URL = 'auth_url: "http://127.0.0.1:9"'
  it.each([
    ['no YAML', `clouds: { metal: { auth: { password: ${CANARY}`],
    ['no YAML, over lines', `clouds:\n  metal:\n    password: "${CANARY}\n  x: y`],
    ['an alias', `clouds: { metal: { auth: { ${URL}, password: *${CANARY} } } }`],
    ['a tag', `clouds: { metal: { auth: { ${URL}, password: !${CANARY} x } } }`],
    ['a list for a password', `clouds: { metal: { auth: { ${URL}, password: [${CANARY}] } } }`],
    ['a mapping for a password', `clouds: { metal: { auth: { ${URL}, password: {${CANARY}: 1} } } }`],
    ['auth in one line', `clouds: { metal: { auth: "password=${CANARY}" } }`],
    ['no user', `clouds: { metal: { auth: { ${URL}, password: ${CANARY} } } }`],
    ['a password for an auth_type', `clouds: { metal: { auth_type: ${CANARY}, auth: { ${URL} } } }`],
    ['a password for a profile', `clouds: { metal: { profile: ${CANARY}, auth: { ${URL} } } }`],
    [
      'a password for a timeout',
      `clouds: { metal: { auth_type: none, api_timeout: ${CANARY}, auth: { endpoint: "http://i" } } }`,
    ],
    [
      'a password for a microversion',
      `clouds: { metal: { auth_type: none, baremetal_default_microversion: ${CANARY}, auth: { endpoint: "http://i" } } }`,
    ],
    [
      'a password in auth_url',
      `clouds: { metal: { auth: { auth_url: "http://a:${CANARY}@k", username: u, user_id: u, password: p } } }`,
    ],
    [
      'a password in the endpoint',
      `clouds: { metal: { auth_type: none, auth: { endpoint: "http://a:${CANARY}@i" } } }`,
    ],
  ])('%s', async (_, text) => {
    const connected = await connect({ cloud: 'metal', env: homeWith({ [CLOUDS]: text }) })
    expect(connected.isErr()).toBe(true)
    expectDiscretion(connected)
  })

  it('a key that does not match its certificate', async () => {
    const pem = (what: string) => `-----BEGIN ${what}-----\n${CANARY}\n-----END ${what}-----\n`
    const home = homeWith({ 'cert.pem': pem('CERTIFICATE'), 'key.pem': pem('PRIVATE KEY') })
    const metal = { auth_type: 'none', auth: { endpoint: 'https://i' }, cert: '~/cert.pem', key: '~/key.pem' }
    const configFile = `${home.HOME}/clouds.yaml`
    const env = { ...home, OS_CLIENT_CONFIG_FILE: configFile }
    const { writeFileSync } = await import('node:fs')
    writeFileSync(configFile, JSON.stringify({ clouds: { metal } }))
    const connected = await connect({ cloud: 'metal', env })
    expect(connected.isErr() && connected.error.kind).toBe('cloud_config_invalid')
    expectDiscretion(connected)
  })
})

it('a token that is a common word does not change the meaning of a refusal', async () => {
  const faultstring =
    'Node metal-1 is locked by host a, please retry after the current operation is completed.'
  const endpoint = await hostileServer(({ url }, reply) => {
    const isRoot = url === '/' || url === '/v1'
    reply.writeHead(isRoot ? 200 : 409, {
      'content-type': 'application/json',
      'x-openstack-ironic-api-minimum-version': '1.1',
      'x-openstack-ironic-api-maximum-version': '1.82',
    })
    reply.end(isRoot ? JSON.stringify({ id: 'v1' }) : JSON.stringify({ error_message: { faultstring } }))
  })
  const env = { ...homeWith({}), OS_AUTH_TYPE: 'admin_token', OS_ENDPOINT: endpoint, OS_TOKEN: 'locked' }
  const driver = expectOk(await connect({ env, ...FAST }))
  const asked = await driver.client.nodes.patch('metal-1', [{ op: 'add', path: '/extra/a', value: 1 }])
  expect(asked.isErr() && asked.error.kind).toBe('node_locked')
})
