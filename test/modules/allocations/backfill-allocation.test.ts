import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { siteWith, forbidden } from './support/gold-nodes.js'

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

  it('creates the allocation of an instance, once', async () => {
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

  it('is refused for a node that is not active, and for an instance on another node', async () => {
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

  it('does not accept the allocation of another node as its own', async () => {
    const { allocations, run, simulator, target, records } = activeSite()
    simulator.node({ resource_class: 'tin' }).available()
    const other = expectOk(await run(allocations.create({ resourceClass: 'tin', name: 'web-1' })))
    const refused = await run(allocations.backfill(target, { uuid: other.uuid }))
    expect(expectErr(refused, 'allocation_taken')).toMatchObject({ field: 'uuid', holder: other.uuid })
    const named = await run(allocations.backfill(target, { name: 'web-1' }))
    expect(expectErr(named, 'allocation_taken')).toMatchObject({ field: 'name', holder: other.uuid })
    expect(await records()).toEqual([`${other.uuid} active`])
  })

  it('waits for the lock of the node, and leaves no record if that stays', async () => {
    const { allocations, run, node, target, instance } = activeSite()
    node.lock(20_000)
    expect(expectOk(await run(allocations.backfill(target))).uuid).toBe(instance)

    const other = activeSite()
    other.node.lock(Infinity)
    expectErr(await other.run(other.allocations.backfill(target)), 'node_locked')
    expect(await other.records()).toEqual([])
  })

  it.each(['drop-before', 'drop-after', 'refuse', 'busy', 'rpc-timeout', 'malformed'] as const)(
    'creates one when the request ends in %s',
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

  it('checks the given instance', async () => {
    const { allocations, run, target } = activeSite()
    const other = { ...target, instance: randomUUID() }
    expectErr(await run(allocations.backfill(other)), 'instance_mismatch')
  })
})
