import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const LEGACY = 'x-openstack-ironic-api-version'
const MIN = 'x-openstack-ironic-api-minimum-version'
const MAX = 'x-openstack-ironic-api-maximum-version'

describe('the negotiation of the microversion', () => {
  it.each([
    ['no header is the oldest', {}, '1.1'],
    ['the old header', { [LEGACY]: '1.50' }, '1.50'],
    ['the name of a header in capitals', { 'X-OpenStack-Ironic-API-Version': '1.50' }, '1.50'],
    ['latest', { [LEGACY]: 'latest' }, '1.115'],
    ['the standard header', { 'openstack-api-version': 'baremetal 1.60' }, '1.60'],
    [
      'the standard header goes first',
      { 'openstack-api-version': 'baremetal 1.60', [LEGACY]: '1.50' },
      '1.60',
    ],
    ['another service does not count', { 'openstack-api-version': 'compute 2.90', [LEGACY]: '1.50' }, '1.50'],
    ['latest in the standard header', { 'openstack-api-version': 'baremetal latest' }, '1.115'],
  ])('%s', async (_title, headers, version) => {
    const { call } = rawIronic()
    const reply = await call('GET', '/v1/nodes', undefined, { version: null, headers })
    expect(reply.status).toBe(200)
    expect(reply.headers).toMatchObject({ [LEGACY]: version, [MIN]: '1.1', [MAX]: '1.115' })
  })

  it.each([
    ['1.116', 'Version 1.116 was requested but the minor version is not supported by this service.'],
    ['1.0', 'Version 1.0 was requested'],
    ['2.1', 'Mutually exclusive versions requested. Version 2.1 requested'],
  ])('refuses %s, and lists the offered versions', async (version, text) => {
    const { call } = rawIronic()
    for (const path of ['/v1/nodes', '/v1', '/v1/nodes/nope']) {
      const reply = await call('GET', path, undefined, { version })
      expect(reply.status).toBe(406)
      expect(reply.headers).toMatchObject({ [MIN]: '1.1', [MAX]: '1.115' })
      expect(reply.headers).not.toHaveProperty(LEGACY)
      expect(reply.fault).toContain(text)
      expect(JSON.parse((reply.json as { error_message: string }).error_message)).toMatchObject({
        code: 406,
        title: 'Not Acceptable',
      })
    }
  })

  it.each(['1', 'new', '1.2.3', 'v1.5'])(
    'refuses "%s" without listing the offered versions',
    async (version) => {
      const reply = await rawIronic().call('GET', '/v1/nodes', undefined, { version })
      expect(reply.status).toBe(406)
      expect(reply.fault).toBe('Invalid value for X-OpenStack-Ironic-API-Version header')
      expect(reply.headers).not.toHaveProperty(MAX)
    },
  )

  it('offers the versions in the options', async () => {
    const { call } = rawIronic({ maxVersion: '1.90' })
    expect((await call('GET', '/v1/nodes', undefined, { version: 'latest' })).headers[LEGACY]).toBe('1.90')
    expect((await call('GET', '/v1/nodes', undefined, { version: '1.91' })).status).toBe(406)
  })

  it('ignores the standard header as Ironic 21.4 does', async () => {
    const { call } = rawIronic({ release: '21.4' })
    const headers = { 'openstack-api-version': 'baremetal 1.60' }
    expect((await call('GET', '/v1/nodes', undefined, { version: null, headers })).headers[LEGACY]).toBe(
      '1.1',
    )
  })
})

describe('the id of a request', () => {
  it('is in both headers of every reply', async () => {
    const { call } = rawIronic()
    for (const path of ['/v1/nodes', '/v1/nowhere', '/v1/nodes/nope']) {
      const { headers } = await call('GET', path)
      expect(headers['x-openstack-request-id']).toMatch(/^req-[0-9a-f-]{36}$/)
      expect(headers['openstack-request-id']).toBe(headers['x-openstack-request-id'])
    }
  })

  it('is in the only header of Ironic 21.4, and only when a handler answered', async () => {
    const { call } = rawIronic({ release: '21.4' })
    const { headers } = await call('GET', '/v1/nodes')
    expect(headers['openstack-request-id']).toMatch(/^req-/)
    expect(headers).not.toHaveProperty('x-openstack-request-id')
    expect((await call('GET', '/v1/nowhere')).headers).not.toHaveProperty('openstack-request-id')
  })
})

