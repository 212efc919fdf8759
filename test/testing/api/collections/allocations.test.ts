import { describe, expect, it } from 'vitest'
import { rawIronic, type RawIronic } from '../../support/raw-ironic.js'

const NOBODY = '99999999-9999-4999-8999-999999999999'
const INSTANCE = '11111111-1111-4111-8111-111111111111'

interface Allocation {
  readonly uuid: string
  readonly state: string
  readonly node_uuid: string | null
  readonly last_error: string | null
}

/** Asks for a node, and lets Ironic look for as long as it ever does. */
async function allocate(ironic: RawIronic, body: object): Promise<Allocation> {
  const made = await ironic.call('POST', '/v1/allocations', body)
  expect(made).toMatchObject({ status: 201, json: { state: 'allocating', node_uuid: null } })
  await ironic.clock.advance(5_000)
  const { uuid } = made.json as Allocation
  return (await ironic.call('GET', `/v1/allocations/${uuid}`)).json as Allocation
}

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
  ])('passes over a node that %s', async (_, fields) => {
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

  it('takes the node of its name first, among its candidates only', async () => {
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

  it('takes only nodes that have the traits', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ resource_class: 'x', traits: ['CUSTOM_A'] }).available()
    const allocation = await allocate(ironic, { resource_class: 'x', traits: ['CUSTOM_B'] })
    expect(allocation.last_error).toBe(
      failure(allocation, 'no suitable nodes have the requested traits CUSTOM_B'),
    )
  })

  it('takes only nodes that its owner owns or has leased', async () => {
    const ironic = rawIronic()
    ironic.simulator.node({ resource_class: 'x', owner: 'bob' }).available()
    const leased = ironic.simulator.node({ resource_class: 'x', lessee: 'ann' }).available()
    const wanted = { resource_class: 'x', owner: 'ann' }
    expect(await allocate(ironic, wanted)).toMatchObject({ state: 'active', node_uuid: leased.uuid })
    expect(await allocate(ironic, wanted)).toMatchObject({ state: 'error' })
  })

  it('tries three times, a second apart, while the nodes that fit are locked', async () => {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x' }).available()
    node.lock(1_500)
    expect(await allocate(ironic, { resource_class: 'x' })).toMatchObject({ node_uuid: node.uuid })

    const other = ironic.simulator.node({ resource_class: 'y' }).available()
    other.lock(60_000)
    const allocation = await allocate(ironic, { resource_class: 'y' })
    expect(allocation.last_error).toBe(failure(allocation, 'could not reserve any of 1 suitable nodes'))
  })

  it('fails when the node it waited for is no longer to be had', async () => {
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

  it('cannot take the UUID of an instance that is there', async () => {
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

  it('when its name or its UUID is taken', async () => {
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

describe('the allocation of an instance that is there', () => {
  it('is made at once, with the UUID of the instance', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ resource_class: 'x', instance_uuid: INSTANCE }).active()
    expect(await call('POST', '/v1/allocations', { node: node.uuid, name: 'mine' })).toMatchObject({
      status: 201,
      json: { uuid: INSTANCE, state: 'active', node_uuid: node.uuid, resource_class: 'x' },
    })
    expect(node.now.allocation_uuid).toBe(INSTANCE)
    expect((await call('GET', `/v1/nodes/${node.uuid}/allocation`)).json).toMatchObject({ name: 'mine' })
  })

  it.each([
    [
      { provision_state: 'available' },
      'Node must be in the "active" state, but the current state is "available"',
    ],
    [{ resource_class: 'y' }, 'Resource class y does not match the requested resource class x'],
  ])('is refused with 500 and kept in error when the node is %j', async (fields, why) => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ resource_class: 'x' }).active()
    node.force(fields)
    const reply = await call('POST', '/v1/allocations', {
      node: node.uuid,
      resource_class: 'x',
      uuid: INSTANCE,
    })
    const text = `Failed to process allocation ${INSTANCE}: Cannot backfill an allocation for node ${node.uuid}: ${why}.`
    expect(reply).toMatchObject({ status: 500, fault: text })
    expect((await call('GET', `/v1/allocations/${INSTANCE}`)).json).toMatchObject({
      state: 'error',
      node_uuid: null,
      last_error: text,
    })
  })

  it('is refused when the node has another instance, and kept in error', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ instance_uuid: INSTANCE, resource_class: 'x' }).active()
    const text = `Node ${node.uuid} is associated with instance ${INSTANCE}.`
    expect(await call('POST', '/v1/allocations', { node: node.uuid, uuid: NOBODY })).toMatchObject({
      status: 409,
      fault: text,
    })
    expect((await call('GET', `/v1/allocations/${NOBODY}`)).json).toMatchObject({ last_error: text })
  })

  it('is refused while the node stays locked, and kept in error', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ resource_class: 'x', instance_uuid: INSTANCE }).active()
    node.lock(60_000)
    const reply = await call('POST', '/v1/allocations', { node: node.uuid })
    expect(reply.status).toBe(409)
    expect((await call('GET', `/v1/allocations/${INSTANCE}`)).json).toMatchObject({
      state: 'error',
      last_error: `Unexpected exception during allocation: ${reply.fault ?? ''}`,
    })
  })

  it.each([
    ['1.57', 'Schema error: Additional properties are not allowed', undefined],
    ['1.57', 'Cannot set node when creating an allocation in this API version', '21.4'],
  ] as const)('is unknown to %s: %s', async (version, text, release) => {
    const { simulator, call } = rawIronic(release === undefined ? {} : { release })
    const node = simulator.node().active()
    const reply = await call('POST', '/v1/allocations', { node: node.uuid }, { version })
    expect(reply.status).toBe(400)
    expect(reply.fault).toContain(text)
  })
})

