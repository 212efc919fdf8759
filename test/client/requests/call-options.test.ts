import { randomUUID } from 'node:crypto'
import type { IronicClient } from 'ironic-driver/client'
import { expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { reply, scriptedClient } from '../support/scripted-transport.js'

type Method = (...args: readonly unknown[]) => PromiseLike<unknown> | { all: () => PromiseLike<unknown> }

const PATCH = [{ op: 'add', path: '/extra/a', value: 1 }]
const INPUT = { target: 'manage', device: 'pxe', enabled: true, id: 'x', node: 'm1', method: 'GET' }
const RAW = { method: 'GET', path: ['nodes'] }
const EVENT = { event: 'network.bind_port', port_id: 'p1', mac_address: 'a', status: 'ACTIVE' }

/** What may stand before the options of a call. */
const LEADING = [
  [],
  ['m1'],
  [INPUT],
  [RAW],
  [[EVENT]],
  ['m1', 'm2'],
  ['m1', INPUT],
  ['m1', { target: 'power on' }],
  ['m1', 'led@chassis'],
  ['m1', 'led@chassis', 'on'],
  ['m1', PATCH],
  ['m1', 'm2', INPUT],
]

/** Every call of the client, by its name. */
function callsOf(client: IronicClient): readonly (readonly [string, Method])[] {
  const own = ['request', 'features'].map((name) => [name, bound(client, name)] as const)
  const ofResources = Object.entries(client).flatMap(([resource, methods]: [string, object]) =>
    [...Object.keys(methods), ...Object.getOwnPropertyNames(Object.getPrototypeOf(methods))]
      .filter((name) => name !== 'constructor' && !(name in Object.prototype))
      .map((name) => [`${resource}.${name}`, bound(methods, name)] as const),
  )
  return [...own, ...ofResources]
}

function bound(owner: object, name: string): Method {
  return (...args) => (owner as Readonly<Record<string, Method>>)[name]?.(...args) ?? Promise.resolve()
}

/** Sends a call with its options behind all that may stand before them, and returns what each sent. */
async function sentBy(name: string, options: object) {
  const sent = []
  for (const leading of LEADING) {
    const { client, requests, run } = scriptedClient(() => reply(404))
    const call = callsOf(client).find(([known]) => known === name)?.[1]
    const pending = call?.(...leading, options)
    await run(Promise.resolve(pending !== undefined && 'all' in pending ? pending.all() : pending))
    sent.push(requests)
  }
  return sent
}

const CALLS = callsOf(scriptedClient(() => reply(404)).client)
  .map(([name]) => name)
  // It sends only `GET /`, which serves all calls.
  .filter((name) => name !== 'features')

it.each(CALLS)('%s sends the id and keeps the time limit of its caller', async (name) => {
  const requestId = `req-${randomUUID()}`
  const sent = await sentBy(name, { requestId, timeoutMs: 1_234, retryForMs: 0 })
  const fitting = sent.filter(
    (requests) =>
      requests.length > 0 &&
      requests.every(
        ({ headers, timeoutMs }) => headers['x-openstack-request-id'] === requestId && timeoutMs === 1_234,
      ),
  )
  expect(fitting, JSON.stringify(sent)).not.toEqual([])
})

it.each([
  ['timeoutMs', 0],
  ['timeoutMs', -1],
  ['timeoutMs', Number.NaN],
  ['timeoutMs', Infinity],
  ['timeoutMs', '10'],
  ['requestId', ''],
  ['requestId', randomUUID()],
  ['requestId', `req-${randomUUID().toUpperCase()}`],
  ['requestId', `req-${randomUUID()}\r\nx-auth-token: a`],
  ['requestId', 7],
  ['retryForMs', -1],
  ['retryForMs', Number.NaN],
  ['retryForMs', '10'],
  ['signal', null],
  ['signal', {}],
  ['timeoutMS', 10],
  ['field', ['uuid']],
])('refuses %s %j before anything is sent', async (name, value) => {
  const { client, requests, discoveries, run } = scriptedClient(() => reply(200, {}))
  const error = expectErr(await run(client.nodes.get('m1', { [name]: value })), 'invalid_input')
  expect(error).toMatchObject({ field: `options.${name}`, operation: 'nodes.get' })
  expectErr(await run(client.features({ [name]: value })), 'invalid_input')
  expect([...requests, ...discoveries]).toEqual([])
})

it('refuses a filter of a list outside of `filter`, which would list everything', async () => {
  const { client, requests, run } = scriptedClient(() => reply(200, { nodes: [] }))
  const error = expectErr(
    await run(client.nodes.list({ provision_state: 'active' } as object).all()),
    'invalid_input',
  )
  expect(error).toMatchObject({ field: 'options.provision_state', operation: 'nodes.list' })
  expect(requests).toEqual([])
})

it.each([null, 7, 'm1'])('refuses %j as options', async (options) => {
  const { client, requests, run } = scriptedClient(() => reply(204))
  const error = expectErr(await run(client.nodes.delete('m1', options as never)), 'invalid_input')
  expect(error).toMatchObject({ field: 'options' })
  expect(requests).toEqual([])
})

it('sends an id of its own with each request by default', async () => {
  const { client, requests, run } = scriptedClient(() => reply(200, {}))
  const twice = await run(Promise.all([client.nodes.get('m1'), client.nodes.get('m1')]))
  expect(twice).toHaveLength(2)
  const ids = requests.map(({ headers }) => headers['x-openstack-request-id'])
  expect(new Set(ids).size).toBe(2)
})

it('limits the wait for the first reply of the server, too', async () => {
  const { client, clock, requests, discoveries, run } = scriptedClient(() => reply(200, {}), {
    root: () => new Promise(() => undefined),
  })
  const startedAt = clock.now()
  const error = expectErr(
    await run(client.nodes.get('m1', { timeoutMs: 1_000, retryForMs: 0 })),
    'request_timed_out',
  )
  expect(error).toMatchObject({ sent: 'no', timeoutMs: 1_000, operation: 'nodes.get', advice: 'retry_later' })
  expect(clock.now() - startedAt).toBe(1_000)
  expectErr(await run(client.nodes.get('m1', { timeoutMs: 1_000, retryForMs: 5_000 })), 'request_timed_out')
  expect(discoveries.length).toBeGreaterThan(3)
  expect(requests).toEqual([])
})
