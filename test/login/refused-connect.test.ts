import { connect, type ConnectOptions } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr } from '../support/expect-result.js'
import { CLOUDS, homeWith } from './support/cloud-folder.js'

const login = { username: 'ironic', password: 'canary-password', userDomainName: 'Default' }

describe('reports a wrong setting of a cloud with its place:', () => {
  const METAL = `clouds: { metal: { auth: { auth_url: "http://127.0.0.1:9", username: u, user_domain_id: d`
  it.each([
    ['no password', `${METAL} } } }`, 'clouds.metal.auth.password', 'pass the password of the user'],
    [
      'no domain',
      `${METAL.replace(', user_domain_id: d', ', password: p')} } } }`,
      'clouds.metal.auth.user_domain_name',
      'the domain of the user',
    ],
    [
      'no URL',
      `${METAL.replace('http://', '')}, password: p } } }`,
      'clouds.metal.auth.auth_url',
      'has no scheme; write http:// or https:// before it',
    ],
    [
      'no CA',
      `${METAL}, password: p }, cacert: /nowhere/ca.pem } }`,
      'clouds.metal.cacert',
      '/nowhere/ca.pem',
    ],
    [
      'an invalid address, with Keystone',
      `${METAL}, password: p }, baremetal_endpoint_override: "ironic:6385" } }`,
      'clouds.metal.baremetal_endpoint_override',
      'has no scheme; write http:// or https:// before it',
    ],
    [
      'an invalid address, without Keystone',
      'clouds: { metal: { auth_type: none, baremetal_endpoint: ironic } }',
      'clouds.metal.baremetal_endpoint',
      'has no scheme; write http:// or https:// before it',
    ],
    [
      'a certificate alone',
      `${METAL}, password: p }, cert: ~/metal.pem } }`,
      'clouds.metal.key',
      'private key',
    ],
    ['no PEM', `${METAL}, password: p }, cacert: /etc/hostname } }`, 'clouds.metal.cacert', 'not PEM'],
  ])('%s', async (_, text, key, problem) => {
    const env = homeWith({ [CLOUDS]: text, 'metal.pem': '-----BEGIN CERTIFICATE-----' })
    const error = expectErr(await connect({ cloud: 'metal', env }), 'cloud_config_invalid')
    expect(error.key).toBe(key)
    expect(error.message).toContain(problem)
  })
})

describe('rejects invalid options before it sends anything:', () => {
  const WRONG: readonly (readonly [field: string, options: unknown])[] = [
    ['options', undefined],
    ['options', {}],
    ['endpoint', { endpoint: 'metal' }],
    ['auth', { endpoint: 'http://127.0.0.1:9', auth: 'secret' }],
    ['cloud', { endpoint: 'http://127.0.0.1:9', cloud: 'metal' }],
    ['transport', { endpoint: 'http://127.0.0.1:9', transport: {} }],
    ['cloud', { cloud: '' }],
    ['env', { env: 'OS_CLOUD=metal' }],
    ['interface', { keystone: { url: 'http://127.0.0.1:9', login }, interface: [] }],
    ['retryForMs', { endpoint: 'http://127.0.0.1:9', retryForMs: -1 }],
    ['keystone', { keystone: 'http://127.0.0.1:9' }],
    ['url', { keystone: { url: 'keystone', login } }],
    ['login', { keystone: { url: 'http://127.0.0.1:9' } }],
    ['login.password', { keystone: { url: 'http://127.0.0.1:9', login: { ...login, password: undefined } } }],
    [
      'login.userDomainName',
      { keystone: { url: 'http://127.0.0.1:9', login: { username: 'u', password: 'p' } } },
    ],
    ['login.user', { keystone: { url: 'http://127.0.0.1:9', login: { ...login, user: 'u' } } }],
    [
      'scope.projectDomainName',
      { keystone: { url: 'http://127.0.0.1:9', login, scope: { projectName: 'p' } } },
    ],
    [
      'scope.projectId',
      {
        keystone: {
          url: 'http://127.0.0.1:9',
          login: { applicationCredentialId: 'a', applicationCredentialSecret: 's' },
          scope: { projectId: 'p' },
        },
      },
    ],
    [
      'scope.projectId',
      { keystone: { url: 'http://127.0.0.1:9', login, scope: { projectId: 'p', domainId: 'd' } } },
    ],
  ]

  it.each(WRONG)('%s', async (field, options) => {
    const error = expectErr(await connect(options as ConnectOptions), 'invalid_input')
    expect(error.field).toBe(field)
  })
})
