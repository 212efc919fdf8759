import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { siteWith, GOLD, forbidden } from './support/gold-nodes.js'

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

  it('keeps everything else on the node', async () => {
    const { allocations, run, simulator } = siteWith(0)
    const info = { image_source: 'http://images/a.iso' }
    const node = simulator.node({ resource_class: 'gold', instance_info: info }).available()
    const { uuid } = expectOk(await run(allocations.create({ resourceClass: 'gold' })))
    expectOk(await run(allocations.delete(uuid)))
    expect(node.now.instance_info).toEqual(info)
  })

  it('deletes for a login that may not write to the node', async () => {
    const { allocations, run, simulator, nodes } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    simulator.disruptions.next({ method: 'PATCH' }, forbidden)
    expect(expectOk(await run(allocations.delete(uuid))).outcome).toBe('deleted')
    expect(nodes[0]?.now.instance_uuid).toBeNull()
  })

  it.each(['active', 'deploying', 'cleaning'])(
    'advises to destroy the instance of a node that is %s',
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

  it('is part of destroying the instance', async () => {
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
  ] as const)('leaves the traits on the node when it is %s permanently', async (_what, disruption) => {
    const { allocations, run, nodes, simulator } = siteWith(1)
    const { uuid } = expectOk(await run(allocations.create(GOLD)))
    const before = nodes[0]?.now.instance_info
    expect(before).toEqual({ traits: ['CUSTOM_GPU'] })
    simulator.disruptions.next({ method: 'DELETE' }, disruption, { times: Infinity })
    const result = await run(allocations.delete(uuid))
    expect(result.isErr()).toBe(true)
    expect(nodes[0]?.now).toMatchObject({ instance_uuid: uuid, instance_info: before })
  })

  it('reports that the traits are gone when they cannot be restored', async () => {
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
