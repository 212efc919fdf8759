import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { siteWith, GOLD } from './support/gold-nodes.js'

describe('create', () => {
  it('claims a free node with three requests', async () => {
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

  it('is joined by the same request with the same UUID, also from another process', async () => {
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
  ] as const)('reports %s, and leaves nothing', async (reason, request, advice) => {
    const { allocations, run, records } = siteWith(1)
    const failed = expectErr(await run(allocations.create(request)), 'allocation_failed')
    expect(failed).toMatchObject({
      reason,
      advice,
      instance: failed.allocation,
      operation: 'allocations.create',
    })
    expect(failed.lastError).toMatch(/^Failed to process allocation /)
    expect(failed.message).toContain('was removed again')
    expect(await records()).toEqual([])
  })

  it('reports that the nodes were locked, after Ironic has tried three times', async () => {
    const { allocations, run, records, nodes, clock } = siteWith(1)
    nodes[0]?.lock(60_000)
    const from = clock.now()
    expect(expectErr(await run(allocations.create(GOLD)), 'allocation_failed').reason).toBe('nodes_locked')
    expect(clock.now() - from).toBeLessThan(5_000)
    expect(await records()).toEqual([])
  })

  it('reports that the UUID belongs to an instance on another node', async () => {
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

  it('creates a failed one again', async () => {
    const { allocations, run, simulator, records } = siteWith(0)
    const request = { resourceClass: 'gold', uuid: randomUUID() }
    expectOk(await run(allocations.requestCreate(request)))
    expectErr(await run(allocations.waitFor(request.uuid)), 'allocation_failed')
    expect(await records()).toEqual([`${request.uuid} error`])
    const { uuid } = simulator.node({ resource_class: 'gold' }).available()
    expect(expectOk(await run(allocations.create(request))).node_uuid).toBe(uuid)
  })

  it('does not wait for a record that no worker of Ironic processes', async () => {
    const { allocations, client, run, simulator, clock, records } = siteWith(1, { limits: { workers: 1 } })
    const busy = simulator.node({ resource_class: 'tin' }).manageable()
    expectOk(await run(client.nodeStates.provision(busy.uuid, { target: 'provide' })))
    const from = clock.now()
    expectOk(await run(allocations.create(GOLD)))
    expect(clock.now() - from).toBeLessThan(20_000)
    expect(simulator.requests.map(({ status }) => status)).toContain(503)
    expect(await records()).toHaveLength(1)
  })

  it('checks the features first', async () => {
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

it('reports an invalid request before it sends anything', async () => {
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