describe('an allocation ends', () => {
  async function active() {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x', instance_uuid: INSTANCE }).active()
    await ironic.call('POST', '/v1/allocations', { node: node.uuid })
    return { ...ironic, node }
  }

  it.each([`/v1/allocations/${INSTANCE}`, '/v1/nodes/{node}/allocation'])(
    'not by DELETE %s while its node is active, unless that is in maintenance',
    async (path) => {
      const { call, node } = await active()
      const url = path.replace('{node}', node.uuid)
      expect(await call('DELETE', url)).toMatchObject({
        status: 409,
        fault:
          `Cannot remove allocation ${INSTANCE} for node ${node.uuid}, because the node is active (and maintenance ` +
          'mode is off)',
      })
      node.force({ maintenance: true })
      expect((await call('DELETE', url)).status).toBe(204)
      expect(node.now).toMatchObject({ instance_uuid: null, allocation_uuid: null })
    },
  )

  it('with the instance, which an active node only loses in maintenance', async () => {
    const { call, patch, node } = await active()
    const operations = [{ op: 'remove', path: '/instance_uuid' }]
    expect(await patch(`/v1/nodes/${node.uuid}`, operations)).toMatchObject({
      status: 409,
      fault:
        `Node ${node.uuid} with an allocation can not have instance_uuid removed unless it is in one of allowed ` +
        '(enroll, inspecting, inspect wait, manageable, available) states or in maintenance mode. Current state is ' +
        "'active'.",
    })
    node.force({ maintenance: true })
    expect((await patch(`/v1/nodes/${node.uuid}`, operations)).status).toBe(200)
    expect((await call('GET', `/v1/allocations/${INSTANCE}`)).status).toBe(404)
  })

  it('when its node is torn down', async () => {
    const { call, provision, node, clock } = await active()
    await provision(node.uuid, 'deleted')
    await clock.advance(10_000)
    expect(node.now).toMatchObject({
      provision_state: 'available',
      instance_uuid: null,
      allocation_uuid: null,
    })
    expect((await call('GET', `/v1/allocations/${INSTANCE}`)).status).toBe(404)
  })

  it('when its node is deleted', async () => {
    const { call, node } = await active()
    node.force({ maintenance: true, provision_state: 'manageable' })
    expect((await call('DELETE', `/v1/nodes/${node.uuid}`)).status).toBe(204)
    expect((await call('GET', `/v1/allocations/${INSTANCE}`)).status).toBe(404)
  })
})

