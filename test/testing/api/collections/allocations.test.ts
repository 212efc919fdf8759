import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'
import { type Allocation, INSTANCE, allocate, NOBODY } from '../../support/allocate.js'

const failure = ({ uuid }: Allocation, reason: string) => `Failed to process allocation ${uuid}: ${reason}.`

describe('an allocation', () => {
  it('finds a node after the reply, and reserves it', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'large', traits: ['CUSTOM_GPU'] }).available()
    const made = await ironic.call('POST', '/v1/allocations', {
      resource_class: 'large',
      traits: ['CUSTOM_GPU'],
      name: 'mine',
    })
    const { uuid } = made.json as Allocation
    expect(made.headers['location']).toBe(`http://ironic.test:6385/v1/allocations/${uuid}`)
    expect((await ironic.call('GET', '/v1/allocations/mine')).json).toMatchObject({ state: 'allocating' })
    expect(node.now.instance_uuid).toBeNull()
    await ironic.clock.advance(50)
    expect((await ironic.call('GET', '/v1/allocations/mine')).json).toMatchObject({
      state: 'active',
      node_uuid: node.uuid,
      last_error: null,
    })
    expect(node.now).toMatchObject({
      instance_uuid: uuid,
      allocation_uuid: uuid,
      instance_info: { traits: ['CUSTOM_GPU'] },
      reservation: null,
    })
  })

  it.each([
    ['has no power state', { resource_class: 'x', power_state: null }],
    ['is in maintenance', { resource_class: 'x', maintenance: true }],
    ['belongs to an instance', { resource_class: 'x', instance_uuid: INSTANCE }],
    ['is of another class', { resource_class: 'y' }],
  ])('skips a node that %s', async (_, fields) => {
    const ironic = rawIronic()
    const { power_state: power, ...rest } = { power_state: 'power off', ...fields }
    ironic.simulator.node(rest).available().force({ power_state: power })
    ironic.simulator.node({ resource_class: 'x' }).manageable()
    const allocation = await allocate(ironic, { resource_class: 'x' })
    expect(allocation).toMatchObject({
      state: 'error',
      node_uuid: null,
      last_error: failure(allocation, 'no available nodes match the resource class x'),
    })
  })

  it('prefers the node of its own name, among its candidates only', async () => {
    const ironic = rawIronic()
    for (const name of ['a', 'b', 'c', 'd']) ironic.simulator.node({ name, resource_class: 'x' }).available()
    const byName = await allocate(ironic, { resource_class: 'x', name: 'c' })
    expect(byName.node_uuid).toBe(ironic.simulator.find('c')?.uuid)
    const candidate = await allocate(ironic, { resource_class: 'x', candidate_nodes: ['b'] })
    expect(candidate).toMatchObject({
      node_uuid: ironic.simulator.find('b')?.uuid,
      candidate_nodes: [ironic.simulator.find('b')?.uuid],
    })
    const none = await allocate(ironic, { resource_class: 'x', candidate_nodes: ['b', 'c'] })
    expect(none.last_error).toBe(
      failure(none, 'none of the requested nodes are available and match the resource class x'),
    )
  })

  it('finds only nodes with the traits', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ resource_class: 'x', traits: ['CUSTOM_A'] }).available()
    const allocation = await allocate(ironic, { resource_class: 'x', traits: ['CUSTOM_B'] })
    expect(allocation.last_error).toBe(
      failure(allocation, 'no suitable nodes have the requested traits CUSTOM_B'),
    )
  })

  it('finds only nodes that its owner owns or leases', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ resource_class: 'x', owner: 'bob' }).available()
    const leased = ironic.simulator.node({ resource_class: 'x', lessee: 'ann' }).available()
    const wanted = { resource_class: 'x', owner: 'ann' }
    expect(await allocate(ironic, wanted)).toMatchObject({ state: 'active', node_uuid: leased.uuid })
    expect(await allocate(ironic, wanted)).toMatchObject({ state: 'error' })
  })

  it('tries three times, a second apart, while the matching nodes are locked', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x' }).available()
    node.lock(1_500)
    expect(await allocate(ironic, { resource_class: 'x' })).toMatchObject({ node_uuid: node.uuid })

    const other = ironic.simulator.node({ resource_class: 'y' }).available()
    other.lock(60_000)
    const allocation = await allocate(ironic, { resource_class: 'y' })
    expect(allocation.last_error).toBe(failure(allocation, 'could not reserve any of 1 suitable nodes'))
  })

  it('fails when the node for which it waited is no longer free', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x' }).available()
    node.lock(500)
    const { uuid } = (await ironic.call('POST', '/v1/allocations', { resource_class: 'x' }))
      .json as Allocation
    await ironic.clock.advance(200)
    node.force({ maintenance: true })
    await ironic.clock.advance(5_000)
    const allocation = (await ironic.call('GET', `/v1/allocations/${uuid}`)).json as Allocation
    expect(allocation.last_error).toBe(failure(allocation, 'all nodes were filtered out during reservation'))
  })

  it('can be deleted while it looks, and leaves the node alone', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x' }).available()
    await ironic.call('POST', '/v1/allocations', { resource_class: 'x', name: 'mine' })
    expect((await ironic.call('DELETE', '/v1/allocations/mine')).status).toBe(204)
    await ironic.clock.advance(5_000)
    expect(node.now.instance_uuid).toBeNull()
  })

  it('is kept as it is when no worker is free to look', async () => {
    const ironic = rawIronic({ limits: { workers: 0 } })
    const refused = await ironic.call('POST', '/v1/allocations', { resource_class: 'x', name: 'mine' })
    expect(refused.status).toBe(503)
    await ironic.clock.advance(5_000)
    expect((await ironic.call('GET', '/v1/allocations/mine')).json).toMatchObject({ state: 'allocating' })
  })

  it('goes on looking in a restored world', async () => {
    const ironic = rawIronic()
    const { uuid } = ironic.simulator.node({ resource_class: 'x' }).available()
    await ironic.call('POST', '/v1/allocations', { resource_class: 'x', name: 'mine' })
    const snapshot = ironic.simulator.snapshot()
    const later = rawIronic()
    later.simulator.restore(snapshot)
    await later.clock.advance(50)
    expect((await later.call('GET', '/v1/allocations/mine')).json).toMatchObject({ node_uuid: uuid })
  })

  it('cannot have the UUID of an existing instance', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x' }).available()
    ironic.simulator.node({ instance_uuid: INSTANCE }).active()
    expect((await allocate(ironic, { resource_class: 'x', uuid: INSTANCE })).last_error).toBe(
      `Unexpected exception during allocation: Instance ${INSTANCE} is already associated with a node, it cannot be ` +
        `associated with this other node ${node.uuid}`,
    )
  })
})

