import { randomUUID } from 'node:crypto'
import { createInventoryModule, createModuleContext, type IronicDriverError } from 'ironic-driver'
import type { Result } from 'neverthrow'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const uuids = (nodes: readonly { readonly uuid: string }[]) => nodes.map(({ uuid }) => uuid)

it('lists nodes without any secrets', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ name: 'metal-1', resource_class: 'gold', traits: ['CUSTOM_GPU'] }).available()
  node.force({ last_error: 'the BMC refused: password=hunter2' })
  const [seen] = expectOk(await run(driver.inventory.nodes()))
  expect(seen).toMatchObject({ uuid: node.uuid, resource_class: 'gold', traits: ['CUSTOM_GPU'] })
  expect(JSON.stringify(seen)).not.toContain('hunter2')
  expect(seen).not.toHaveProperty('driver_info')
  expect(simulator.tally()).toEqual({ 'GET /': 1, 'GET /v1/nodes': 1 })
})

it.each([
  [{ shard: 'rack-a' }, 'a'],
  [{ shard: ['rack-a', 'Rack-B'] }, 'ab'],
  [{ shard: 'Rack-B' }, 'b'],
  [{ conductorGroup: 'North' }, 'a'],
  [{ conductorGroup: '' }, 'bc'],
  [{ owner: 'team-1' }, 'b'],
  [{ resourceClass: 'gold' }, 'ac'],
  [{ resourceClass: 'gold', shard: 'rack-a' }, 'a'],
] as const)('shows what is in the scope %j, and nothing else', async (scope, expected) => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node({ name: 'a', shard: 'rack-a', conductor_group: 'north', resource_class: 'gold' }).available()
  simulator.node({ name: 'b', shard: 'Rack-B', owner: 'team-1', resource_class: 'tin' }).available()
  simulator.node({ name: 'c', resource_class: 'gold' }).available()
  const seen = expectOk(await run(driver.inventory.nodes({ scope })))
  expect(seen.map(({ name }) => name).join('')).toBe(expected)
})

it.each([[{ shard: 'a' }], [{ shard: 'A' }], [{ conductorGroup: 'a' }], [{ owner: 'a' }]])(
  'refuses the scope %j when the server cannot filter by it',
  async (scope) => {
    const { simulator, driver, run } = simulatedSite({ maxVersion: '1.45' })
    simulator.node().available()
    expectErr(await run(driver.inventory.nodes({ scope })), 'unsupported_api_version')
    expectErr(await run(driver.inventory.instances({ scope })), 'unsupported_api_version')
    expectErr(await run(driver.inventory.placement({ scope })), 'unsupported_api_version')
    expect(simulator.tally()).toEqual({ 'GET /': 1 })
  },
)

it('uses no list of a server that ignores the filter', async () => {
  const { simulator, clock, run } = simulatedSite()
  simulator.node({ shard: 'rack-b' }).available()
  const deaf = {
    send: (request: Parameters<typeof simulator.send>[0]) =>
      simulator.send({ ...request, path: request.path.replace(/&?shard=[^&]*/, '') }),
  }
  const inventory = createInventoryModule(createModuleContext({ transport: deaf, clock }))
  expectErr(await run(inventory.nodes({ scope: { shard: 'rack-a' } })), 'invalid_response')
})

it('returns an error and never an empty list when a list fails', async () => {
  const { simulator, driver, run } = simulatedSite({}, { retryForMs: 0 })
  simulator.node().available()
  simulator.disruptions.next({ path: /nodes/ }, { kind: 'status', status: 403 })
  expectErr(await run(driver.inventory.nodes()), 'forbidden')
  simulator.disruptions.next({ path: /nodes/ }, 'malformed')
  expectErr(await run(driver.inventory.instances()), 'invalid_response')
  expect(expectOk(await run(driver.inventory.nodes({ maxAgeMs: 60_000 })))).toHaveLength(1)
})

it('uses a list that is no older than the caller allows, and shares one among concurrent callers', async () => {
  const { simulator, driver, run, clock } = simulatedSite()
  simulator.node().available()
  const lists = () => simulator.tally()['GET /v1/nodes'] ?? 0
  const list = async (maxAgeMs?: number) =>
    expectOk(await run(driver.inventory.nodes(maxAgeMs === undefined ? {} : { maxAgeMs }))).length

  const together = await run(Promise.all(Array.from({ length: 50 }, () => driver.inventory.nodes())))
  expect(together.map((one) => expectOk(one).length)).toEqual(Array(50).fill(1))
  expect(lists()).toBe(1)
  simulator.node().available()
  expect([await list(1_000), lists()]).toEqual([1, 1])
  expect([await list(), lists()]).toEqual([2, 2])
  await clock.advance(1_000)
  expect([await list(5_000), lists()]).toEqual([2, 2])
  expect([await list(1_000), lists()]).toEqual([2, 3])
  driver.inventory.forget()
  expect([await list(60_000), lists()]).toEqual([2, 4])
})

it('keeps a shared list running when one of its callers aborts', async () => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node().available()
  const leaver = new AbortController()
  const left = driver.inventory.nodes({ signal: leaver.signal })
  const stays = driver.inventory.nodes()
  leaver.abort()
  const [one, other] = await run(Promise.all([left, stays]))
  expectErr(one, 'aborted')
  expect(expectOk(other)).toHaveLength(1)
})

