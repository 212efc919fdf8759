import type { Collection, IronicClient } from 'ironic-driver/client'
import type { IronicDriverError } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { COLLECTIONS, fieldPatch } from '../../support/collections.js'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

type Listed = ResultAsync<unknown, IronicDriverError>
/** A call on a client, and the path of its request or the version that it needs. */
type Rows = readonly (readonly [string, (client: IronicClient) => Listed, string])[]

function site(maxVersion?: string) {
  const options = maxVersion === undefined ? {} : { maxVersion }
  const made = simulatedSite({ hardware: 'fake-hardware', ...options })
  const node = made.simulator.node({ name: 'm1' }).available().uuid
  return { ...made, node, client: made.driver.client }
}

const before = (version: string) => `1.${Number(version.split('.')[1]) - 1}`

describe.each(COLLECTIONS)('$name', (collection) => {
  const { path, field, since, use } = collection

  it('are read in full, or with only the selected fields', async () => {
    const { simulator, run, client } = site()
    const calls = use(client)
    expectOk(await run(calls.list().all()))
    expect(simulator.requests.at(-1)?.path).toMatch(new RegExp(`^/v1/${path}(/detail|\\?detail=true|)$`))
    expectOk(await run(calls.listField()))
    expect(simulator.requests.at(-1)?.path).toBe(`/v1/${path}?fields=uuid,${field}`)
    expectErr(await run(calls.getField('00000000-0000-4000-8000-000000000001')), 'not_found')
    expect(simulator.requests.at(-1)?.path).toMatch(new RegExp(`^/v1/${path}/[^/]+\\?fields=${field}$`))
  })

  it('are not changed or removed on a server that is too old for them', async () => {
    const { simulator, run, client } = site(before(since))
    const calls = use(client)
    const refused = [
      await run(calls.listField()),
      await run(calls.getField('one')),
      ...(since === '1.8' ? [] : [await run(calls.patch('one', fieldPatch(collection)))]),
    ]
    for (const result of refused) expectErr(result, 'unsupported_api_version')
    expect(simulator.requests.filter(({ path: asked }) => asked !== '/')).toEqual([])
  })
})

const FILTERED: Rows = [
  ['ports', (c) => c.ports.list({ filter: { node: 'm1' } }).all(), 'ports/detail?node=m1'],
  [
    'ports',
    (c) => c.ports.list({ filter: { shard: ['a', 'b'], description_contains: 'left' } }).all(),
    'ports/detail?shard=a,b&description_contains=left',
  ],
  [
    'ports',
    (c) => c.ports.list({ filter: { conductor_groups: ['rack-7'] }, fields: ['name'] }).all(),
    'ports?conductor_groups=rack-7&fields=uuid,name',
  ],
  ['port groups', (c) => c.portGroups.list({ filter: { shard: ['a'] } }).all(), 'portgroups/detail?shard=a'],
  [
    'allocations',
    (c) => c.allocations.list({ filter: { state: 'active', owner: 'p1' }, pageSize: 5 }).all(),
    'allocations?state=active&owner=p1&limit=5',
  ],
  [
    'nodes',
    (c) => c.nodes.list({ filter: { conductor_group: 'Rack-7', retired: false, project: 'p1' } }).all(),
    'nodes/detail?conductor_group=rack-7&retired=false&project=p1',
  ],
  [
    'nodes',
    (c) => c.nodes.list({ filter: { conductor_group: '', sharded: true }, fields: ['name'] }).all(),
    'nodes?conductor_group=&sharded=true&fields=uuid,name',
  ],
  [
    'nodes',
    (c) => c.nodes.list({ filter: { instance_name: 'web-1', description_contains: 'x' } }).all(),
    'nodes/detail?instance_name=web-1&description_contains=x',
  ],
  ['nodes of a conductor', (c) => c.nodes.list({ filter: { conductor: 'host' } }).all(), 'nodes/detail'],
  [
    'nodes with what no list can choose',
    (c) => c.nodes.list({ fields: ['name', 'conductor'] }).all(),
    'nodes/detail',
  ],
  ['conductors', (c) => c.conductors.list({ fields: ['alive'] }).all(), 'conductors?fields=hostname,alive'],
]

