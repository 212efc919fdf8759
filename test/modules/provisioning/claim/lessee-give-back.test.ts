import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatedNode } from 'ironic-driver/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'

const REFUSED = { kind: 'status', status: 403, fault: 'Not today.' } as const
const ALLOCATION = /\/v1\/allocations\//

/** Ironic lets a lessee write on a node that it leases, except for the link to an instance. */
describe('a lessee that gives a node back', () => {
  let clock: ManualClock
  let simulator: IronicSimulator
  let node: SimulatedNode
  let driver: IronicDriver
  const instance = randomUUID()
  const target = { instance, node: 'metal-1' }

  const release = (by = driver) => clock.run(by.provisioning.release(target))
  const reserve = async () => {
    expectOk(await clock.run(driver.provisioning.reserve(target)))
    node.force({ instance_info: { note: 'of the instance' } })
  }
  const allocations = async () => expectOk(await clock.run(driver.client.allocations.list().all()))
  const throughTransport = (transport: Transport) => new IronicDriver({ transport, clock })

  beforeEach(() => {
    clock = new ManualClock()
    simulator = new IronicSimulator({ clock })
    node = simulator
      .node({ name: 'metal-1', owner: 'owner', lessee: 'lessee', resource_class: 'large' })
      .withPort()
      .available()
    driver = throughTransport(simulator.as({ project: 'lessee', roles: ['admin'] }))
  })

  it('deletes its allocation and what was written on the node', async () => {
    await reserve()
    expectOk(await release())
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
    expect(await allocations()).toEqual([])
  })

  it.each(['release', 'destroy'] as const)(
    'fails to %s a node that was claimed without an allocation',
    async (verb) => {
      node.force({ instance_uuid: instance, instance_info: { note: 'of the instance' } })
      const before = simulator.snapshot()
      const refused =
        verb === 'release'
          ? expectErr(await release(), 'forbidden')
          : expectErr(await clock.run(driver.provisioning.destroy(target)), 'forbidden')
      expect(refused.message).toContain('baremetal:node:update:instance_uuid')
      expect(simulator.snapshot()).toEqual(before)
    },
  )

  it('fails when Ironic refuses to write the link for another reason', async () => {
    await reserve()
    simulator.disruptions.next({ method: 'PATCH' }, REFUSED)
    expect(expectErr(await release(), 'forbidden').message).toContain('Not today.')
    expect(node.now.instance_uuid).toBe(instance)
    expect(await allocations()).toHaveLength(1)
  })

  it('fails when its allocation cannot be read', async () => {
    await reserve()
    simulator.disruptions.next({ method: 'GET', path: ALLOCATION }, REFUSED)
    expect(expectErr(await release(), 'forbidden').message).toContain('Not today.')
    expect(node.now).toMatchObject({ instance_uuid: instance, instance_info: { note: 'of the instance' } })
  })

  it('frees a node that it may not write on, and reports what it could not write', async () => {
    await reserve()
    simulator.disruptions.next({ method: 'PATCH' }, REFUSED, { after: 1 })
    expect(expectErr(await release(), 'forbidden').message).toContain('Not today.')
    expect(node.now.instance_uuid).toBeNull()
    expect(await allocations()).toEqual([])
  })

  it.each([
    ['writing on the node', { method: 'PATCH' }, 1],
    ['deleting the allocation', { method: 'DELETE', path: ALLOCATION }, 0],
  ] as const)('keeps the node until %s has worked', async (_step, match, after) => {
    await reserve()
    simulator.disruptions.next(match, { kind: 'status', status: 400, fault: 'Not so.' }, { after })
    expect(expectErr(await release(), 'rejected_request').message).toContain('Not so.')
    expect(node.now.instance_uuid).toBe(instance)
    expect(await allocations()).toHaveLength(1)

    for (const passing of ['locked', 'drop-before', 'drop-after'] as const) {
      simulator.disruptions.next(match, passing, { after })
      expectOk(await release())
      expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
      await reserve()
    }
  })

  it('does not disturb a cleaning', async () => {
    await reserve()
    node.force({ provision_state: 'clean hold', target_provision_state: 'available' })
    const released = expectOk(await release())
    expect(released.remains).toMatchObject([{ what: 'instance_info' }])
    expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false, provision_state: 'clean hold' })
    expect(await allocations()).toEqual([])
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'succeeds, or ends at once when its caller aborts at request %i',
    async (at) => {
      await reserve()
      const caller = new AbortController()
      simulator.disruptions.next({}, 'hang', { after: at - 1 })
      const startedAt = clock.now()
      void clock.sleep(5_000).then(() => {
        caller.abort()
      })
      const options = { signal: caller.signal }
      expectErr(await clock.run(driver.provisioning.release(target, options)), 'aborted')
      expect(clock.now() - startedAt).toBe(5_000)
    },
  )

  it('succeeds when the owner deletes the allocation at that moment', async () => {
    await reserve()
    const lessee = simulator.as({ project: 'lessee', roles: ['admin'] })
    const racing: Transport = {
      send: async (request) => {
        if (request.method === 'DELETE') expectOk(await simulator.send(request))
        return lessee.send(request)
      },
    }
    expect(expectOk(await release(throughTransport(racing))).instance).toBeNull()
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
  })

  it('fails when the deployment begins at that moment', async () => {
    await reserve()
    const lessee = simulator.as({ project: 'lessee', roles: ['admin'] })
    const racing: Transport = {
      send: (request) => {
        if (request.method === 'DELETE')
          node.force({ provision_state: 'wait call-back', target_provision_state: 'active' })
        return lessee.send(request)
      },
    }
    expectErr(await release(throughTransport(racing)), 'node_not_ready')
    expect(node.now).toMatchObject({ instance_uuid: instance, provision_state: 'wait call-back' })
    expect(await allocations()).toHaveLength(1)
  })
})
