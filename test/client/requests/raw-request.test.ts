import { inspect } from 'node:util'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { NetworkFailureError } from 'ironic-driver'
import type { RawRequest } from 'ironic-driver/client'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { fault, reply, scriptedClient, versions } from '../support/scripted-transport.js'

const LOST = err(new NetworkFailureError('The connection broke.', { sent: 'maybe' }))
const wheels = { method: 'GET', path: ['wheels', 'a/b'] } as const
const versionOf = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
  headers['x-openstack-ironic-api-version']

describe('a raw request', () => {
  it('stays below /v1 with any segments, and returns the parsed body', async () => {
    const { client, requests, run } = scriptedClient(() => reply(200, { wheels: [1] }))
    const query = { fields: ['a', 'b'], limit: 2, marker: undefined }
    expect(expectOk(await run(client.request({ ...wheels, query })))).toEqual({ wheels: [1] })
    expect(requests.map(({ path }) => path)).toEqual(['/v1/wheels/a%2Fb?fields=a,b&limit=2'])
  })

  it('returns undefined if the server returns nothing', async () => {
    const { client, requests, run } = scriptedClient(() => reply(202))
    const put = client.request({ method: 'PUT', path: ['wheels'], body: { on: true } })
    expect(expectOk(await run(put))).toBeUndefined()
    expect(requests[0]?.body).toBe('{"on":true}')
  })

  it('classifies faults like every other request', async () => {
    const { client, run } = scriptedClient(() =>
      fault(409, 'Node n1 is associated with instance i1.', { 'x-openstack-request-id': 'req-1' }),
    )
    const error = expectErr(await run(client.request({ ...wheels, node: 'n1' })), 'node_associated')
    expect(error).toMatchObject({
      operation: 'request(GET /v1/wheels/a/b)',
      node: 'n1',
      requestId: 'req-1',
    })
  })

  it('returns the result of the decoder', async () => {
    const { client, run } = scriptedClient(() => reply(200, { wheels: 4 }))
    const decode = (body: unknown) => `${(body as { wheels: number }).wheels} wheels`
    const made: string = expectOk(await run(client.request({ ...wheels, decode })))
    expect(made).toBe('4 wheels')
  })

  it('is an invalid response when the decoder throws', async () => {
    const { client, run } = scriptedClient(() => reply(200, {}, { 'x-openstack-request-id': 'req-2' }))
    const decode = () => {
      throw new TypeError('wheels are missing')
    }
    const error = expectErr(await run(client.request({ ...wheels, decode })), 'invalid_response')
    expect(error.message).toContain('it was rejected by the `decode` function: wheels are missing')
    expect(error.requestId).toBe('req-2')
  })
})

describe('the error of a decoder', () => {
  it('shows no secret of the reply that it quotes', async () => {
    const body = { driver_info: { redfish_password: 'canary-1' }, properties: { auth_password: 'canary-2' } }
    const { client, run } = scriptedClient(() => reply(200, body))
    const decode = () => {
      throw new TypeError('canary-1 and canary-2 are no wheels')
    }
    const error = expectErr(await run(client.request({ ...wheels, decode })), 'invalid_response')
    expect(error.message).toContain('are no wheels')
    expect(inspect(error) + JSON.stringify(error)).not.toMatch(/canary/)
  })

  it('reports a decoder that returns a promise, and leaves no unhandled rejection', async () => {
    const { client, run } = scriptedClient(() => reply(200, {}))
    const decode = () => Promise.reject(new Error('too late'))
    const error = expectErr(await run(client.request({ ...wheels, decode })), 'invalid_response')
    expect(error.message).toContain('returned a promise')
  })
})

describe('resending', () => {
  it.each([
    ['a GET', { method: 'GET', path: ['wheels'] }, 2],
    ['a HEAD', { method: 'HEAD', path: ['wheels'] }, 2],
    ['a POST', { method: 'POST', path: ['wheels'], body: {} }, 1],
    ['a PUT', { method: 'PUT', path: ['wheels'], body: {} }, 1],
    ['a PUT that writes the same', { method: 'PUT', path: ['wheels'], safety: 'same_value' }, 2],
    ['a DELETE', { method: 'DELETE', path: ['wheels'] }, 1],
    ['a GET with an effect', { method: 'GET', path: ['wheels'], safety: 'once' }, 1],
  ] satisfies [string, RawRequest, number][])('after a lost reply: %s', async (_, raw, attempts) => {
    const { client, requests, run } = scriptedClient((__, nth) => (nth === 0 ? LOST : ok(reply(200))))
    const result = await run(client.request(raw))
    expect(requests).toHaveLength(attempts)
    expect(result.isOk()).toBe(attempts === 2)
  })

  it('treats "not found" after a lost DELETE as done if the caller says so', async () => {
    const { client, run } = scriptedClient((_, nth) => (nth === 0 ? LOST : fault(404, 'Not there.')))
    expectOk(await run(client.request({ method: 'DELETE', path: ['wheels'], safety: 'delete' })))
  })
})

