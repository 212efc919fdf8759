import { randomUUID } from 'node:crypto'
import { IronicDriver, type IronicDriverOptions, type Transport } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatedCaller, type SimulatedNode } from 'ironic-driver/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'

const STRANGER: SimulatedCaller = { project: 'stranger', roles: ['admin'] }
const LESSEE: SimulatedCaller = { project: 'lessee', roles: ['admin'] }
const SYSTEM_READER: SimulatedCaller = { system: true, roles: ['reader'] }

describe('a login that does not see the whole fleet', () => {
  let clock: ManualClock
  let simulator: IronicSimulator
  let node: SimulatedNode
  let instance: string

  const as = (caller?: SimulatedCaller, options: Partial<IronicDriverOptions> = {}) =>
    new IronicDriver({
      transport: caller === undefined ? simulator : simulator.as(caller),
      clock,
      ...options,
    })

  beforeEach(() => {
    clock = new ManualClock()
    simulator = new IronicSimulator({ clock })
    instance = randomUUID()
    node = simulator
      .node({ name: 'metal-1', owner: 'owner', lessee: 'lessee' })
      .withPort()
      .active({ instance_uuid: instance })
  })

  it("gets not_found_or_hidden when it destroys an instance on another project's node", async () => {
    const { provisioning } = as(STRANGER)
    for (const target of [{ instance }, { instance, node: 'metal-1' }, { node: 'metal-1' }]) {
      const error = expectErr(await clock.run(provisioning.destroy(target)), 'not_found_or_hidden')
      expect(error.advice).toBe('check_state')
    }
    const waited = await clock.run(provisioning.waitForDestroy({ instance, node: 'metal-1' }))
    expectErr(waited, 'not_found_or_hidden')
    expect(node.now.provision_state).toBe('active')
  })

  it("gets not_found_or_hidden when it removes another project's node or looks for an instance on it", async () => {
    const driver = as(STRANGER)
    expectErr(await clock.run(driver.lifecycle.remove({ node: 'metal-1' })), 'not_found_or_hidden')
    for (const target of [{ instance }, { instance, node: 'metal-1' }, { node: 'metal-1' }])
      expect(expectOk(await clock.run(driver.inventory.exists(target))).state).toBe('not_found_or_hidden')
  })

  it('learns that an instance is gone from a node that it sees', async () => {
    const { provisioning } = as(LESSEE)
    expectOk(await clock.run(provisioning.destroy({ instance }, { until: 'available' })))
    const again = await clock.run(provisioning.destroy({ instance, node: 'metal-1' }))
    expect(expectOk(again).outcome).toBe('was_gone')
  })

  it('learns what is gone when the caller sets seesWholeFleet', async () => {
    const { provisioning } = as(STRANGER, { seesWholeFleet: true })
    const destroyed = await clock.run(provisioning.destroy({ instance }))
    expect(expectOk(destroyed)).toEqual({ outcome: 'was_gone', node: undefined })
    expect(simulator.requests.filter(({ path }) => path.includes('project='))).toEqual([])
  })

  it('learns what is gone when it has a system role, or there are no roles', async () => {
    for (const caller of [SYSTEM_READER, undefined]) {
      const driver = as(caller)
      const destroyed = await clock.run(driver.provisioning.destroy({ instance: randomUUID() }))
      expect(expectOk(destroyed).outcome).toBe('was_gone')
      expect(expectOk(await clock.run(driver.inventory.exists({ node: 'metal-9' }))).state).toBe('gone')
      expect(expectOk(await clock.run(driver.lifecycle.remove({ node: 'metal-9' }))).outcome).toBe('was_gone')
      expect(simulator.requests.filter(({ path }) => path.includes('project='))).toHaveLength(1)
      simulator.forgetRequests()
    }
  })

  it('is assumed when Ironic cannot be asked for projects', async () => {
    const { inventory } = as(undefined, { newestVersion: '1.60' })
    const { state } = expectOk(await clock.run(inventory.exists({ instance: randomUUID() })))
    expect(state).toBe('not_found_or_hidden')
  })

  it("gets not_found_or_hidden for another project's allocation, and a full login gets was_gone", async () => {
    const made = await clock.run(as().allocations.requestCreate({ resourceClass: 'baremetal', name: 'web' }))
    const { uuid } = expectOk(made)
    for (const ident of [uuid, 'web']) {
      const error = expectErr(await clock.run(as(STRANGER).allocations.delete(ident)), 'not_found_or_hidden')
      expect(error.message).toContain(`allocation "${ident}"`)
    }
    expect(expectOk(await clock.run(as().allocations.delete('web-2'))).outcome).toBe('was_gone')
    expect(expectOk(await clock.run(as().allocations.delete(uuid))).outcome).toBe('deleted')
  })

  it.each([
    ['validate', 'GET'],
    ['states/provision', 'PUT'],
  ])('learns what may remain of a spawn whose lease ends before %s', async (path, method) => {
    const leased = simulator
      .node({ name: 'metal-2', owner: 'owner', lessee: 'lessee', resource_class: 'gold' })
      .available()
    const inner = simulator.as(LESSEE)
    const transport: Transport = {
      send: (request) => {
        if (request.method === method && request.path.includes(path)) leased.force({ lessee: null })
        return inner.send(request)
      },
    }
    const driver = new IronicDriver({ transport, clock })
    const image = { source: 'http://images.test/a.qcow2', checksum: 'd8e8fca2dc0f896fd7cb4cb0031ba249' }
    const id = randomUUID()
    expectOk(await clock.run(as().provisioning.reserve({ instance: id, node: 'metal-2' })))
    const spawned = driver.provisioning.spawn({ instance: { id }, node: { resourceClass: 'gold' }, image })
    const error = expectErr(await clock.run(spawned), 'undo_incomplete')
    expect(error.remains.map(({ what }) => what)).toContain(path === 'validate' ? 'reservation' : 'instance')
    expect(error.remains[0]?.why).toContain('gone or hidden')
  })
})
