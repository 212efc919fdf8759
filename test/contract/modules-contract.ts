import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

/** What the driver does with a machine that is deployed, on an Ironic with fake hardware, whichever that is. */
export function modulesContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  async function deployed() {
    const { driver, sent } = newDriver()
    const target = { node: await createNode(), instance: randomUUID() }
    expectOk(
      await run(driver.provisioning.spawn({ instance: { id: target.instance }, node: target.node, image })),
    )
    sent.clear()
    const routes = () =>
      sent.requests.map(({ route }) => route).filter((route) => route !== 'GET /v1/nodes/{uuid}')
    const destroy = async () => {
      expectOk(await run(driver.provisioning.destroy(target)))
    }
    return { driver, sent, target, routes, destroy }
  }

  describe('a rescue', () => {
    it('is entered, found and left, with one request each way', async () => {
      const { driver, target, routes, destroy } = await deployed()
      const rescue = { password: 'Rescue-1' }
      const entered = expectOk(await run(driver.rescue.enter(target, rescue)))
      expect(entered).toEqual({ ...target, provision_state: 'rescue', outcome: 'changed' })
      expect(expectOk(await run(driver.rescue.enter(target, rescue))).outcome).toBe('was_there')
      const left = expectOk(await run(driver.rescue.leave(target)))
      expect(left).toEqual({ ...target, provision_state: 'active', outcome: 'changed' })
      expect(expectOk(await run(driver.rescue.leave(target))).outcome).toBe('was_there')
      expect(routes()).toEqual(Array(2).fill('PUT /v1/nodes/{uuid}/states/provision'))
      await destroy()
    })

    it('is asked for, and waited for elsewhere', async () => {
      const { driver, target, destroy } = await deployed()
      expectOk(await run(driver.rescue.requestEnter(target, { password: 'Rescue-1' })))
      expectOk(await run(newDriver().driver.rescue.waitForEnter(target)))
      expectOk(await run(driver.rescue.requestLeave(target)))
      expectOk(await run(newDriver().driver.rescue.waitForLeave(target)))
      await destroy()
    })

    it('is refused in maintenance, on a free node, and with another instance', async () => {
      const { driver, target, destroy } = await deployed()
      const rescue = { password: 'Rescue-1' }
      const other = { ...target, instance: randomUUID() }
      expectErr(await run(driver.rescue.enter(other, rescue)), 'instance_mismatch')
      expectOk(await run(driver.client.nodeMaintenance.set(target.node, { reason: 'test' })))
      expectErr(await run(driver.rescue.enter(target, rescue)), 'node_in_maintenance')
      expectOk(await run(driver.client.nodeMaintenance.clear(target.node)))
      await destroy()
      const free = { node: await createNode() }
      expectErr(await run(driver.rescue.enter(free, rescue)), 'node_not_ready')
    })

    it('that failed can be entered again, and left', async () => {
      for (const way of ['enter', 'leave'] as const) {
        const { driver, target, destroy } = await deployed()
        await world.force(target.node, { provision_state: 'rescue failed', target_provision_state: 'rescue' })
        const again =
          way === 'enter' ? driver.rescue.enter(target, { password: 'x' }) : driver.rescue.leave(target)
        expect(expectOk(await run(again)).provision_state).toBe(way === 'enter' ? 'rescue' : 'active')
        await destroy()
      }
    })
  })

  describe('a console', () => {
    it('is switched on, found and switched off, with one request each way', async () => {
      const { driver, target, routes, destroy } = await deployed()
      for (const _ of [1, 2]) expect(expectOk(await run(driver.console.enable(target))).enabled).toBe(true)
      const status = expectOk(await run(driver.console.state(target)))
      // Fake hardware does not say where its console is.
      expect(status).toEqual({ ...target, enabled: true, endpoint: { type: 'other' } })
      for (const _ of [1, 2]) expect(expectOk(await run(driver.console.disable(target))).enabled).toBe(false)
      const put = 'PUT /v1/nodes/{uuid}/states/console'
      expect(routes()).toEqual([put, 'GET /v1/nodes/{uuid}/states/console', put])
      await destroy()
    })

    it('that says not where it is, is no serial one and no graphical one', async () => {
      const { driver, target, destroy } = await deployed()
      expectErr(await run(driver.console.serial(target, { reset: true })), 'console_unavailable')
      expectErr(await run(driver.console.serial(target, { reset: true })), 'console_unavailable')
      expectErr(await run(driver.console.vnc(target)), 'console_unavailable')
      expect(expectOk(await run(driver.console.state(target))).enabled).toBe(true)
      expectOk(await run(driver.console.disable(target)))
      await destroy()
    })

    it('is refused of a node that has none', async () => {
      const { driver, target, destroy } = await deployed()
      const patch = [{ op: 'add', path: '/console_interface', value: 'no-console' }] as const
      const set = await run(driver.client.nodes.patch(target.node, patch))
      // Ironic changes interfaces of a deployed node in maintenance only.
      expect(set.isErr()).toBe(true)
      await destroy()
      const node = await createNode()
      expectOk(await run(driver.client.nodes.patch(node, patch)))
      expectErr(await run(driver.console.enable({ node })), 'unsupported_by_hardware')
      expect(expectOk(await run(driver.console.state({ node }))).enabled).toBe(false)
    })
  })
}