describe('the microversion', () => {
  const since = '1.120'

  it('is that of all requests without a need', async () => {
    const { client, requests, run } = scriptedClient(() => reply(200, {}), { root: () => versions('1.130') })
    expectOk(await run(client.request(wheels)))
    expectOk(await run(client.request({ ...wheels, since: '1.50' })))
    expect(requests.map(versionOf)).toEqual(['1.115', '1.115'])
  })

  it('may be newer than the library if the server has it, for this request only', async () => {
    const { client, requests, run } = scriptedClient(() => reply(200, {}), { root: () => versions('1.130') })
    expectOk(await run(client.request({ ...wheels, since })))
    expectOk(await run(client.request(wheels)))
    expect(requests.map(versionOf)).toEqual(['1.120', '1.115'])
    expect(requests[0]?.headers['openstack-api-version']).toBe('baremetal 1.120')
  })

  it('may be newer than the limit of the client', async () => {
    const { client, requests, run } = scriptedClient(() => reply(200, {}), { newestVersion: '1.82' })
    expectOk(await run(client.request({ ...wheels, since: '1.99' })))
    expect(requests.map(versionOf)).toEqual(['1.99'])
  })

  it('is checked first, and nothing is sent to a server without it', async () => {
    const { client, requests, run } = scriptedClient(() => reply(200, {}), { root: () => versions('1.119') })
    const error = expectErr(await run(client.request({ ...wheels, since })), 'unsupported_api_version')
    expect(error).toMatchObject({ needs: since, serverMaximum: '1.119' })
    expect(requests).toHaveLength(0)
  })

  it('is reported as refused if the server refuses it', async () => {
    const refused = fault(406, 'Not acceptable.', {
      'x-openstack-ironic-api-minimum-version': '1.1',
      'x-openstack-ironic-api-maximum-version': '1.130',
    })
    const { client, requests, run } = scriptedClient(() => refused, { root: () => versions('1.130') })
    const error = expectErr(await run(client.request({ ...wheels, since })), 'unsupported_api_version')
    expect(error.message).toContain('refused microversion 1.120')
    expect(requests).toHaveLength(1)
  })

  it('is reported as missing if another server behind the load balancer lacks it', async () => {
    const older = fault(406, 'Not acceptable.', {
      'x-openstack-ironic-api-minimum-version': '1.1',
      'x-openstack-ironic-api-maximum-version': '1.116',
    })
    const { client, requests, run } = scriptedClient(() => older, { root: () => versions('1.130') })
    const error = expectErr(await run(client.request({ ...wheels, since })), 'unsupported_api_version')
    expect(error).toMatchObject({ needs: since, serverMaximum: '1.116' })
    expect(requests).toHaveLength(1)
  })
})

describe('invalid input', () => {
  it.each([
    ['path', { method: 'GET', path: 'nodes/a' }],
    ['path', { method: 'GET', path: [] }],
    ['path.1', { method: 'GET', path: ['nodes', 5] }],
    ['nodes', { method: 'GET', path: ['nodes', '..'] }],
    ['path', { method: 'GET', path: ['', 'nodes'] }],
    ['method', { method: 'get', path: ['nodes'] }],
    ['body', { method: 'GET', path: ['nodes'], body: {} }],
    ['since', { method: 'GET', path: ['nodes'], since: 'latest' }],
    ['safety', { method: 'GET', path: ['nodes'], safety: 'always' }],
    ['query.a', { method: 'GET', path: ['nodes'], query: { a: {} } }],
    ['decode', { method: 'GET', path: ['nodes'], decode: 'json' }],
    ['request', undefined],
    ['request', { method: 'GET', path: ['nodes'], headers: {} }],
  ])('names %s and sends nothing', async (field, raw) => {
    const { client, requests, run } = scriptedClient(() => reply(200, {}))
    expect(expectErr(await run(client.request(raw as RawRequest)), 'invalid_input').field).toBe(field)
    expect(requests).toEqual([])
  })
})
