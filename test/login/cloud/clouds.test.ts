import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { CLOUDS, SECURE, VENDORS } from '../support/cloud-folder.js'
import { readCloud, type Described } from '../support/read-cloud.js'
import { METAL, URL } from '../support/described-fields.js'

const fieldsOf = async (described: Described) => {
  const { login } = expectOk(await readCloud(described))
  if (login.type !== 'keystone') throw new Error(`A login by Keystone was expected, not ${login.type}.`)
  return login
}

describe('a cloud of a file', () => {
  it('is read by its name, or as the only one without a name', async () => {
    const metal = await fieldsOf({ files: { [CLOUDS]: METAL }, cloud: 'metal' })
    expect(metal).toEqual({
      type: 'keystone',
      url: URL,
      method: 'password',
      fields: {
        username: 'ironic',
        password: 'secret',
        projectName: 'service',
        userDomainName: 'Users',
        projectDomainId: 'default',
      },
    })
    expect(await fieldsOf({ files: { [CLOUDS]: METAL } })).toEqual(metal)
  })

  it('may be JSON, and named by OS_CLIENT_CONFIG_FILE', async () => {
    const json = JSON.stringify({
      clouds: { metal: { auth: { auth_url: URL, token: 't' }, auth_type: 'token' } },
    })
    const login = await fieldsOf({ files: { '.config/openstack/clouds.json': json }, cloud: 'metal' })
    expect(login).toMatchObject({ method: 'token', fields: { token: 't' } })
  })

  it('takes its password from secure.yaml', async () => {
    const files = {
      [CLOUDS]: METAL.replace('      password: secret\n', ''),
      [SECURE]: 'clouds: { metal: { auth: { password: hidden } } }',
    }
    expect((await fieldsOf({ files })).fields.password).toBe('hidden')
  })

  it('takes missing settings from its profile', async () => {
    const files = {
      [CLOUDS]: 'clouds: { metal: { profile: ours, auth: { username: u, password: p, user_domain_id: d } } }',
      [VENDORS]: `public-clouds: { ours: { auth: { auth_url: "${URL}", username: nobody }, baremetal_interface: internal } }`,
    }
    const connection = expectOk(await readCloud({ files }))
    expect(connection.login).toMatchObject({ url: URL, fields: { username: 'u' } })
    expect(connection.choice.interfaces).toEqual(['internal'])
  })

  it('reads numbers as text where text is meant, and hyphens as underscores', async () => {
    const files = {
      [CLOUDS]: `clouds: { metal: { auth: { auth-url: "${URL}", user-id: 12345678901234567890123456789012, password: 12345 } } }`,
    }
    expect((await fieldsOf({ files })).fields).toEqual({
      userId: '12345678901234567890123456789012',
      password: '12345',
    })
  })

  it('reads numbers as they are written', async () => {
    const text = METAL.replace('secret', '0123.50') + '    baremetal_default_microversion: 1.80\n'
    const connection = expectOk(await readCloud({ files: { [CLOUDS]: text } }))
    expect(connection.login).toMatchObject({ fields: { password: '0123.50' } })
    expect(connection.newestVersion).toBe('1.80')
  })

  it('may take shared settings from a merge key', async () => {
    const shared = METAL.replace('clouds:', 'shared:').replace('metal:', 'metal: &metal')
    const files = { [CLOUDS]: `${shared}\nclouds:\n  metal:\n    <<: *metal\n    verify: no\n` }
    expect((await fieldsOf({ files })).fields).toMatchObject({ username: 'ironic', password: 'secret' })
    expect(expectOk(await readCloud({ files })).tls.insecure).toBe(true)
  })

  it('replaces the placeholders of its auth_url', async () => {
    const files = {
      [CLOUDS]: METAL.replace(URL, 'https://{region_name}.example/v3') + '    region_name: north\n',
    }
    expect((await fieldsOf({ files })).url).toBe('https://north.example/v3')
  })
})

