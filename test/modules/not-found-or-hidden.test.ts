import { randomUUID } from 'node:crypto'
import { IronicDriver, type IronicDriverOptions } from 'ironic-driver'
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

  it('is not told that an instance on a node of others is destroyed', async () => {
    const { provisioning } = as(STRANGER)
    for (const target of [{ instance }, { instance, node: 'metal-1' }, { node: 'metal-1' }]) {
      const error = expectErr(await clock.run(provisioning.destroy(target)), 'not_found_or_hidden')
      expect(error.advice).toBe('check_state')
    }
    const waited = await clock.run(provisioning.waitForDestroy({ instance, node: 'metal-1' }))
    expectErr(waited, 'not_found_or_hidden')
    expect(node.now.provision_state).toBe('active')
  })

  it('is not told that a node of others is removed, or an instance on it gone', async () => {
    const driver = as(STRANGER)
    expectErr(await clock.run(driver.lifecycle.remove({ node: 'metal-1' })), 'not_found_or_hidden')
    for (const target of [{ instance }, { instance, node: 'metal-1' }, { node: 'metal-1' }])
      expect(expectOk(await clock.run(driver.inventory.exists(target))).state).toBe('not_found_or_hidden')
  })

  it('is told that an instance is gone from a node that it sees', async () => {
    const { provisioning } = as(LESSEE)
    expectOk(await clock.run(provisioning.destroy({ instance }, { until: 'available' })))
    const again = await clock.run(provisioning.destroy({ instance, node: 'metal-1' }))
    expect(expectOk(again).outcome).toBe('already_gone')
  })

  it('is believed when the caller says that it sees all there is', async () => {
    const { provisioning } = as(STRANGER, { seesWholeFleet: true })
    const destroyed = await clock.run(provisioning.destroy({ instance }))
    expect(expectOk(destroyed)).toEqual({ outcome: 'already_gone', node: undefined })
    expect(simulator.requests.filter(({ path }) => path.includes('project='))).toEqual([])
  })

  it('is told what is gone when it has a role in the system, or there are no roles', async () => {
    for (const caller of [SYSTEM_READER, undefined]) {
      const driver = as(caller)
      const destroyed = await clock.run(driver.provisioning.destroy({ instance: randomUUID() }))
      expect(expectOk(destroyed).outcome).toBe('already_gone')
      expect(expectOk(await clock.run(driver.inventory.exists({ node: 'metal-9' }))).state).toBe('gone')
      expect(expectOk(await clock.run(driver.lifecycle.remove({ node: 'metal-9' }))).outcome).toBe(
        'already_gone',
      )
      expect(simulator.requests.filter(({ path }) => path.includes('project='))).toHaveLength(1)
      simulator.forgetRequests()
    }
  })

  it('is taken for one when Ironic may not be asked for projects', async () => {
    const { inventory } = as(undefined, { newestVersion: '1.60' })
    const { state } = expectOk(await clock.run(inventory.exists({ instance: randomUUID() })))
    expect(state).toBe('not_found_or_hidden')
  })
})