describe('allocations are read and changed', () => {
  async function three() {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ name: 'a', resource_class: 'x' }).available()
    await allocate(ironic, { resource_class: 'x', name: 'first', owner: null })
    await allocate(ironic, { resource_class: 'x', name: 'second', owner: 'ann' })
    await allocate(ironic, { resource_class: 'y', name: 'third' })
    return { ...ironic, node }
  }

  it.each([
    ['', ['first', 'second', 'third']],
    ['?resource_class=x', ['first', 'second']],
    ['?state=error', ['second', 'third']],
    ['?owner=ann', ['second']],
    ['?node=a', ['first']],
    ['?node=a&resource_class=x', ['first']],
    ['?node=a&resource_class=y', []],
    ['?node=a&owner=ann', []],
    ['?sort_key=name&sort_dir=desc', ['third', 'second', 'first']],
    ['?limit=1', ['first']],
  ])('by %s', async (query, names) => {
    const { call } = await three()
    const { json } = await call('GET', `/v1/allocations${query}`)
    expect((json as { allocations: { name: string }[] }).allocations.map(({ name }) => name)).toEqual(names)
  })

  it.each([
    ['?node=nowhere', 400, 'Node nowhere could not be found.'],
    ['?node=a&state=active', 500, 'Entity namespace for "nodes" has no property "state"'],
    ['?fields=wobble', 400, "Schema error: 'wobble' is not one of ['candidate_nodes', 'created_at'"],
    ['?sort_key=node_uuid', 400, 'The sort_key value "node_uuid" is an invalid field for sorting'],
    ['?sort_dir=up', 400, "Schema error: 'up' is not one of ['asc', 'desc']"],
    ['?marker=first', 400, "Schema error: 'first' is not a 'uuid'"],
    [`?marker=${NOBODY}`, 404, `Allocation ${NOBODY} could not be found.`],
    ['?detail=True', 400, 'Unexpected arguments: detail'],
  ])('not by %s', async (query, status, text) => {
    const { call } = await three()
    const reply = await call('GET', `/v1/allocations${query}`)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('with the fields that are asked for', async () => {
    const { call, node } = await three()
    for (const path of ['/v1/allocations/first', `/v1/nodes/${node.uuid}/allocation`])
      expect(Object.keys((await call('GET', `${path}?fields=uuid,state`)).json as object).sort()).toEqual([
        'links',
        'state',
        'uuid',
      ])
  })

  it('by name and extra alone', async () => {
    const { call, patch } = await three()
    const changed = await patch('/v1/allocations/first', [
      { op: 'replace', path: '/name', value: 'renamed' },
      { op: 'add', path: '/extra/a', value: 'b' },
    ])
    expect(changed).toMatchObject({ status: 200, json: { name: 'renamed', extra: { a: 'b' } } })
    expect((await patch('/v1/allocations/renamed', [{ op: 'add', path: '/owner', value: 'b' }])).fault).toBe(
      'Cannot patch /owner. Only the following can be updated: name, extra',
    )
    expect((await call('GET', '/v1/allocations/first')).status).toBe(404)
  })

  it('of a node that has none or is not there, in two ways', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available()
    expect(await call('GET', '/v1/nodes/a/allocation')).toMatchObject({
      status: 404,
      fault: 'Allocation for node a was not found',
    })
    expect((await call('GET', '/v1/nodes/nowhere/allocation')).status).toBe(400)
    expect((await call('DELETE', '/v1/nodes/nowhere/allocation')).status).toBe(404)
  })

  it.each([
    ['GET', '/v1/allocations', '1.51', 404, 'The API version does not allow allocations'],
    ['POST', '/v1/allocations', '1.51', 405, 'The API version does not allow allocations'],
    ['DELETE', '/v1/allocations/first', '1.51', 405, 'The API version does not allow allocations'],
    ['PATCH', '/v1/allocations/first', '1.56', 405, 'The API version does not allow updating allocations'],
    ['GET', '/v1/nodes/a/allocation', '1.51', 404, ''],
    ['GET', '/v1/allocations?owner=ann', '1.59', 406, 'Request not acceptable.'],
  ] as const)('%s %s not by %s', async (method, path, version, status, fault) => {
    const { call } = await three()
    const body = method === 'GET' || method === 'DELETE' ? undefined : []
    expect(await call(method, path, body, { version })).toMatchObject({ status, fault })
  })
})