describe('the scope', () => {
  const scoped = async (auth: string, beside = '') =>
    (
      await fieldsOf({
        files: {
          [CLOUDS]: `clouds: { metal: { auth: { auth_url: "${URL}", username: u, password: p, ${auth} }, ${beside} } }`,
        },
      })
    ).fields
  const user = { username: 'u', password: 'p' }

  it.each([
    ['domain_name: D, project_name: P', { projectName: 'P', userDomainName: 'D', projectDomainName: 'D' }],
    ['domain_id: D, project_id: P', { projectId: 'P', userDomainId: 'D', projectDomainId: 'D' }],
    [
      'domain_id: D, user_domain_id: U, project_id: P',
      { projectId: 'P', userDomainId: 'U', projectDomainId: 'D' },
    ],
    ['tenant_name: P, default_domain: x', { projectName: 'P' }],
    ['default_domain_id: D, project_name: P', { projectName: 'P', userDomainId: 'D', projectDomainId: 'D' }],
    ['user_domain_name: U, domain_name: D', { userDomainName: 'U', domainName: 'D' }],
    ['user_domain_name: U, system_scope: all', { userDomainName: 'U', systemScope: 'all' }],
    ['user_domain_name: U, trust_id: T', { userDomainName: 'U', trustId: 'T' }],
  ])('of { %s }', async (auth, expected) => {
    expect(await scoped(auth)).toEqual({ ...user, ...expected })
  })

  it('beside auth overrides the one inside', async () => {
    expect(await scoped('project_name: P, domain_id: D', 'project_name: Q')).toMatchObject({
      projectName: 'Q',
    })
  })
})

describe('the region', () => {
  const files = {
    [CLOUDS]: `${METAL}
    regions:
      - name: north
        values: { baremetal_endpoint_override: "https://north.example/baremetal" }
      - south
`,
  }

  it('is the first one, or the requested one', async () => {
    const first = expectOk(await readCloud({ files }))
    expect([first.choice.region, first.endpoint]).toEqual(['north', 'https://north.example/baremetal'])
    const south = expectOk(await readCloud({ files, region: 'south' }))
    expect([south.choice.region, south.endpoint]).toEqual(['south', undefined])
    const chosen = await readCloud({ files, env: { OS_CLOUD: 'metal', OS_REGION_NAME: 'south' } })
    expect(expectOk(chosen).choice.region).toBe('south')
  })

  it('is reported with the known ones if it is unknown', async () => {
    const error = expectErr(await readCloud({ files, region: 'North' }), 'cloud_config_invalid')
    expect(error.message).toContain('has no region North; use north, south')
  })
})

it('prefers settings of the service to those of the cloud', async () => {
  const files = {
    [CLOUDS]: `${METAL}
    interface: admin
    baremetal_interface: [internal, public]
    region_name: north
    baremetal_region_name: south
    baremetal_service_type: bare-metal
    baremetal_service_name: ironic
    baremetal_default_microversion: "1.82"
    api_timeout: 30
    cacert: ~/ca.pem
    verify: false
`,
  }
  expect(expectOk(await readCloud({ files }))).toMatchObject({
    choice: {
      serviceType: 'bare-metal',
      serviceName: 'ironic',
      interfaces: ['internal', 'public'],
      region: 'south',
    },
    newestVersion: '1.82',
    requestTimeoutMs: 30_000,
    tls: { ca: '~/ca.pem', cert: undefined, key: undefined, insecure: true },
  })
})

it.each([
  ['1.82', '1.82'],
  ['1', undefined],
  ['1.0', undefined],
  ['latest', undefined],
])('OS_BAREMETAL_API_VERSION %s requests microversion %s', async (written, newestVersion) => {
  const env = { OS_AUTH_TYPE: 'none', OS_ENDPOINT: 'http://i', OS_BAREMETAL_API_VERSION: written }
  expect(expectOk(await readCloud({ env })).newestVersion).toBe(newestVersion)
})

describe('the environment', () => {
  const env = {
    OS_AUTH_URL: URL,
    OS_USERNAME: 'u',
    OS_PASSWORD: 'p',
    OS_USER_DOMAIN_ID: 'd',
    OS_SYSTEM_SCOPE: 'all',
  }

  it('describes a cloud of its own', async () => {
    expect((await fieldsOf({ env })).fields).toEqual({
      username: 'u',
      password: 'p',
      userDomainId: 'd',
      systemScope: 'all',
    })
    expect((await fieldsOf({ env, cloud: 'envvars' })).url).toBe(URL)
  })

  it('is ignored if a cloud is chosen', async () => {
    const files = { [CLOUDS]: METAL }
    expect((await fieldsOf({ files, env: { ...env, OS_CLOUD: 'metal' } })).fields.username).toBe('ironic')
    expect((await fieldsOf({ files, env, cloud: 'metal' })).fields.username).toBe('ironic')
  })

  it('overrides the only cloud of a file', async () => {
    expect((await fieldsOf({ files: { [CLOUDS]: METAL }, env })).fields.username).toBe('u')
  })
})
