import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { contractMachine } from './contract-machine.js'
import type { ContractWorld } from './contract-world.js'

/** The contract of the lifecycle verbs, on the simulator and on real Ironic with fake hardware. */
export function lifecycleContract(world: ContractWorld): void {
  const { run, newDriver } = world
  const minor = Number(world.maxApiVersion.slice(2))
  const machine = (state?: 'available' | 'manageable') => contractMachine(world, state)

  describe('a node', () => {
    it('is managed, inspected and provided after its enrolment, with one request each', async () => {
      const { driver, sent } = newDriver()
      const uuid = randomUUID()
      expectOk(await run(driver.client.nodes.create({ uuid, driver: 'fake-hardware' })))
      const target = { node: uuid }
      const { lifecycle } = driver
      const managed = expectOk(await run(lifecycle.manage(target)))
      expect(managed).toEqual({
        node: uuid,
        instance: null,
        provision_state: 'manageable',
        outcome: 'changed',
      })
      expect(expectOk(await run(lifecycle.manage(target))).outcome).toBe('was_there')
      const inspected = expectOk(await run(lifecycle.inspect(target)))
      expect(inspected).toEqual({ ...managed, inventory: undefined })
      expect(expectOk(await run(lifecycle.waitForInspect(target))).outcome).toBe('joined')
      expect(expectOk(await run(lifecycle.provide(target))).provision_state).toBe('available')
      expect(expectOk(await run(lifecycle.provide(target))).outcome).toBe('was_there')
      expect(expectOk(await run(lifecycle.waitForProvide(target))).provision_state).toBe('available')
      expectErr(await run(lifecycle.inspect(target)), 'node_not_ready')
      expect(expectOk(await run(lifecycle.manage(target))).outcome).toBe('changed')
      const puts = sent.requests.filter(({ method }) => method === 'PUT')
      expect(puts.map(({ body }) => body)).toEqual(
        ['manage', 'inspect', 'provide', 'manage'].map((verb) => `{"target":"${verb}"}`),
      )
      expectOk(await run(driver.client.nodes.delete(uuid)))
    })

    it('is changed by a request here, and waited for and joined elsewhere', async () => {
      const { lifecycle, target, verbs, remove } = await machine('available')
      const there = newDriver().driver.lifecycle
      expectOk(await run(lifecycle.requestManage(target)))
      expectOk(await run(there.waitForManage(target)))
      expectOk(await run(lifecycle.requestProvide(target)))
      expect(['joined', 'was_there']).toContain(expectOk(await run(there.provide(target))).outcome)
      expect(verbs()).toEqual(['manage', 'provide'])
      await remove()
    })

    it('is not provided once it is retired', async () => {
      const { driver, lifecycle, target, remove } = await machine()
      const retire = [{ op: 'add', path: '/retired', value: true }] as const
      expectOk(await run(driver.client.nodes.patch(target.node, retire)))
      expectErr(await run(lifecycle.provide(target)), 'node_retired')
      expectErr(await run(lifecycle.bringTo(target, 'available')), 'node_retired')
      await remove()
    })

    it('is adopted with the machine that runs on it', async () => {
      const { driver, lifecycle, target, verbs } = await machine()
      const adopted = expectOk(await run(lifecycle.adopt(target)))
      expect(adopted).toMatchObject({ provision_state: 'active', outcome: 'changed' })
      expect(expectOk(await run(lifecycle.adopt(target))).outcome).toBe('was_there')
      expect(expectOk(await run(lifecycle.waitForAdopt(target))).provision_state).toBe('active')
      expectErr(await run(lifecycle.provide(target)), 'node_not_ready')
      expect(verbs()).toEqual(['adopt'])
      expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })
  })

  describe('a service', () => {
    it('runs on a deployed node, if Ironic supports it', async () => {
      const { driver, lifecycle, target, verbs } = await machine()
      expectOk(await run(lifecycle.adopt(target)))
      const request = { steps: [{ interface: 'vendor', step: 'log_passthrough' }] }
      const serviced = await run(lifecycle.service(target, request))
      if (minor < 87) expect(expectErr(serviced, 'unsupported_api_version').needs).toBe('1.87')
      else expect(expectOk(serviced)).toMatchObject({ provision_state: 'active', outcome: 'changed' })
      expect(verbs()).toEqual(minor < 87 ? ['adopt'] : ['adopt', 'service'])
      expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })

    it('that waits is aborted, and a failed one is recovered', async ({ skip }) => {
      if (minor < 101) skip('Ironic leaves nothing behind that it aborts from 32.0 on')
      const { driver, lifecycle, target } = await machine()
      expectOk(await run(lifecycle.adopt(target)))
      await world.force(target.node, { provision_state: 'service wait', target_provision_state: 'active' })
      expect(expectOk(await run(lifecycle.abort(target)))).toMatchObject({
        provision_state: 'active',
        outcome: 'changed',
      })
      expect(expectOk(await run(lifecycle.abort(target))).outcome).toBe('was_there')
      const fails = { steps: [{ interface: 'vendor', step: 'no_such_step' }] }
      const failed = expectErr(await run(lifecycle.service(target, fails)), 'transition_failed')
      expect(failed.lastSeen).toMatchObject({ provision_state: 'service failed' })
      const recovered = expectOk(await run(lifecycle.recover(target)))
      expect(recovered).toMatchObject({ from: 'service failed', provision_state: 'active' })
      expect(recovered.did.at(-1)).toBe('abort')
      expect(recovered.maintenance).toBe(false)
      expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })
  })

  describe('an operation that waits or is held', () => {
    it.each([
      ['clean wait', 'available', 'clean failed'],
      ['rescue wait', 'rescue', 'rescue failed'],
    ] as const)('is aborted: %s', async (state, towards, end) => {
      const { driver, lifecycle, target, verbs } = await machine()
      await world.force(target.node, { provision_state: state, target_provision_state: towards })
      const broken = expectOk(await run(lifecycle.abort(target)))
      expect(broken).toMatchObject({ provision_state: end, outcome: 'changed' })
      expect(expectOk(await run(lifecycle.abort(target))).outcome).toBe('was_there')
      expect(verbs()).toEqual(['abort'])
      await world.force(target.node, { provision_state: 'available', target_provision_state: null })
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })

    it('continues, if Ironic supports holds', async ({ skip }) => {
      if (minor < 85) skip('hold and unhold came with 1.85')
      const { driver, lifecycle, target, verbs } = await machine()
      await world.force(target.node, {
        provision_state: 'clean hold',
        target_provision_state: 'manageable',
      })
      const went = expectOk(await run(lifecycle.unhold(target)))
      expect(went).toMatchObject({ provision_state: 'clean wait', outcome: 'changed' })
      expect(expectOk(await run(lifecycle.unhold(target))).outcome).toBe('was_there')
      expectOk(await run(lifecycle.abort(target)))
      expect(verbs()).toEqual(['unhold', 'abort'])
      expectOk(await run(lifecycle.recover(target)))
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })
  })

  describe('the path to a state', () => {
    it('is shown, taken step by step, and empty at its end', async () => {
      const { driver } = newDriver()
      const uuid = randomUUID()
      expectOk(await run(driver.client.nodes.create({ uuid, driver: 'fake-hardware' })))
      const target = { node: uuid }
      const { lifecycle } = driver
      const shown = expectOk(await run(lifecycle.plan(target, 'available')))
      expect(shown).toMatchObject({
        plan: 'ready',
        steps: [
          { verb: 'manage', from: 'enroll', to: 'manageable' },
          { verb: 'provide', from: 'manageable', to: 'available' },
        ],
      })
      const brought = expectOk(await run(lifecycle.bringTo(target, 'available')))
      expect(brought).toMatchObject({ provision_state: 'available', outcome: 'changed' })
      expect(brought.steps).toEqual(shown.plan === 'ready' ? shown.steps : [])
      expect(expectOk(await run(lifecycle.bringTo(target, 'available'))).outcome).toBe('was_there')

      const refused = expectErr(await run(lifecycle.bringTo(target, 'active')), 'no_path')
      expect(refused.needs).toEqual(['active'])
      expectOk(await run(lifecycle.bringTo(target, 'active', { allow: ['adopt'] })))
      const kept = expectErr(await run(lifecycle.bringTo(target, 'manageable')), 'no_path')
      expect(kept.needs).toEqual(['deleted'])
      const freed = expectOk(await run(lifecycle.bringTo(target, 'manageable', { allow: ['deleted'] })))
      expect(freed.steps).toMatchObject([{ verb: 'deleted' }, { verb: 'manage' }])
      expectOk(await run(driver.client.nodes.delete(uuid)))
    })

    it('waits for a running operation, and leads out of failures', async () => {
      const { lifecycle, target, verbs, remove } = await machine()
      expectOk(await run(lifecycle.requestProvide(target)))
      expectOk(await run(newDriver().driver.lifecycle.bringTo(target, 'manageable')))
      await world.force(target.node, {
        provision_state: 'inspect failed',
        target_provision_state: 'manageable',
      })
      expectOk(await run(lifecycle.bringTo(target, 'available')))
      expect(verbs()).toEqual(['provide', 'manage', 'provide'])
      await remove()
    })
  })
}
