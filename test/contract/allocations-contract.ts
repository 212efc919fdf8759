import { randomUUID } from 'node:crypto'
import { setField } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

/** The contract of allocations, on the simulator and on real Ironic with fake hardware. */
export function allocationsContract(world: ContractWorld): void {
  const { run, newDriver, createNode, force } = world

  /** Nodes of a class of their own, which no other test uses. */
  async function site(count: number) {
    const { driver, sent } = newDriver()
    const resourceClass = `class-${randomUUID().slice(0, 8)}`
    const nodes = await Promise.all(Array.from({ length: count }, createNode))
    for (const node of nodes)
      expectOk(await run(driver.client.nodes.patch(node, [setField('resource_class', resourceClass)])))
    const records = async () => {
      const filter = { resource_class: resourceClass }
      const listed = expectOk(await run(driver.client.allocations.list({ filter }).all()))
      return listed.map(({ uuid, state }) => `${uuid} ${state}`)
    }
    const read = async (node: string) => expectOk(await run(driver.client.nodes.get(node)))
    return { driver, allocations: driver.allocations, sent, nodes, resourceClass, records, read }
  }

  /** A running node that never had an allocation. */
  async function running() {
    const all = await site(1)
    const [node = ''] = all.nodes
    const instance = randomUUID()
    const reserved = await run(all.driver.provisioning.reserve({ instance, node }))
    expectOk(reserved)
    await force(node, { provision_state: 'active', target_provision_state: null })
    return { ...all, node, instance, target: { node } }
  }

  describe('an allocation', () => {
    it('claims a node, is joined from another process, and leaves nothing on it', async () => {
      const { driver, allocations, nodes, resourceClass, records, read } = await site(2)
      const traits = ['CUSTOM_GPU']
      for (const node of nodes) expectOk(await run(driver.client.nodeTraits.replace(node, traits)))
      const name = `web-${randomUUID().slice(0, 8)}`
      const request = {
        uuid: randomUUID(),
        name,
        resourceClass,
        traits,
        candidates: nodes,
        extra: { rack: 7 },
      }
      const made = expectOk(await run(allocations.create(request)))
      expect(made).toMatchObject({ uuid: request.uuid, state: 'active', name, extra: { rack: 7 } })
      expect(nodes).toContain(made.node_uuid)
      expect(expectOk(await run(newDriver().driver.allocations.create(request)))).toEqual(made)
      expect(expectOk(await run(allocations.waitFor(name)))).toEqual(made)
      expect(await read(made.node_uuid)).toMatchObject({
        instance_uuid: made.uuid,
        instance_info: { traits },
      })
      expect(await records()).toEqual([`${made.uuid} active`])

      const other = { ...request, traits: [] }
      expectErr(await run(allocations.create(other)), 'allocation_taken')
      const named = expectErr(await run(allocations.create({ resourceClass, name })), 'allocation_taken')
      expect(named).toMatchObject({ field: 'name', holder: made.uuid })

      expect(expectOk(await run(allocations.delete(name)))).toEqual({
        outcome: 'deleted',
        node: made.node_uuid,
      })
      expect(expectOk(await run(allocations.delete(name))).outcome).toBe('was_gone')
      expect(await read(made.node_uuid)).toMatchObject({ instance_uuid: null, instance_info: {} })
    })

    it('reports why it found no node, and leaves nothing', async () => {
      const { allocations, nodes, resourceClass, records } = await site(1)
      const none = `none-${randomUUID().slice(0, 8)}`
      const requests = [
        ['no_node_of_class', { resourceClass: none }],
        ['no_candidate', { resourceClass: none, candidates: nodes }],
        ['no_node_with_traits', { resourceClass, traits: ['CUSTOM_NONE'] }],
        ['no_node_of_class', { resourceClass, owner: 'nobody' }],
      ] as const
      for (const [reason, request] of requests) {
        const failed = expectErr(await run(allocations.create(request)), 'allocation_failed')
        expect(failed.reason).toBe(reason)
      }
      expect(await records()).toEqual([])
      const { uuid } = expectOk(await run(allocations.requestCreate({ resourceClass: none })))
      expectErr(await run(allocations.waitFor(uuid)), 'allocation_failed')
      expect(expectOk(await run(allocations.delete(uuid)))).toEqual({ outcome: 'deleted', node: null })
      expectErr(await run(allocations.waitFor(uuid)), 'allocation_not_found')
    })

    it('leaves nothing when it is aborted at once', async () => {
      const { allocations, resourceClass, records, nodes, read } = await site(1)
      const aborter = new AbortController()
      const uuid = randomUUID()
      const making = allocations.create({ uuid, resourceClass }, { signal: aborter.signal })
      const waited = await run(newDriver().driver.allocations.waitFor(uuid, { deadlineMs: 50 }))
      expect(waited.isErr()).toBe(true)
      aborter.abort()
      expectErr(await run(making), 'aborted')
      expect(await records()).toEqual([])
      expect(await read(nodes[0] ?? '')).toMatchObject({ instance_uuid: null, instance_info: {} })
    })

    it('stays with the node that is deployed with it, and ends with its instance', async () => {
      const { driver, allocations, resourceClass, records } = await site(1)
      const { uuid, node_uuid: node } = expectOk(await run(allocations.create({ resourceClass })))
      const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
      expectOk(await run(driver.provisioning.spawn({ instance: { id: uuid }, node, image })))
      expect(expectErr(await run(allocations.delete(uuid)), 'allocation_in_use').node).toBe(node)
      expectOk(await run(driver.provisioning.destroy({ instance: uuid })))
      expect(await records()).toEqual([])
    })
  })

  describe('a backfilled allocation', () => {
    it('is created once, for the instance that is there', async () => {
      const { allocations, target, node, instance, records, resourceClass } = await running()
      const made = expectOk(await run(allocations.backfill(target, { resourceClass })))
      expect(made).toMatchObject({ uuid: instance, state: 'active', node_uuid: node })
      expect(expectOk(await run(allocations.backfill({ instance })))).toEqual(made)
      expect(await records()).toEqual([`${instance} active`])
      expectErr(await run(allocations.delete(instance)), 'allocation_in_use')
    })

    it('is refused with the reason, and leaves no record and the instance in place', async () => {
      const { allocations, target, node, instance, records, read, nodes } = await running()
      const { nodes: others } = await site(1)
      const requests = [
        ['resource_class', { resourceClass: 'other' }],
        ['traits', { traits: ['CUSTOM_NONE'] }],
        ['candidates', { candidates: others }],
        ['other_instance', { uuid: randomUUID() }],
      ] as const
      for (const [obstacle, request] of requests) {
        const refused = expectErr(await run(allocations.backfill(target, request)), 'backfill_refused')
        expect(refused.obstacles).toEqual([obstacle])
      }
      const free = { node: others[0] ?? '' }
      expect(expectErr(await run(allocations.backfill(free)), 'backfill_refused').obstacles).toEqual([
        'node_not_active',
      ])
      expect([await records(), nodes]).toEqual([[], [node]])
      expect((await read(node)).instance_uuid).toBe(instance)
    })
  })
}