it.each(FILTERED)("%s are filtered by Ironic's parameter", async (_, call, path) => {
  const { simulator, run, client } = site()
  expectOk(await run(call(client)))
  expect(simulator.requests.at(-1)?.path).toBe(`/v1/${path}`)
})

const NEEDED: Rows = [
  ['ports of a port group', (c) => c.ports.list({ filter: { portgroup: 'bond' } }).all(), '1.24'],
  ['ports by shard', (c) => c.ports.list({ filter: { shard: ['a'] } }).all(), '1.82'],
  ['ports by description', (c) => c.ports.list({ filter: { description_contains: 'a' } }).all(), '1.97'],
  ['ports by group', (c) => c.ports.list({ filter: { conductor_groups: ['a'] } }).all(), '1.99'],
  ['a field of ports', (c) => c.ports.get('p', { fields: ['vendor'] }), '1.100'],
  ['the node of a port', (c) => c.ports.create({ node_ident: 'm1', address: '52:54:00:00:00:01' }), '1.94'],
  ['port groups by shard', (c) => c.portGroups.list({ filter: { shard: ['a'] } }).all(), '1.106'],
  ['port groups by group', (c) => c.portGroups.list({ filter: { conductor_groups: ['a'] } }).all(), '1.99'],
  ['a new port group', (c) => c.portGroups.create({ node_uuid: 'n', physical_network: 'a' }), '1.102'],
  ['allocations by owner', (c) => c.allocations.list({ filter: { owner: 'p' } }).all(), '1.60'],
  ['a backfill', (c) => c.allocations.backfill({ node: 'm1' }), '1.58'],
  ['a change of an allocation', (c) => c.allocations.patch('a', []), '1.57'],
  ['the allocation of a node', (c) => c.nodeAllocation.get('m1'), '1.52'],
  ['nodes by conductor', (c) => c.nodes.list({ filter: { conductor: 'a' } }).all(), '1.49'],
  ['nodes by description', (c) => c.nodes.list({ filter: { description_contains: 'a' } }).all(), '1.51'],
  ['nodes by retirement', (c) => c.nodes.list({ filter: { retired: true } }).all(), '1.61'],
  ['nodes by parent', (c) => c.nodes.list({ filter: { parent_node: 'm1' } }).all(), '1.83'],
  ['nodes by instance', (c) => c.nodes.list({ filter: { instance_name: 'a' } }).all(), '1.104'],
  ['a field of a list', (c) => c.nodes.list({ fields: ['conductor'] }).all(), '1.49'],
  ['a new node', (c) => c.nodes.create({ driver: 'fake-hardware', shard: 'a' }), '1.82'],
  ['a patch', (c) => c.nodes.patch('m1', [{ op: 'add', path: '/lessee', value: 'p' }]), '1.65'],
  [
    'interfaces set back',
    (c) => c.nodes.patch('m1', [{ op: 'add', path: '/driver', value: 'x' }], { resetInterfaces: true }),
    '1.45',
  ],
  ['conductors', (c) => c.conductors.get('host'), '1.49'],
  ['traits of runbooks', (c) => c.runbookTraits.list('r'), '1.112'],
  ['a description of a runbook', (c) => c.runbooks.get('r', { fields: ['description'] }), '1.112'],
  ['an event of a node', (c) => c.nodeHistory.get('m1', 'e'), '1.78'],
  ['the end of inspection rules', (c) => c.inspectionRules.deleteAll(), '1.96'],
]

it.each(NEEDED)('%s: sends nothing to a server that is too old', async (_, call, needs) => {
  const { simulator, run, client } = site(before(needs))
  expect(expectErr(await run(call(client)), 'unsupported_api_version')).toMatchObject({ needs })
  expect(simulator.requests.filter(({ path }) => path !== '/')).toEqual([])
})