it.each(['21.4', '39.0'] as const)('finds an instance by UUID and by name on Ironic %s', async (release) => {
  const { simulator, driver, run } = simulatedSite({ release })
  const [web, twin, other] = [randomUUID(), randomUUID(), randomUUID()]
  simulator.node({ instance_uuid: web, instance_info: { display_name: 'web' } }).active()
  simulator.node({ instance_uuid: twin, instance_info: { display_name: 'twin' } }).active()
  simulator.node({ instance_uuid: other, instance_info: { display_name: 'twin' } }).active()
  simulator.node().available()

  expect(expectOk(await run(driver.inventory.instance(web.toUpperCase())))).toMatchObject({
    instance: web,
    name: 'web',
  })
  const named = expectOk(await run(driver.inventory.instance('web')))
  expect(named.instance).toBe(web)
  expect(named.node).not.toHaveProperty('instance_info')
  expectErr(await run(driver.inventory.instance('nobody')), 'instance_not_found')
  expectErr(await run(driver.inventory.instance(randomUUID())), 'instance_not_found')
  const twins = expectErr(await run(driver.inventory.instance('twin')), 'ambiguous_name')
  expect(new Set(twins.instances)).toEqual(new Set([twin, other]))
  const all = expectOk(await run(driver.inventory.instances()))
  expect(new Set(all.map(({ instance }) => instance))).toEqual(new Set([web, twin, other]))
})

it('distinguishes gone, being torn down and unknown', async () => {
  const { simulator, driver, run } = simulatedSite({}, { retryForMs: 0 })
  const instance = randomUUID()
  const node = simulator.node({ name: 'metal-1', instance_uuid: instance }).active()
  const state = async (target: Parameters<typeof driver.inventory.exists>[0]) =>
    expectOk(await run(driver.inventory.exists(target))).state

  expect(await state({ node: 'metal-1' })).toBe('present')
  expect(await state({ instance })).toBe('present')
  expect(await state({ node: 'metal-2' })).toBe('gone')
  expect(await state({ instance: randomUUID() })).toBe('gone')
  const elsewhere = expectOk(await run(driver.inventory.exists({ node: 'metal-2', instance })))
  expect(elsewhere).toMatchObject({ state: 'present', node: { node: node.uuid } })

  // The tear-down failed: Ironic no longer knows which instance the node had.
  node.force({ provision_state: 'error', instance_uuid: null })
  expect(await state({ instance })).toBe('gone')
  expect(await state({ node: node.uuid, instance })).toBe('leaving')

  for (const disruption of [
    {
      kind: 'status',
      status: 404,
      fault: 'No valid host was found. Reason: No conductor service registered',
    },
    { kind: 'status', status: 404, body: '<html>nothing here</html>' },
    { kind: 'status', status: 502, body: '<html>' },
    'refuse',
    'drop-after',
  ] as const) {
    simulator.disruptions.next({ path: /nodes/ }, disruption)
    expect((await run(driver.inventory.exists({ node: node.uuid }))).isErr()).toBe(true)
  }
})

it('reads the resources of the node that a target names', async () => {
  const { simulator, driver, run } = simulatedSite()
  const instance = randomUUID()
  const node = simulator
    .node({ instance_uuid: instance, properties: { cpus: 'many', memory_mb: '2048', cpu_arch: 'AMD64' } })
    .active()
  expect(expectOk(await run(driver.inventory.resources({ instance })))).toMatchObject({
    node: node.uuid,
    cpus: null,
    memoryMb: 2048,
    architecture: { canonical: 'x86_64', raw: 'AMD64' },
    malformed: [{ property: 'cpus', value: 'many' }],
  })
  expectOk(await run(driver.inventory.resources({ node: node.uuid, instance })))
  const mismatch = await run(driver.inventory.resources({ node: node.uuid, instance: randomUUID() }))
  expectErr(mismatch, 'instance_mismatch')
  expectErr(await run(driver.inventory.resources({ node: 'nowhere' })), 'node_not_found')
})

it('reports all schedulable nodes to Placement, and what is wrong with the others', async () => {
  const { simulator, driver, run } = simulatedSite()
  const good = simulator.node({ resource_class: 'gold-1', traits: ['CUSTOM_GPU'] }).available()
  const bare = simulator.node({ name: 'bare', resource_class: null }).available()
  const knownTraits = { [good.uuid]: ['CUSTOM_OLD'] }
  const report = expectOk(await run(driver.inventory.placement({ knownTraits })))
  expect(report.providers).toMatchObject([
    {
      node: good.uuid,
      resourceClass: 'CUSTOM_GOLD_1',
      inventory: { total: 1, reserved: 0, allocation_ratio: 1 },
      traits: { add: ['CUSTOM_GPU'], remove: ['CUSTOM_OLD'] },
    },
  ])
  expect(report.problems).toMatchObject([{ node: bare.uuid, name: 'bare' }])
})

it('reports invalid input before it sends anything', async () => {
  const { simulator, driver, run } = simulatedSite()
  const bad: readonly (() => Promise<Result<unknown, IronicDriverError>>)[] = [
    async () => driver.inventory.nodes({ scope: { shard: [] } }),
    async () => driver.inventory.nodes({ scope: { shard: 'a,b' } }),
    async () => driver.inventory.nodes({ scope: { owner: '' } }),
    async () => driver.inventory.instances({ maxAgeMs: -1 }),
    async () => driver.inventory.instance(''),
    async () => driver.inventory.exists({ node: '' }),
  ]
  for (const call of bad) expectErr(await run(call()), 'invalid_input')
  expect(simulator.requests).toEqual([])
  expect(uuids(expectOk(await run(driver.inventory.nodes())))).toEqual([])
})
