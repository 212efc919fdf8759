import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { reply, scriptedClient } from '../support/scripted-transport.js'

const ID = { 'x-openstack-request-id': 'req-abc' }

async function wholeNode(): Promise<Record<string, unknown>> {
  const { simulator, driver, run } = simulatedSite()
  const node = expectOk(await run(driver.client.nodes.get(simulator.node({ name: 'm1' }).active().uuid)))
  return { ...node }
}

describe('a reply', () => {
  it('keeps unknown fields, at any depth', async () => {
    const newer = { ...(await wholeNode()), invented_in_2031: { a: [1] }, extra: { any: { thing: null } } }
    const { client, run } = scriptedClient(() => reply(200, newer))
    expect(expectOk(await run(client.nodes.get('m1')))).toEqual(newer)
  })

  it('may have unknown states', async () => {
    const newer = { ...(await wholeNode()), provision_state: 'quantum leap', power_state: 'dimmed' }
    const { client, run } = scriptedClient(() => reply(200, newer))
    expect(expectOk(await run(client.nodes.get('m1'))).provision_state).toBe('quantum leap')
  })

  it.each([
    ['provision_state', null],
    ['provision_state', 7],
    ['uuid', undefined],
    ['maintenance', 'false'],
    ['reservation', false],
    ['instance_info', []],
    ['target_provision_state', undefined],
    ['fault', 3],
  ])('is rejected when %s is %j, with the request that it answers', async (field, value) => {
    const wrong = { ...(await wholeNode()), [field]: value }
    const { client, run } = scriptedClient(() => reply(200, wrong, ID))
    const error = expectErr(await run(client.nodes.get('m1')), 'invalid_response')
    expect(error).toMatchObject({
      path: field,
      operation: 'nodes.get',
      node: 'm1',
      requestId: 'req-abc',
      advice: 'check_state',
    })
    expect(error.message).toContain(`"${field}"`)
  })

  it.each(['', '{', '{"uuid": "n1"', 'null', '7', '"n1"', '[]', '<html>Log in</html>'])(
    '%j is not a node',
    async (body) => {
      const { client, run, requests } = scriptedClient(() => reply(200, body, ID))
      const error = expectErr(await run(client.nodes.get('m1')), 'invalid_response')
      expect(error).toMatchObject({ requestId: 'req-abc', node: 'm1' })
      expect(requests).toHaveLength(1)
    },
  )

  it('takes the request id from the older header too', async () => {
    const { client, run } = scriptedClient(() => reply(200, '{', { 'openstack-request-id': 'req-01d' }))
    expect(expectErr(await run(client.nodes.get('m1')), 'invalid_response').requestId).toBe('req-01d')
  })

  it.each(['constructor', '__proto__', 'toString'])('with the key %s does no harm', async (key) => {
    const body = JSON.stringify(await wholeNode()).replace('{', `{"${key}": {"polluted": true},`)
    const { client, run } = scriptedClient(() => reply(200, body))
    expectOk(await run(client.nodes.get('m1')))
    expect({}).not.toHaveProperty('polluted')
  })

  it('may be empty when Ironic only accepts', async () => {
    const { client, run } = scriptedClient(() => reply(202))
    expectOk(await run(client.nodeStates.power('m1', { target: 'power on' })))
  })

  it('with a login page is not an acceptance', async () => {
    const { client, run, requests } = scriptedClient(() =>
      reply(200, '\n<!doctype html><title>Log in</title>'),
    )
    const error = expectErr(
      await run(client.nodeStates.power('m1', { target: 'rebooting' })),
      'invalid_response',
    )
    expect(error.advice).toBe('check_state')
    expect(requests).toHaveLength(1)
  })
})

describe('selected fields', () => {
  it('are requested by name, in one parameter', async () => {
    const { client, run, requests } = scriptedClient(() => reply(200, { uuid: 'n1', traits: ['CUSTOM_A'] }))
    const node = expectOk(await run(client.nodes.get('m1', { fields: ['uuid', 'traits'] })))
    expect(node.traits).toEqual(['CUSTOM_A'])
    expect(requests[0]?.path).toBe('/v1/nodes/m1?fields=uuid,traits')
  })

  it('must be in the reply', async () => {
    const { client, run } = scriptedClient(() => reply(200, { uuid: 'n1' }))
    const error = expectErr(
      await run(client.nodes.get('m1', { fields: ['uuid', 'shard'] })),
      'invalid_response',
    )
    expect(error.path).toBe('shard')
  })

  it('are the only ones that are checked', async () => {
    const { client, run } = scriptedClient(() => reply(200, { uuid: 'n1', provision_state: 7 }))
    expectOk(await run(client.nodes.get('m1', { fields: ['uuid'] })))
  })
})

describe('names in a path', () => {
  it.each(['', ' ', '.', '..', '\ud800'])(
    'that are invalid, such as %j, are refused before anything is sent',
    async (node) => {
      const { client, run, requests, discoveries } = scriptedClient(() => reply(200, {}))
      expect(expectErr(await run(client.nodes.get(node)), 'invalid_input').field).toBe('node')
      expect(requests.length + discoveries.length).toBe(0)
    },
  )

  it.each([
    ['a/b', '/v1/nodes/a%2Fb/vifs'],
    ['a?b#c', '/v1/nodes/a%3Fb%23c/vifs'],
    ['../ports', '/v1/nodes/..%2Fports/vifs'],
    ['%2e%2e', '/v1/nodes/%252e%252e/vifs'],
  ])('stay below their path: %s', async (node, path) => {
    const { client, run, requests } = scriptedClient(() => reply(200, { vifs: [] }))
    expectOk(await run(client.nodeVifs.list(node)))
    expect(requests[0]?.path).toBe(path)
  })
})