describe('a list of parts', () => {
  it.each<[string, (client: IronicClient) => Collection<unknown>, string]>([
    ['an empty text', (c) => c.ports.list({ filter: { node: '' } }), 'filter.node'],
    ['an empty list', (c) => c.ports.list({ filter: { shard: [] } }), 'filter.shard'],
    ['a list of nothing', (c) => c.nodes.list({ filter: { shard: [''] } }), 'filter.shard'],
    ['null', (c) => c.nodes.list({ filter: { owner: null } as never }), 'filter.owner'],
    ['two at once', (c) => c.ports.list({ filter: { node: 'a', address: 'b' } as never }), 'filter.address'],
    [
      'a node and a state',
      (c) => c.allocations.list({ filter: { node: 'm1', state: 'active' } as never }),
      'filter.state',
    ],
    [
      'a parent and all children',
      (c) => c.nodes.list({ filter: { include_children: true, parent_node: 'm1' } }),
      'filter.parent_node',
    ],
    ['a text for a filter', (c) => c.nodes.list({ filter: 'm1' as never }), 'filter'],
    ['a conductor without a name', (c) => c.nodes.list({ filter: { conductor: '' } }), 'filter.conductor'],
    [
      'a group that is no text',
      (c) => c.nodes.list({ filter: { conductor_group: [] as never } }),
      'filter.conductor_group',
    ],
    [
      'an address and a description',
      (c) => c.ports.list({ filter: { address: 'a', description_contains: 'left' } as never }),
      'filter.description_contains',
    ],
    ['no member on a page', (c) => c.nodes.list({ pageSize: 0 }), 'pageSize'],
    ['half a member on a page', (c) => c.ports.list({ pageSize: 1.5 }), 'pageSize'],
    ['a text for fields', (c) => c.nodes.list({ fields: 'uuid' as never }), 'fields'],
    ['a field without a name', (c) => c.chassis.list({ fields: ['' as never] }), 'fields'],
  ])('is never the whole list: %s', async (_, list, field) => {
    const { simulator, run, client } = site()
    expect(expectErr(await run(list(client).all()), 'invalid_input').field).toBe(field)
    for await (const element of list(client)) expectErr(element, 'invalid_input')
    expect(simulator.requests).toEqual([])
  })

  it('by conductor reads all pages, since a short page is not the last', async () => {
    const { simulator, run, client, node } = site()
    for (const name of ['m2', 'm3', 'm4']) simulator.node({ name }).available()
    const [conductor] = expectOk(await run(client.conductors.list().all()))
    const listed = client.nodes.list({ filter: { conductor: conductor?.hostname ?? '' }, pageSize: 2 })
    const all = expectOk(await run(listed.all()))
    expect(all.map(({ uuid }) => uuid)).toContain(node)
    expect(all).toHaveLength(4)
  })
})

it('removes every inspection rule, including one that is already gone', async () => {
  const { simulator, run, client } = site()
  const actions = [{ op: 'fail', args: { msg: 'no' } }]
  for (const _ of [1, 2, 3]) expectOk(await run(client.inspectionRules.create({ actions })))
  const gone = { kind: 'status', status: 404, fault: 'Rule could not be found.' } as const
  simulator.disruptions.next({ method: 'DELETE' }, gone)
  expectOk(await run(client.inspectionRules.deleteAll()))
  expect(expectOk(await run(client.inspectionRules.list().all()))).toHaveLength(1)
  for (const _ of [1, 2]) expectOk(await run(client.inspectionRules.deleteAll()))
  expect(expectOk(await run(client.inspectionRules.list().all()))).toEqual([])
})

it('reads a whole resource if no field is named, whatever the options say', async () => {
  const { simulator, run, client, node } = site()
  for (const options of [undefined, null as never, {}, { fields: [] }] as const) {
    expect(expectOk(await run(client.nodes.get(node, options)))).toHaveProperty('driver_info')
    expect(simulator.requests.at(-1)?.path).toBe(`/v1/nodes/${node}`)
  }
})
