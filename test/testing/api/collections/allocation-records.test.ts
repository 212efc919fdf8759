import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'
import { INSTANCE, NOBODY, allocate } from '../../support/allocate.js'

describe('the allocation of an existing instance', () => {
  it('is created at once, with the UUID of the instance', async () => {
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

describe('an allocation is removed', () => {
  async function active() {
    const ironic = rawIronic()
    const node = ironic.simulator.node({ resource_class: 'x', instance_uuid: INSTANCE }).active()
    await ironic.call('POST', '/v1/allocations', { node: node.uuid })
    return { ...ironic, node }
  }

  it.each([`/v1/allocations/${INSTANCE}`, '/v1/nodes/{node}/allocation'])(
    'by DELETE %s only when its node is not active, or in maintenance',
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

  it('with the instance, which an active node loses only in maintenance', async () => {
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

  it('with the selected fields', async () => {
    const { call, node } = await three()
    for (const path of ['/v1/allocations/first', `/v1/nodes/${node.uuid}/allocation`])
      expect(Object.keys((await call('GET', `${path}?fields=uuid,state`)).json as object).sort()).toEqual([
        'links',
        'state',
        'uuid',
      ])
  })

  it('only in name and extra', async () => {
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

  it('of a node without one and of an unknown node, in two ways', async () => {
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
