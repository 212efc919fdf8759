import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  connect,
  createKyTransport,
  httpBasic,
  IronicDriver,
  keystoneTokens,
  tokenAuthentication,
  type ConnectOptions,
  type TokenSource,
} from 'ironic-driver'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { startProxy } from '../transport/support/loopback-proxy.js'
import { behindKeystone } from './fixture/behind-keystone.js'
import { ironicReleases } from './fixture/ironic-release.js'
import { startIronic, type RunningIronic } from './fixture/start-ironic.js'
import { startKeystone, type RunningKeystone } from './fixture/start-keystone.js'

const SERVICE = { username: 'ironic', password: 'service-password' }
const ADA = { username: 'ada', password: 'canary-password', userDomainId: 'default' }
/** Long enough that a token is still valid when a loaded machine validates it for the second time. */
const SHORT_LIFE_SECONDS = 20

describe('with a Keystone', () => {
  let keystone: RunningKeystone
  let ada: { readonly userId: string; readonly projectId: string }
  let credential: { readonly id: string; readonly name: string; readonly secret: string }
  let trustId: string

  beforeAll(async () => {
    keystone = await startKeystone({ shortLifeSeconds: SHORT_LIFE_SECONDS })
    const { admin } = keystone
    const { username: name, password } = SERVICE
    await admin.createUser({ name, password, project: 'service', role: 'admin' })
    ada = await admin.createUser({ name: 'ada', password: ADA.password, project: 'metal', role: 'admin' })
    credential = await admin.createApplicationCredential({ ...ada, password: ADA.password })
    trustId = await admin.createTrust({ ...ada, password: ADA.password, role: 'admin' })
  })
  afterAll(() => keystone.stop())

  describe.concurrent.each(ironicReleases)('Ironic %s behind Keystone', (release) => {
    const region = `region-${release}`
    let ironic: RunningIronic
    let node: string

    beforeAll(async () => {
      ironic = await startIronic({ release, extraConfig: behindKeystone(keystone.url, SERVICE) })
      await keystone.admin.createRegion(region)
      await keystone.admin.registerService('baremetal', ironic.url, region)
      const driver = expectOk(await connect(bySystem()))
      const created = await driver.client.nodes.create({ driver: 'fake-hardware', owner: ada.projectId })
      node = expectOk(created).uuid
    })
    afterAll(() => ironic.stop())

    it('is reached through a proxy, with the headers and the request id of a call', async ({
      onTestFinished: atEnd,
    }) => {
      const proxy = await startProxy({ atEnd })
      const seen: Readonly<Record<string, string>>[] = []
      const options: ConnectOptions = {
        ...bySystem(),
        env: { HTTP_PROXY: proxy.url },
        userAgent: 'portal/2.1',
        headers: { 'x-tenant': 'blue' },
        wrapTransport: (inner) => ({ send: (request) => (seen.push(request.headers), inner.send(request)) }),
      }
      const driver = expectOk(await connect(options))
      const requestId = `req-${randomUUID()}`
      expectOk(await driver.power.state({ node }, { requestId, timeoutMs: 20_000 }))
      expect(proxy.asked[0]).toContain(`POST ${keystone.url}`)
      expect(proxy.asked.at(-1)).toContain(`GET ${ironic.url}`)
      expect(seen.at(-1)).toMatchObject({ 'x-openstack-request-id': requestId })
      const missing = expectErr(await driver.client.nodes.get('nobody', { requestId }), 'not_found')
      expect(missing.globalRequestId).toBe(requestId)
    })

    it('is found by a connect that began while Keystone was down', async ({ onTestFinished: atEnd }) => {
      const proxy = await startProxy({ refuse: 503, refuseFirst: 1, atEnd })
      const driver = expectOk(await connect({ ...bySystem(), proxy: proxy.url }))
      expectOk(await driver.power.state({ node }))
      expect(proxy.asked.filter((asked) => asked.startsWith('POST'))).toHaveLength(2)
    })

    const bySystem = (): ConnectOptions => ({
      keystone: { url: keystone.url, login: ADA, scope: 'system' },
      region,
    })

    it('accepts a password with a scope of the system, of a project and of a trust', async () => {
      const named = { projectName: 'metal', projectDomainName: 'Default' }
      for (const scope of ['system', { projectId: ada.projectId }, named, { trustId }] as const) {
        const driver = expectOk(await connect({ keystone: { url: keystone.url, login: ADA, scope }, region }))
        expect(expectOk(await driver.power.state({ node })).power_state).toBeNull()
      }
    })

    it('accepts a password with the scope of a domain', async () => {
      const scope = { domainId: 'default' }
      // That it is found shows that Keystone accepted the login. Ironic has no rules for it: 39.0 answers
      // 500.
      expectOk(await connect({ keystone: { url: keystone.url, login: ADA, scope }, region }))
    })

    it('accepts an application credential by its id, and by its name', async () => {
      const secret = { applicationCredentialSecret: credential.secret }
      for (const login of [
        { ...secret, applicationCredentialId: credential.id },
        { ...secret, applicationCredentialName: credential.name, userId: ada.userId },
      ]) {
        const driver = expectOk(
          await connect({ keystone: { url: keystone.url, login }, region, interface: 'internal' }),
        )
        expectOk(await driver.power.state({ node }))
      }
    })

    it('accepts an older token, exchanged for another scope', async () => {
      const source = keystoneTokens({ url: keystone.url, login: ADA })
      const { value: token } = expectOk(await source.fetchToken())
      const scope = { projectId: ada.projectId }
      const driver = expectOk(
        await connect({ keystone: { url: keystone.url, login: { token }, scope }, region }),
      )
      expectOk(await driver.power.state({ node }))
    })

    it('is found by a clouds.yaml and by variables', async () => {
      const home = await mkdtemp(join(tmpdir(), 'ironic-driver-clouds-'))
      onTestFinished(() => rm(home, { recursive: true }))
      const auth = {
        auth_url: keystone.url,
        username: ADA.username,
        password: ADA.password,
        user_domain_id: 'default',
        system_scope: 'all',
      }
      const configFile = join(home, 'clouds.yaml')
      await writeFile(configFile, JSON.stringify({ clouds: { metal: { auth, region_name: region } } }))
      const byFile = expectOk(await connect({ cloud: 'metal', configFile }))
      expectOk(await byFile.power.state({ node }))

      const env = {
        HOME: home,
        OS_AUTH_TYPE: 'v3applicationcredential',
        OS_AUTH_URL: keystone.url,
        OS_APPLICATION_CREDENTIAL_ID: credential.id,
        OS_APPLICATION_CREDENTIAL_SECRET: credential.secret,
        OS_REGION_NAME: region,
      }
      const byVariables = expectOk(await connect({ env }))
      expectOk(await byVariables.power.state({ node }))
    })

    it('keeps working when tokens expire after seconds', async () => {
      const shortLived = { url: keystone.shortLivedUrl, login: ADA, scope: 'system' as const }
      const driver = expectOk(await connect({ keystone: shortLived, region }))
      const until = Date.now() + 1.5 * SHORT_LIFE_SECONDS * 1000
      while (Date.now() < until) {
        expectOk(await driver.power.state({ node }))
        await sleep(250)
      }
    })

    it.each([
      [
        'a wrong password',
        { keystone: { login: { ...ADA, password: 'canary-wrong' } } },
        'authentication_failed',
      ],
      [
        'a token that there is not',
        { keystone: { login: { token: 'canary-token' } } },
        'authentication_failed',
      ],
      [
        'a secret that is wrong',
        {
          keystone: {
            login: { applicationCredentialId: 'a'.repeat(32), applicationCredentialSecret: 'canary-secret' },
            scope: undefined,
          },
        },
        'authentication_failed',
      ],
      [
        'a scope that is not the user’s',
        { keystone: { scope: { projectId: 'f'.repeat(32) } } },
        'authentication_failed',
      ],
      ['a region without an Ironic', { region: 'elsewhere' }, 'endpoint_not_found'],
    ] as const)('reports what is wrong with %s', async (_, wrong, kind) => {
      const usual = { url: keystone.url, login: ADA, scope: 'system' as const }
      const keystoneOptions = { ...usual, ...('keystone' in wrong ? wrong.keystone : {}) }
      const connected = await connect({
        keystone: keystoneOptions,
        region: 'region' in wrong ? wrong.region : region,
      })
      const error = expectErr(connected, kind)
      expect(error.advice).toBe('fix_request')
      expect(JSON.stringify(error)).not.toContain('canary')
    })

    // its five hundred would slow down the others, whose tokens expire
    it(
      'logs in once when a token is revoked under five hundred waits and forty requests',
      { concurrent: false },
      async () => {
        await ironic.forceNode(node, { provision_state: 'cleaning', target_provision_state: 'manageable' })
        const tokens: string[] = []
        const inner = keystoneTokens({ url: keystone.url, login: ADA, scope: 'system' })
        // their expiry is not reported, so that only a refusal of Ironic leads to another one
        const source: TokenSource = {
          fetchToken: async () => {
            const fetched = (await inner.fetchToken()).map(({ value }) => ({ value }))
            if (fetched.isOk()) tokens.push(fetched.value.value)
            return fetched
          },
        }
        const auth = tokenAuthentication(source)
        const driver = new IronicDriver({ transport: createKyTransport({ endpoint: ironic.url, auth }) })
        const waits = Array.from({ length: 500 }, () => driver.lifecycle.waitForClean({ node }))
        expectOk(await driver.client.nodes.get(node))
        await keystone.admin.revoke(tokens[0] ?? '')

        const reads = Array.from({ length: 40 }, () => driver.client.nodes.get(node))
        for (const read of await Promise.all(reads)) expectOk(read)
        await ironic.forceNode(node, { provision_state: 'manageable', target_provision_state: null })
        for (const wait of await Promise.all(waits)) expectOk(wait)
        expect(tokens).toHaveLength(2)
      },
    )
  })
})

describe.concurrent.each(ironicReleases)('Ironic %s with http_basic', (release) => {
  // of the password "basic-password"
  const USERS = 'ada:$2b$05$KP5IeXiCNiDwN0.zttt4nesL1sOn9vk0xQDErjAt62wHIfjxM17Vy\n'
  let ironic: RunningIronic
  beforeAll(async () => {
    ironic = await startIronic({
      release,
      extraConfig: {
        DEFAULT: { auth_strategy: 'http_basic', http_basic_auth_user_file: '$state_path/users' },
      },
      files: { users: USERS },
    })
  })
  afterAll(() => ironic.stop())

  it('accepts the password, and reports a wrong one', async () => {
    const login = (password: string) => httpBasic({ username: 'ada', password })
    const right = expectOk(await connect({ endpoint: ironic.url, auth: login('basic-password') }))
    expect(expectOk(await right.inventory.nodes())).toEqual([])
    const wrong = expectOk(await connect({ endpoint: ironic.url, auth: login('canary-wrong') }))
    const error = expectErr(await wrong.inventory.nodes(), 'unauthorized')
    expect(error.advice).toBe('fix_request')
    expect(JSON.stringify(error)).not.toContain('canary')
  })
})