describe('the version documents', () => {
  it('name the range of versions', async () => {
    const { json } = await rawIronic().call('GET', '/')
    const version = { id: 'v1', status: 'CURRENT', min_version: '1.1', version: '1.115' }
    expect(json).toMatchObject({ default_version: version, versions: [version] })
  })

  it('link the collections that the version knows', async () => {
    const { call } = rawIronic()
    const old = await call('GET', '/v1', undefined, { version: '1.22' })
    expect(old.json).toHaveProperty('nodes')
    expect(old.json).not.toHaveProperty('portgroups')
    expect((await call('GET', '/v1')).json).toHaveProperty('inspection_rules')
  })

  it('link with the host of the request', async () => {
    const { call } = rawIronic()
    const { text } = await call('GET', '/v1', undefined, { headers: { host: 'metal.example:443' } })
    expect(text).toContain('http://metal.example:443/v1/nodes/')
  })
})

describe('unknown requests', () => {
  it.each([
    ['GET', '/v1/nowhere', 404, ''],
    ['GET', '/v2/nodes', 404, ''],
    ['PUT', '/v1/nodes', 405, ''],
    ['POST', '/v1', 405, 'The server could not comply'],
    ['GET', '/v1/nodes?colour=red', 400, 'Unexpected arguments: colour'],
    ['GET', '/v1/nodes/nope', 404, 'Node nope could not be found.'],
    ['GET', '/v1/nodes/a%20b', 400, 'Expected UUID or name for node: a b'],
    ['GET', '/v1/nodes/ports', 404, ''],
    ['DELETE', '/v1/nodes', 400, 'Missing mandatory parameter: node_ident'],
    ['POST', '/v1/nodes', 400, "'driver' is a required property"],
  ] as const)('%s %s: %i %s', async (method, path, status, text) => {
    const reply = await rawIronic().call(method, path)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('nodes are found without the version in the path, and with a trailing slash', async () => {
    const { call } = rawIronic()
    for (const path of ['/nodes', '/v1/nodes/', '/nodes/'])
      expect((await call('GET', path)).json).toEqual({ nodes: [] })
  })

  it('a body that is too large is refused, with the flat body of the middleware', async () => {
    const { call, simulator } = rawIronic()
    const { uuid } = simulator.node().available()
    const patch = [{ op: 'add', path: '/extra/text', value: 'x'.repeat(1_200_000) }]
    const reply = await call('PATCH', `/v1/nodes/${uuid}`, patch)
    expect(reply.status).toBe(413)
    expect(reply.json).toEqual({
      faultcode: 'Client',
      faultstring: 'Request body is too large. Please contact the service administrator.',
    })
    const drive = { configdrive: 'A'.repeat(1_200_000) }
    const deploy = await call('PUT', `/v1/nodes/${uuid}/states/provision`, { target: 'active', ...drive })
    expect(deploy.status).toBe(202)
  })

  it('a body that is not JSON gives 500 where it is read, and is ignored where it is merged', async () => {
    const { call, simulator } = rawIronic()
    const { uuid } = simulator.node().available()
    expect((await call('PATCH', `/v1/nodes/${uuid}`, '{bad')).status).toBe(500)
    const power = await call('PUT', `/v1/nodes/${uuid}/states/power`, '{bad')
    expect(power).toMatchObject({ status: 400, fault: 'Missing mandatory parameter: target' })
    const plain = { headers: { 'content-type': 'text/plain' } }
    const typed = await call('PUT', `/v1/nodes/${uuid}/states/power`, { target: 'power on' }, plain)
    expect(typed.fault).toBe('Missing mandatory parameter: target')
  })
})
