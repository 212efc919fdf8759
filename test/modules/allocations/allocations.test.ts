import { randomUUID } from 'node:crypto'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const POST = { method: 'POST', path: '/v1/allocations' } as const
const forbidden = { kind: 'status', status: 403, fault: 'not for you' } as const

function siteWith(count: number, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite(options)
  const { simulator, driver, run } = site
  const nodes = Array.from({ length: count }, (_, index) =>
    simulator
      .node({ name: `gold-${index}`, resource_class: 'gold', traits: ['CUSTOM_GPU'] })
      .withPort()
      .available(),
  )
  const records = async () =>
    expectOk(await run(driver.client.allocations.list().all())).map(({ uuid, state }) => `${uuid} ${state}`)
  const routes = () => simulator.requests.map(({ route }) => route)
  return { ...site, allocations: driver.allocations, client: driver.client, nodes, records, routes }
}

const GOLD = { resourceClass: 'gold', traits: ['CUSTOM_GPU'] }

describe('create', () => {
  it('claims a free node in three requests', async () => {
    const { allocations, client, run, nodes, simulator, routes } = siteWith(1)
    expectOk(await run(client.features()))
    simulator.forgetRequests()
    const made = expectOk(await run(allocations.create({ ...GOLD, name: 'web-1', extra: { rack: 7 } })))
    expect(made).toMatchObject({
      state: 'active',
      node_uuid: nodes[0]?.uuid,
      name: 'web-1',
      traits: ['CUSTOM_GPU'],
      extra: { rack: 7 },
    })
    expect(nodes[0]?.now).toMatchObject({ instance_uuid: made.uuid, allocation_uuid: made.uuid })
    expect(routes()).toEqual(['POST /v1/allocations', 'GET /v1/allocations', 'GET /v1/allocations/{uuid}'])
  })

  it('is joined by the same request with the same UUID, from another process too', async () => {
    const { allocations, otherDriver, run, records } = siteWith(3)
    const request = { ...GOLD, uuid: randomUUID(), name: 'web-1', candidates: ['gold-1', 'gold-2'] }
    const [one, other] = await run(
      Promise.all([allocations.create(request), otherDriver().allocations.create(request)]),
    )
    const again = expectOk(await run(allocations.create(request)))
    expect(expectOk(other)).toEqual(expectOk(one))
    expect(again).toEqual(expectOk(one))
    expect(await records()).toEqual([`${request.uuid} active`])
  })

  it.each([
    ['resource class', { resourceClass: 'tin' }],
    ['set of traits', { traits: [] }],
    ['name', { name: 'web-2' }],
    ['owner', { owner: 'team-2' }],
    ['set of candidates', { candidates: ['gold-1'] }],
  ])('does not join one with another %s', async (difference, other) => {
    const { allocations, run, records } = siteWith(2)
    const request = { ...GOLD, uuid: randomUUID(), name: 'web-1', candidates: ['gold-0'] }
    expectOk(await run(allocations.create(request)))
    const refused = expectErr(await run(allocations.create({ ...request, ...other })), 'allocation_taken')
    expect(refused).toMatchObject({ field: 'uuid', holder: request.uuid, instance: request.uuid })
    expect(refused.message).toContain(`an allocation with another ${difference}`)
    expect(await records()).toEqual([`${request.uuid} active`])
  })

  it('names the allocation that has the name', async () => {
    const { allocations, run, records } = siteWith(2)
    const holder = expectOk(await run(allocations.create({ ...GOLD, name: 'web-1' })))
    const refused = expectErr(await run(allocations.create({ ...GOLD, name: 'web-1' })), 'allocation_taken')
    expect(refused).toMatchObject({ field: 'name', holder: holder.uuid, advice: 'fix_request' })
    expect(await records()).toEqual([`${holder.uuid} active`])
  })

  it.each([
    ['no_node_of_class', { resourceClass: 'tin' }, 'retry_later'],
    ['no_candidate', { resourceClass: 'tin', candidates: ['gold-0'] }, 'retry_later'],
    ['no_node_with_traits', { resourceClass: 'gold', traits: ['CUSTOM_RAID'] }, 'retry_later'],
    ['no_node_of_class', { resourceClass: 'gold', owner: 'team-2' }, 'retry_later'],
  ] as const)('says %s, and leaves nothing', async (reason, request, advice) => {
    const { allocations, run, records } = siteWith(1)
    const failed = expectErr(await run(allocations.create(request)), 'allocation_failed')
    expect(failed).toMatchObject({
      reason,
      advice,
      instance: failed.allocation,
      operation: 'allocations.create',
    })
    expect(failed.lastError).toMatch(/^Failed to process allocation /)
    expect(failed.message).toContain('Nothing is left')
    expect(await records()).toEqual([])
  })

  it('says that the nodes were locked, after Ironic has tried three times', async () => {
    const { allocations, run, records, nodes, clock } = siteWith(1)
    nodes[0]?.lock(60_000)
    const from = clock.now()
    expect(expectErr(await run(allocations.create(GOLD)), 'allocation_failed').reason).toBe('nodes_locked')
    expect(clock.now() - from).toBeLessThan(5_000)
    expect(await records()).toEqual([])
  })

  it('says that the UUID is that of an instance elsewhere', async () => {
    const { allocations, run, simulator, records } = siteWith(1)
    const uuid = randomUUID()
    simulator.node({ resource_class: 'gold', instance_uuid: uuid }).active()
    const failed = expectErr(
      await run(allocations.create({ resourceClass: 'gold', uuid })),
      'allocation_failed',
    )
    expect(failed).toMatchObject({ reason: 'instance_elsewhere', advice: 'fix_request' })
    expect(await records()).toEqual([])
  })

  it('makes one anew that failed before', async () => {
    const { allocations, run, simulator, records } = siteWith(0)
    const request = { resourceClass: 'gold', uuid: randomUUID() }
    expectOk(await run(allocations.requestCreate(request)))
    expectErr(await run(allocations.waitFor(request.uuid)), 'allocation_failed')
    expect(await records()).toEqual([`${request.uuid} error`])
    const { uuid } = simulator.node({ resource_class: 'gold' }).available()
    expect(expectOk(await run(allocations.create(request))).node_uuid).toBe(uuid)
  })

  it('does not wait for a record that no worker of Ironic looks after', async () => {
    const { allocations, client, run, simulator, clock, records } = siteWith(1, { limits: { workers: 1 } })
    const busy = simulator.node({ resource_class: 'tin' }).manageable()
    expectOk(await run(client.nodeStates.provision(busy.uuid, { target: 'provide' })))
    const from = clock.now()
    expectOk(await run(allocations.create(GOLD)))
    expect(clock.now() - from).toBeLessThan(20_000)
    expect(simulator.requests.map(({ status }) => status)).toContain(503)
    expect(await records()).toHaveLength(1)
  })

  it('asks for the features first', async () => {
    const old = siteWith(1, { maxVersion: '1.51' })
    const refused = expectErr(await old.run(old.allocations.create(GOLD)), 'unsupported_api_version')
    expect(refused.needs).toBe('1.52')
    const older = siteWith(1, { maxVersion: '1.57' })
    const owned = await older.run(older.allocations.create({ ...GOLD, owner: 'team-1' }))
    expect(expectErr(owned, 'unsupported_api_version').needs).toBe('1.60')
    const target = { node: 'gold-0' }
    expect(
      expectErr(await older.run(older.allocations.backfill(target)), 'unsupported_api_version').needs,
    ).toBe('1.58')
    expect(older.simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
  })
})

describe('a create that is disturbed', () => {
  const LOST = [
    ['dropped before it took effect', 'drop-before'],
    ['dropped after it took effect', 'drop-after'],
    ['refused', 'refuse'],
    ['answered 503', 'busy'],
    ['answered by a broken body', 'malformed'],
    ['answered 502', { kind: 'status', status: 502, body: '<html>Bad gateway</html>' }],
  ] as const

  for (const [how, disruption] of LOST)
    it.each([
      ['the version', { method: 'GET', path: '/' }],
      ['the allocation', POST],
      ['the list', { method: 'GET', path: '/v1/allocations' }],
      ['the record', { method: 'GET', path: /allocations\/[0-9a-f-]{36}$/ }],
    ] as const)(`claims one node when %s is ${how}`, async (_, match) => {
      const { allocations, run, simulator, records, nodes } = siteWith(2)
      simulator.disruptions.next(match, disruption)
      const made = expectOk(await run(allocations.create(GOLD)))
      const carriers = nodes.filter(({ now }) => now.instance_uuid !== null)
      expect([await records(), carriers.length]).toEqual([[`${made.uuid} active`], 1])
    })

  it.each([0, 10, 100, 250, 600])('gives back what it got when it is aborted after %i ms', async (ms) => {
    const { allocations, run, simulator, records, clock } = siteWith(1, { timings: { allocate: 100 } })
    const aborter = new AbortController()
    const making = allocations.create({ ...GOLD, uuid: randomUUID() }, { signal: aborter.signal })
    await clock.advance(ms)
    aborter.abort()
    const made = await run(making)
    if (made.isErr()) {
      expectErr(made, 'aborted')
      expect([await records(), simulator.leftovers()]).toEqual([[], []])
    }
    await clock.advance(60_000)
    expect(await records()).toHaveLength(made.isErr() ? 0 : 1)
  })

  it('gives back a node whose allocation is made only after the abort', async () => {
    const { allocations, run, simulator, records, clock } = siteWith(1)
    simulator.disruptions.next(POST, { kind: 'hang', effect: true })
    const aborter = new AbortController()
    const making = allocations.create(GOLD, { signal: aborter.signal })
    await clock.advance(2_000)
    aborter.abort()
    expect(expectErr(await run(making), 'aborted').instance).toMatch(/^[0-9a-f-]{36}$/)
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })

  it.each([
    ['Ironic does not decide', 'wait_timed_out', undefined],
    ['the request hangs', 'request_timed_out', POST],
    ['the look hangs', 'wait_timed_out', { method: 'GET', path: '/v1/allocations' }],
  ] as const)('ends by its deadline when %s', async (_, kind, match) => {
    const { allocations, run, simulator, records, clock } = siteWith(1, { timings: { allocate: 60_000 } })
    if (match !== undefined) simulator.disruptions.next(match, 'hang', { times: Infinity })
    const from = clock.now()
    const late = expectErr(await run(allocations.create(GOLD, { deadlineMs: 3_000 })), kind)
    expect(late.instance).toMatch(/^[0-9a-f-]{36}$/)
    // The five seconds after which a request that got no answer has had its effect.
    expect(clock.now() - from).toBeLessThan(9_000)
    simulator.disruptions.clear()
    await clock.advance(90_000)
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })

  it('leaves one that it joined to whoever made it', async () => {
    const { allocations, otherDriver, run, records, clock } = siteWith(1, { timings: { allocate: 5_000 } })
    const request = { ...GOLD, uuid: randomUUID() }
    expectOk(await run(otherDriver().allocations.requestCreate(request)))
    expectErr(await run(allocations.create(request, { deadlineMs: 1_000 })), 'wait_timed_out')
    expect(await records()).toEqual([`${request.uuid} allocating`])
    await clock.advance(10_000)
    expect(await records()).toEqual([`${request.uuid} active`])
  })

  it('says so when somebody deletes it meanwhile', async () => {
    const { allocations, otherDriver, run, clock, records } = siteWith(1, { timings: { allocate: 5_000 } })
    const uuid = randomUUID()
    const making = allocations.create({ ...GOLD, uuid })
    await clock.advance(1_000)
    expectOk(await run(otherDriver().allocations.delete(uuid)))
    expect(expectErr(await run(making), 'allocation_gone')).toMatchObject({
      allocation: uuid,
      instance: uuid,
    })
    expect(await records()).toEqual([])
  })

  it('names what remains when that cannot be deleted', async () => {
    const { allocations, run, simulator, records } = siteWith(0)
    const uuid = randomUUID()
    simulator.disruptions.next({ method: 'DELETE' }, forbidden, { times: Infinity })
    const left = expectErr(await run(allocations.create({ ...GOLD, uuid })), 'allocation_left_behind')
    expect(left).toMatchObject({ allocation: uuid, instance: uuid, cause: { kind: 'allocation_failed' } })
    expect(left.message).toContain('Delete it once the cause is gone.')
    expect(await records()).toEqual([`${uuid} error`])
  })

  it('says that the owner is not for this login to name', async () => {
    const { allocations, run, simulator, records } = siteWith(1)
    const fault =
      'Cannot create allocation with an owner Project ID value team-2 not matching the requestor Project ID team-1.'
    simulator.disruptions.next(POST, { kind: 'status', status: 403, fault })
    const refused = await run(allocations.create({ ...GOLD, owner: 'team-2' }))
    expect(expectErr(refused, 'allocation_owner_refused').message).toContain('team-2')
    simulator.disruptions.next(POST, forbidden)
    expectErr(await run(allocations.create({ ...GOLD, owner: 'team-2' })), 'forbidden')
    expect(await records()).toEqual([])
  })

  it('costs a list for each look, however many are made at once', async () => {
    const { allocations, client, run, simulator, routes } = siteWith(50)
    expectOk(await run(client.features()))
    simulator.forgetRequests()
    const made = await run(Promise.all(Array.from({ length: 60 }, () => allocations.create(GOLD))))
    expect(made.filter((one) => one.isOk())).toHaveLength(50)
    const lists = routes().filter((route) => route === 'GET /v1/allocations')
    expect(lists.length).toBeLessThan(10)
  })
})

describe('requestCreate and waitFor', () => {
  it('ask and wait, by UUID and by name', async () => {
    const { allocations, otherDriver, run, nodes } = siteWith(1)
    const asked = expectOk(await run(allocations.requestCreate({ ...GOLD, name: 'web-1' })))
    expect(asked).toMatchObject({ state: 'allocating', node_uuid: null })
    const had = expectOk(await run(otherDriver().allocations.waitFor('web-1')))
    expect(had).toMatchObject({ uuid: asked.uuid, node_uuid: nodes[0]?.uuid })
    expect(expectOk(await run(allocations.waitFor(asked.uuid.toUpperCase())))).toEqual(had)
  })

  it('leave a failed one where it is, and say what to do about it', async () => {
    const { allocations, run, records } = siteWith(0)
    const { uuid } = expectOk(await run(allocations.requestCreate(GOLD)))
    const failed = expectErr(await run(allocations.waitFor(uuid)), 'allocation_failed')
    expect(failed).toMatchObject({ allocation: uuid, instance: uuid, reason: 'no_node_of_class' })
    expect(failed.message).toContain('delete it, or create it again under the same UUID')
    expect(await records()).toEqual([`${uuid} error`])
  })

  it('end by the deadline, by the signal, and when there is none', async () => {
    const { allocations, run, records, clock, simulator } = siteWith(1, { timings: { allocate: 60_000 } })
    const { uuid } = expectOk(await run(allocations.requestCreate(GOLD)))
    const from = clock.now()
    expectErr(await run(allocations.waitFor(uuid, { deadlineMs: 4_500 })), 'wait_timed_out')
    simulator.disruptions.next({ path: /allocations/ }, 'hang')
    expectErr(await run(allocations.waitFor(uuid, { deadlineMs: 4_500 })), 'request_timed_out')
    expect(clock.now() - from).toBe(9_000)
    const aborter = new AbortController()
    const waiting = allocations.waitFor(uuid, { signal: aborter.signal })
    await clock.advance(1_000)
    aborter.abort()
    expectErr(await run(waiting), 'aborted')
    expect(await records()).toEqual([`${uuid} allocating`])
    expectErr(await run(allocations.waitFor('web-9')), 'allocation_not_found')
  })

  it('leave nothing when the request fails', async () => {
    const { allocations, run, simulator, records } = siteWith(1)
    simulator.disruptions.next(POST, 'drop-before')
    simulator.disruptions.next(POST, forbidden)
    expect(expectErr(await run(allocations.requestCreate(GOLD)), 'forbidden').instance).toBeDefined()
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })
})

describe('backfill', () => {
  const BACKFILL = { method: 'POST', path: '/v1/allocations' } as const

  function activeSite() {
    const site = siteWith(0)
    const instance = randomUUID()
    const node = site.simulator
      .node({ name: 'metal-1', resource_class: 'gold', traits: ['CUSTOM_GPU'], instance_uuid: instance })
      .active()
    return { ...site, node, instance, target: { node: 'metal-1' } }
  }

  it('makes the allocation of an instance, once', async () => {
    const { allocations, run, node, instance, target, records } = activeSite()
    const made = expectOk(await run(allocations.backfill(target)))
    expect(made).toMatchObject({
      uuid: instance,
      state: 'active',
      node_uuid: node.uuid,
      resource_class: 'gold',
    })
    expect(expectOk(await run(allocations.backfill({ instance })))).toEqual(made)
    expect(await records()).toEqual([`${instance} active`])
  })

  it('gives a node without an instance that of the allocation', async () => {
    const { allocations, run, simulator } = activeSite()
    const node = simulator.node({ resource_class: 'gold' }).active()
    node.force({ instance_uuid: null })
    const made = expectOk(await run(allocations.backfill({ node: node.uuid }, { name: 'web-1' })))
    expect(node.now.instance_uuid).toBe(made.uuid)
  })

  it.each([
    ['resource_class', { resourceClass: 'tin' }],
    ['traits', { traits: ['CUSTOM_RAID'] }],
    ['candidates', { candidates: ['metal-2'] }],
    ['other_instance', { uuid: randomUUID() }],
  ] as const)('is refused for %s, and leaves no record', async (obstacle, request) => {
    const { allocations, run, simulator, target, records, node, instance } = activeSite()
    simulator.node({ name: 'metal-2' }).available()
    const refused = expectErr(await run(allocations.backfill(target, request)), 'backfill_refused')
    expect(refused).toMatchObject({ obstacles: [obstacle], node: node.uuid, advice: 'fix_request' })
    expect(await records()).toEqual([])
    expect(node.now.instance_uuid).toBe(instance)
  })

  it('is refused for a node that is not active, and for an instance elsewhere', async () => {
    const { allocations, run, simulator, instance, records } = activeSite()
    const free = simulator.node({ resource_class: 'gold' }).available()
    const target = { node: free.uuid }
    expect(expectErr(await run(allocations.backfill(target)), 'backfill_refused').obstacles).toEqual([
      'node_not_active',
    ])
    const bare = simulator.node({ resource_class: 'gold' }).active()
    bare.force({ instance_uuid: null })
    const elsewhere = await run(allocations.backfill({ node: bare.uuid }, { uuid: instance }))
    expect(expectErr(elsewhere, 'backfill_refused').obstacles).toEqual(['instance_elsewhere'])
    expect(await records()).toEqual([])
    expectErr(await run(allocations.backfill({ node: 'metal-9' })), 'node_not_found')
  })

  it('does not take the allocation of another node for its own', async () => {
    const { allocations, run, simulator, target, records } = activeSite()
    simulator.node({ resource_class: 'tin' }).available()
    const other = expectOk(await run(allocations.create({ resourceClass: 'tin', name: 'web-1' })))
    const refused = await run(allocations.backfill(target, { uuid: other.uuid }))
    expect(expectErr(refused, 'allocation_taken')).toMatchObject({ field: 'uuid', holder: other.uuid })
    const named = await run(allocations.backfill(target, { name: 'web-1' }))
    expect(expectErr(named, 'allocation_taken')).toMatchObject({ field: 'name', holder: other.uuid })
    expect(await records()).toEqual([`${other.uuid} active`])
  })

  it('waits for the lock of the node, and leaves no record when that stays', async () => {
    const { allocations, run, node, target, instance } = activeSite()
    node.lock(20_000)
    expect(expectOk(await run(allocations.backfill(target))).uuid).toBe(instance)

    const other = activeSite()
    other.node.lock(Infinity)
    expectErr(await other.run(other.allocations.backfill(target)), 'node_locked')
    expect(await other.records()).toEqual([])
  })

  it.each(['drop-before', 'drop-after', 'refuse', 'busy', 'rpc-timeout', 'malformed'] as const)(
    'makes one when the request ends in %s',
    async (disruption) => {
      const { allocations, run, simulator, target, instance, records } = activeSite()
      simulator.disruptions.next(BACKFILL, disruption)
      expect(expectOk(await run(allocations.backfill(target))).uuid).toBe(instance)
      expect(await records()).toEqual([`${instance} active`])
    },
  )

  it('removes the record of a refusal whose reply was lost', async () => {
    const { allocations, run, simulator, target, records } = activeSite()
    simulator.disruptions.next(BACKFILL, 'drop-after')
    const refused = await run(allocations.backfill(target, { resourceClass: 'tin' }))
    expect(expectErr(refused, 'backfill_refused').obstacles).toEqual(['resource_class'])
    expect(await records()).toEqual([])
  })

  it('removes the record of a refusal that comes after an abort, and nothing else', async () => {
    for (const resourceClass of ['gold', 'tin']) {
      const { allocations, run, simulator, target, records, clock, instance, node } = activeSite()
      simulator.disruptions.next(BACKFILL, { kind: 'hang', effect: true })
      const aborter = new AbortController()
      const making = allocations.backfill(target, { resourceClass }, { signal: aborter.signal })
      await clock.advance(1_000)
      aborter.abort()
      expectErr(await run(making), 'aborted')
      expect(await records()).toEqual(resourceClass === 'gold' ? [`${instance} active`] : [])
      expect(node.now.instance_uuid).toBe(instance)
    }
  })

  it('names the record that could not be removed', async () => {
    const { allocations, run, simulator, target, instance } = activeSite()
    simulator.disruptions.next({ method: 'DELETE' }, forbidden, { times: Infinity })
    const left = await run(allocations.backfill(target, { resourceClass: 'tin' }))
    expect(expectErr(left, 'allocation_left_behind')).toMatchObject({
      allocation: instance,
      cause: { kind: 'backfill_refused' },
    })
  })

  it('checks the instance that it is told is there', async () => {
    const { allocations, run, target } = activeSite()
    const other = { ...target, instance: randomUUID() }
    expectErr(await run(allocations.backfill(other)), 'instance_mismatch')
  })
})

describe('delete', () => {
  it('frees the node, by UUID or name, and leaves nothing on it', async () => {
    const { allocations, run, nodes, simulator } = siteWith(1)
    expectOk(await run(allocations.create({ ...GOLD, name: 'web-1' })))
    const deleted = expectOk(await run(allocations.delete('web-1')))
    expect(deleted).toEqual({ outcome: 'deleted', node: nodes[0]?.uuid })
    expect(nodes[0]?.now).toMatchObject({ instance_uuid: null, allocation_uuid: null, instance_info: {} })
    expect(simulator.leftovers()).toEqual([])
    expect(expectOk(await run(allocations.delete('web-1')))).toEqual({ outcome: 'was_gone', node: null })
  })

  it('keeps what else stands on the node', async () => {
    const { allocations, run, simulator } = siteWith(0)
    const info = { image_source: 'http://images/a.iso' }
    const node = simulator.node({ resource_class: 'gold', instance_info: info }).available()
    const { uuid } = expectOk(await run(allocations.create({ resourceClass: 'gold' })))
    expectOk(await run(allocations.delete(uuid)))
    expect(node.now.instance_info).toEqual(info)
  })

  it('deletes for a login that may not write on the node', async () => {
    const { allocations, run, simulator, nodes } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    simulator.disruptions.next({ method: 'PATCH' }, forbidden)
    expect(expectOk(await run(allocations.delete(uuid))).outcome).toBe('deleted')
    expect(nodes[0]?.now.instance_uuid).toBeNull()
  })

  it.each(['active', 'deploying', 'cleaning'])(
    'says to destroy the instance of a node that is %s',
    async (state) => {
      const { allocations, run, nodes, records } = siteWith(1)
      const { uuid } = expectOk(await run(allocations.create(GOLD)))
      nodes[0]?.force({
        provision_state: state,
        target_provision_state: state === 'active' ? null : 'active',
      })
      const refused = expectErr(await run(allocations.delete(uuid)), 'allocation_in_use')
      expect(refused).toMatchObject({ allocation: uuid, node: nodes[0]?.uuid, advice: 'check_state' })
      expect(refused.message).toContain(`provisioning.destroy({ instance: '${uuid}' })`)
      expect(await records()).toEqual([`${uuid} active`])
    },
  )

  it('goes with the instance that is destroyed', async () => {
    const { allocations, run, driver, records, simulator } = siteWith(1)
    const { uuid, node_uuid: node } = expectOk(await run(allocations.create(GOLD)))
    const image = { bootIso: 'http://images/a.iso' }
    expectOk(await run(driver.provisioning.spawn({ instance: { id: uuid }, node, image })))
    expectErr(await run(allocations.delete(uuid)), 'allocation_in_use')
    expectOk(await run(driver.provisioning.destroy({ instance: uuid }, { until: 'available' })))
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
    expect(expectOk(await run(allocations.delete(uuid))).outcome).toBe('was_gone')
  })

  it.each([
    ['forbidden', { kind: 'status', status: 403 }],
    ['unavailable', { kind: 'status', status: 503 }],
    ['lost on the way', 'drop-before'],
  ] as const)('leaves the traits on the node when it is %s for ever', async (_what, disruption) => {
    const { allocations, run, nodes, simulator } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    const before = nodes[0]?.now.instance_info
    expect(before).toEqual({ traits: ['CUSTOM_GPU'] })
    simulator.disruptions.next({ method: 'DELETE' }, disruption, { times: Infinity })
    const result = await run(allocations.delete(uuid))
    expect(result.isErr()).toBe(true)
    expect(nodes[0]?.now).toMatchObject({ instance_uuid: uuid, instance_info: before })
  })

  it('says that the traits are gone when they cannot be written back', async () => {
    const { allocations, run, nodes, simulator } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    simulator.disruptions.next({ method: 'DELETE' }, forbidden)
    simulator.disruptions.next({ method: 'PATCH' }, forbidden, { after: 1, times: Infinity })
    const error = expectErr(await run(allocations.delete(uuid)), 'forbidden')
    expect(error.message).toMatch(/traits .* are gone from instance_info.*Call allocations\.delete again/)
    expect(nodes[0]?.now.instance_info).toEqual({})
  })

  it('waits for the lock of the node, and survives a lost reply', async () => {
    const { allocations, run, nodes, simulator, records } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    nodes[0]?.lock(20_000)
    simulator.disruptions.next({ method: 'DELETE' }, 'drop-after', { after: 3 })
    expect(expectOk(await run(allocations.delete(uuid))).outcome).toBe('deleted')
    expect(await records()).toEqual([])
  })
})

it('says what is wrong with a request before it sends anything', async () => {
  const { allocations, run, simulator } = siteWith(1)
  const wrong: readonly (readonly [object, string])[] = [
    [{}, 'request.resourceClass'],
    [{ resourceClass: '' }, 'request.resourceClass'],
    [{ ...GOLD, uuid: 'web-1' }, 'request.uuid'],
    [{ ...GOLD, name: randomUUID() }, 'request.name'],
    [{ ...GOLD, name: 'a/b' }, 'request.name'],
    [{ ...GOLD, traits: ['gpu'] }, 'request.traits.0'],
    [{ ...GOLD, candidates: [] }, 'request.candidates'],
    [{ ...GOLD, extra: { at: new Date(NaN), big: 1n } }, 'request.extra.big'],
    [{ ...GOLD, owner: '' }, 'request.owner'],
    [{ ...GOLD, colour: 'red' }, 'request.colour'],
  ]
  for (const [request, field] of wrong) {
    const refused = await run(allocations.create(request as typeof GOLD))
    expect(expectErr(refused, 'invalid_input').field).toBe(field)
  }
  const late = await run(allocations.create(GOLD, { deadlineMs: -1 }))
  expect(expectErr(late, 'invalid_input').field).toBe('options.deadlineMs')
  expect(expectErr(await run(allocations.delete('..')), 'invalid_input').field).toBe('allocation')
  expect(simulator.requests).toEqual([])
})
