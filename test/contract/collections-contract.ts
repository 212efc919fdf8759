import { randomUUID } from 'node:crypto'
import { setField } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { COLLECTIONS, fieldPatch, NEW_VALUE, portGroupUuid, randomAddress } from '../support/collections.js'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const withoutLinks = (item: object) => Object.keys(item).filter((key) => key !== 'links')
const byText = (one: string, other: string) => (one < other ? -1 : 1)

/** The contract of the client's collections, on the simulator and on real Ironic with fake hardware. */
export function collectionsContract(world: ContractWorld): void {
  const { run, pause, newDriver, createNode, maxApiVersion } = world
  const minor = Number(maxApiVersion.split('.')[1])

  async function site() {
    const { driver, sent } = newDriver()
    expectOk(await run(driver.client.features()))
    return { client: driver.client, sent, node: await createNode() }
  }

  async function until(happened: () => Promise<boolean>): Promise<void> {
    while (!(await happened())) await pause()
  }

  describe.each(COLLECTIONS)('$name', (collection) => {
    const { field, since, use } = collection
    const isThere = Number(since.split('.')[1]) <= minor

    it.runIf(isThere)('are created, read, listed, changed and removed', async () => {
      const { client, node } = await site()
      const calls = use(client)
      const made = expectOk(await run(calls.create(node)))
      expect(expectOk(await run(calls.get(made.uuid)))).toMatchObject({ uuid: made.uuid })
      expect(withoutLinks(expectOk(await run(calls.getField(made.uuid))))).toEqual([field])

      const second = expectOk(await run(calls.create(node)))
      const all = expectOk(await run(calls.list({ pageSize: 1 }).all())).map(({ uuid }) => uuid)
      expect(all).toEqual(expect.arrayContaining([made.uuid, second.uuid]))
      const listed = expectOk(await run(calls.listField())).find(({ uuid }) => uuid === made.uuid)
      expect(withoutLinks(listed ?? {}).toSorted(byText)).toEqual([field, 'uuid'].toSorted(byText))

      const changed = { [field]: NEW_VALUE[field] }
      expect(expectOk(await run(calls.patch(made.uuid, fieldPatch(collection))))).toMatchObject(changed)
      expect(expectOk(await run(calls.getField(made.uuid)))).toMatchObject(changed)

      for (const { uuid } of [made, second]) expectOk(await run(calls.delete(uuid)))
      expectErr(await run(calls.get(made.uuid)), 'not_found')
      expectErr(await run(calls.delete(made.uuid)), 'not_found')
    })

    it.runIf(isThere)('report a missing resource', async () => {
      const { client } = await site()
      const calls = use(client)
      const nobody = randomUUID()
      for (const call of [calls.get(nobody), calls.patch(nobody, fieldPatch(collection))])
        expectErr(await run(call), 'not_found')
    })

    it.skipIf(isThere)('send nothing to a server that does not have them', async () => {
      const { client, sent, node } = await site()
      const calls = use(client)
      sent.clear()
      const refused = { kind: 'unsupported_api_version', needs: since }
      for (const result of [
        await run(calls.create(node)),
        await run(calls.get('one')),
        await run(calls.list().all()),
        await run(calls.patch('one', fieldPatch(collection))),
        await run(calls.delete('one')),
      ])
        expect(result.isErr() && result.error).toMatchObject(refused)
      expect(sent.requests).toEqual([])
    })
  })

  it('finds ports and port groups by their parents', async () => {
    const { client, node } = await site()
    const name = `bond-${randomUUID()}`
    const group = expectOk(
      await run(client.portGroups.create({ uuid: portGroupUuid(), node_uuid: node, name })),
    )
    const address = randomAddress()
    const values = { node_uuid: node, address, portgroup_uuid: group.uuid }
    const port = expectOk(await run(client.ports.create(values)))
    for (const filter of [{ portgroup: name }, { portgroup: group.uuid }, { address }] as const) {
      const found = expectOk(await run(client.ports.list({ filter }).all()))
      expect(found).toMatchObject([{ uuid: port.uuid, portgroup_uuid: group.uuid, address }])
    }
    expect(expectOk(await run(client.ports.list({ filter: { node } }).all()))).toHaveLength(2)
    const groups = await run(client.portGroups.list({ filter: { node }, fields: ['name'] }).all())
    expect(expectOk(groups)).toMatchObject([{ uuid: group.uuid, name }])
    const inUse = await run(client.portGroups.delete(group.uuid, { retryForMs: 0 }))
    // On MySQL, Ironic 21.4 compares the UUID with a number, and fails.
    expect(inUse.isErr() && inUse.error.kind).toMatch(/^(rejected_request|server_error)$/)
    expectErr(await run(client.ports.create({ node_uuid: node, address })), 'duplicate')
    expectOk(await run(client.ports.delete(port.uuid)))
    expectOk(await run(client.portGroups.delete(group.uuid)))
  })

  it.runIf(minor >= 97)('finds ports by description, shard and conductor group', async () => {
    const { client } = await site()
    const shard = `shard-${randomUUID()}`
    const conductor_group = ''
    const made = expectOk(
      await run(client.nodes.create({ driver: 'fake-hardware', shard, name: `node-${shard}` })),
    )
    const ident = { node_ident: `node-${shard}`, address: randomAddress() }
    const port = expectOk(await run(client.ports.create({ ...ident, description: `left of ${shard}` })))
    expect(port).toMatchObject({ node_uuid: made.uuid, description: `left of ${shard}` })
    const group = expectOk(await run(client.portGroups.create({ node_uuid: made.uuid })))
    for (const filter of [
      { shard: [shard] },
      { shard: [shard], description_contains: 'left' },
      { description_contains: shard },
    ] as const)
      expect(expectOk(await run(client.ports.list({ filter }).all()))).toMatchObject([{ uuid: port.uuid }])
    const groups = await run(client.portGroups.list({ filter: { shard: [shard] } }).all())
    expect(expectOk(groups)).toMatchObject([{ uuid: group.uuid }])
    const nodes = client.nodes.list({ filter: { shard: [shard], conductor_group }, fields: ['shard'] })
    expect(expectOk(await run(nodes.all()))).toMatchObject([{ uuid: made.uuid, shard }])
    expectOk(await run(client.nodes.delete(made.uuid)))
  })

  it('finds the nodes of a chassis, and removes it when it is empty', async () => {
    const { client } = await site()
    const { uuid: chassis_uuid } = expectOk(await run(client.chassis.create({ description: 'rack 7' })))
    const node = expectOk(await run(client.nodes.create({ driver: 'fake-hardware', chassis_uuid })))
    const listed = await run(client.nodes.list({ filter: { chassis_uuid }, fields: ['driver'] }).all())
    expect(expectOk(listed)).toMatchObject([{ uuid: node.uuid, driver: 'fake-hardware' }])
    expectErr(await run(client.chassis.delete(chassis_uuid)), 'rejected_request')
    expectOk(await run(client.nodes.delete(node.uuid)))
    expectOk(await run(client.chassis.delete(chassis_uuid)))
    const gone = client.nodes.list({ filter: { chassis_uuid } }).all()
    expectErr(await run(gone), 'not_found')
  })

  it('reports which conductor manages which node', async () => {
    const { client, node } = await site()
    const [first] = expectOk(await run(client.conductors.list().all()))
    expect(first).toMatchObject({ alive: true })
    expect(first?.drivers).toContain('fake-hardware')
    const hostname = first?.hostname ?? ''
    expect(expectOk(await run(client.conductors.get(hostname)))).toMatchObject({ hostname, alive: true })
    const some = expectOk(await run(client.conductors.get(hostname, { fields: ['alive'] })))
    expect(withoutLinks(some)).toEqual(['alive'])
    const brief = expectOk(await run(client.conductors.list({ fields: ['conductor_group'] }).all()))
    expect(brief).toMatchObject([{ hostname, conductor_group: '' }])
    for (const field of ['conductor', 'allocation_uuid', 'chassis_uuid'] as const) {
      const read = expectOk(await run(client.nodes.list({ fields: [field] }).all()))
      expect(read.find(({ uuid }) => uuid === node)).toHaveProperty(
        field,
        field === 'conductor' ? hostname : null,
      )
    }
    const nodesOf = (conductor: string) =>
      run(client.nodes.list({ filter: { conductor }, fields: ['name'] }).all())
    expect(expectOk(await nodesOf(hostname)).map(({ uuid }) => uuid)).toContain(node)
    expect(expectOk(await nodesOf('nobody'))).toEqual([])
    expectErr(await run(client.conductors.get('nobody')), 'not_found')
  })

  it('reads and removes the allocation of a node', async () => {
    const { client, node } = await site()
    const resource_class = `class-${randomUUID()}`
    expectErr(await run(client.nodeAllocation.get(node)), 'not_found')
    expectOk(await run(client.nodes.patch(node, [setField('resource_class', resource_class)])))
    const values = { resource_class, candidate_nodes: [node] }
    const made = expectOk(await run(client.allocations.create(values)))
    await until(async () => {
      const { state } = expectOk(await run(client.allocations.get(made.uuid, { fields: ['state'] })))
      return state !== 'allocating'
    })
    expect(expectOk(await run(client.nodeAllocation.get(node)))).toMatchObject({
      uuid: made.uuid,
      node_uuid: node,
      state: 'active',
    })
    const brief = expectOk(await run(client.nodeAllocation.get(node, { fields: ['state'] })))
    expect(withoutLinks(brief)).toEqual(['state'])
    const listed = client.allocations.list({ filter: { node }, fields: ['node_uuid'] })
    expect(expectOk(await run(listed.all()))).toMatchObject([{ uuid: made.uuid, node_uuid: node }])
    expectOk(await run(client.nodeAllocation.delete(node)))
    expectErr(await run(client.nodeAllocation.get(node)), 'not_found')
    const freed = expectOk(await run(client.nodes.get(node, { fields: ['instance_uuid'] })))
    expect(freed.instance_uuid).toBeNull()
  })

  it('resets interfaces together with the driver', async () => {
    const { client, sent, node } = await site()
    const patch = [setField('driver', 'fake-hardware')]
    expectOk(await run(client.nodes.patch(node, patch, { resetInterfaces: true })))
    expect(sent.requests.at(-1)?.path).toContain('?reset_interfaces=true')
    const without = client.nodes.patch(node, [setField('extra', {})], { resetInterfaces: true })
    expect(expectErr(await run(without), 'invalid_input').field).toBe('resetInterfaces')
  })

  it.runIf(minor >= 112)('adds traits to runbooks and removes them', async () => {
    const { client } = await site()
    const steps = [{ interface: 'bios', step: 'factory_reset', args: {}, order: 1 }]
    const name = `reset-${randomUUID()}`
    const { uuid } = expectOk(await run(client.runbooks.create({ name, steps, description: 'resets' })))
    expect(expectOk(await run(client.runbooks.get(name)))).toMatchObject({
      uuid,
      steps,
      description: 'resets',
      traits: [],
      public: false,
    })
    const { runbookTraits } = client
    for (const _ of [1, 2]) expectOk(await run(runbookTraits.replace(name, ['CUSTOM_A', 'CUSTOM_B'])))
    for (const _ of [1, 2]) expectOk(await run(runbookTraits.add(name, 'CUSTOM_C')))
    for (const _ of [1, 2]) expectOk(await run(runbookTraits.remove(name, 'CUSTOM_A')))
    expect(expectOk(await run(runbookTraits.list(name))).toSorted(byText)).toEqual(['CUSTOM_B', 'CUSTOM_C'])
    for (const _ of [1, 2]) expectOk(await run(runbookTraits.clear(name)))
    expect(expectOk(await run(runbookTraits.list(name)))).toEqual([])
    expectOk(await run(client.runbooks.delete(name)))
    expectErr(await run(runbookTraits.list(name)), 'not_found')
  })

  it.runIf(minor >= 96)('creates inspection rules without conditions, and removes all of them', async () => {
    const { client, sent } = await site()
    const actions = [{ op: 'fail', args: { msg: 'no' } }]
    const plain = expectOk(await run(client.inspectionRules.create({ actions, priority: 7 })))
    expect(plain).toMatchObject({ actions, conditions: [], priority: 7, phase: 'main', sensitive: false })
    const conditions = [{ op: '!eq', args: { values: ['{node.driver}', 'x'] } }]
    const secret = { actions, conditions, sensitive: true, description: 'hidden' }
    const hidden = expectOk(await run(client.inspectionRules.create(secret)))
    expect(hidden).toMatchObject({ actions: null, conditions: null, sensitive: true })
    expect(sent.requests.filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(2)
    for (const { uuid } of [plain, hidden]) expectOk(await run(client.inspectionRules.delete(uuid)))
  })

  it.runIf(minor >= 78)('reads the history of a node, whole and one by one', async () => {
    const { client, node } = await site()
    const reach = (state: string) =>
      until(async () => {
        const now = expectOk(
          await run(client.nodes.get(node, { fields: ['provision_state', 'reservation'] })),
        )
        return now.provision_state === state && now.reservation === null
      })
    expectOk(await run(client.nodeStates.provision(node, { target: 'manage' })))
    await reach('manageable')
    const clean_steps = [{ interface: 'bios', step: 'no_such_step', args: {} }]
    expectOk(await run(client.nodeStates.provision(node, { target: 'clean', clean_steps })))
    await reach('clean failed')
    const events = expectOk(await run(client.nodeHistory.list(node, { pageSize: 1 }).all()))
    const event = events.find(({ severity }) => severity === 'ERROR')
    expect(event?.event_type).toBe('cleaning')
    expect(event?.event).toContain('no_such_step')
    const read = expectOk(await run(client.nodeHistory.get(node, event?.uuid ?? '')))
    expect(read).toEqual(event)
    expect('duration_seconds' in read).toBe(minor >= 115)
    expectErr(await run(client.nodeHistory.get(node, randomUUID())), 'not_found')
  })
}