describe('an allocation is refused', () => {
  it.each([
    [{}, 'The resource_class field is mandatory when not backfilling'],
    [{ resource_class: 'x', name: 'not a name' }, "Cannot create allocation with invalid name 'not a name'"],
    [{ resource_class: 'x', candidate_nodes: ['nowhere'] }, 'Nodes cannot be found: nowhere'],
    [
      { resource_class: 'x', traits: ['bad'] },
      "Schema error: 'bad' is not valid under any of the given schemas",
    ],
    [{ resource_class: 7 }, "Schema error: 7 is not of type 'string', 'null'"],
    [{ state: 'active' }, "Schema error: Additional properties are not allowed ('state' was unexpected)"],
    [{ node: NOBODY }, `Node ${NOBODY} could not be found.`],
  ])('as %j', async (body, text) => {
    const reply = await rawIronic().call('POST', '/v1/allocations', body)
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(text)
  })

  it('by older servers in other words', async () => {
    const { call } = rawIronic({ release: '21.4' })
    expect((await call('POST', '/v1/allocations', { resource_class: 7 })).fault).toBe(
      "Schema error for allocation: 7 is not of type 'string', 'null'",
    )
    expect((await call('POST', '/v1/allocations', { uuid: '123' })).fault).toBe('Expected UUID for uuid: 123')
  })

  it('when its name or its UUID is in use', async () => {
    const { call } = rawIronic()
    const body = { resource_class: 'x', name: 'mine', uuid: INSTANCE }
    await call('POST', '/v1/allocations', body)
    const { uuid: _, ...other } = body
    for (const [again, what] of [
      [body, `UUID ${INSTANCE}`],
      [other, 'name mine'],
    ] as const)
      expect(await call('POST', '/v1/allocations', again)).toMatchObject({
        status: 409,
        fault: `An allocation with ${what} already exists.`,
      })
  })
})
