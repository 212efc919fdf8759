import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

/** The contract of the modules for a deployed node, on the simulator and on real Ironic with fake hardware. */
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

  it('does not send half of a surrogate pair, which Ironic would answer with 500', async () => {
    const { driver, sent } = newDriver()
    const node = await createNode()
    const half = 'web \ud83d'
    const byModule = await run(driver.lifecycle.maintenance({ node }, { reason: half }))
    expect(expectErr(byModule, 'invalid_input').field).toBe('reason.reason')
    const byClient = await run(driver.client.nodeMaintenance.set(node, { reason: half }))
    expect(expectErr(byClient, 'invalid_input').field).toBe('reason')
    expect(sent.requests).toEqual([])
    const raw = {
      method: 'PUT',
      path: ['nodes', node, 'maintenance'],
      body: { reason: 'wëb' },
    } as const
    expectOk(await run(driver.client.request(raw)))
    expectOk(await run(driver.lifecycle.endMaintenance({ node })))
  })

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

    it('is requested here, and waited for elsewhere', async () => {
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
    it('is enabled, found and disabled, with one request each way', async () => {
      const { driver, target, routes, destroy } = await deployed()
      for (const _ of [1, 2]) expect(expectOk(await run(driver.console.enable(target))).enabled).toBe(true)
      const status = expectOk(await run(driver.console.state(target)))
      // Fake hardware does not report the address of its console.
      expect(status).toEqual({ ...target, enabled: true, endpoint: { type: 'other' } })
      for (const _ of [1, 2]) expect(expectOk(await run(driver.console.disable(target))).enabled).toBe(false)
      const put = 'PUT /v1/nodes/{uuid}/states/console'
      expect(routes()).toEqual([put, 'GET /v1/nodes/{uuid}/states/console', put])
      await destroy()
    })

    it('without an address is neither a serial nor a graphical one', async () => {
      const { driver, target, destroy } = await deployed()
      expectErr(await run(driver.console.serial(target, { reset: true })), 'console_unavailable')
      expectErr(await run(driver.console.serial(target, { reset: true })), 'console_unavailable')
      expectErr(await run(driver.console.vnc(target)), 'console_unavailable')
      expect(expectOk(await run(driver.console.state(target))).enabled).toBe(true)
      expectOk(await run(driver.console.disable(target)))
      await destroy()
    })

    it('is shown as enabled after a tear-down, which has stopped it, and is then restarted', async () => {
      const { driver, target, routes, sent, destroy } = await deployed()
      expectOk(await run(driver.console.enable(target)))
      await destroy()
      const free = { node: target.node }
      expectOk(await run(driver.lifecycle.bringTo(free, 'available')))
      const kept = expectOk(await run(driver.client.nodes.get(target.node)))
      expect(kept.console_enabled).toBe(true)
      expect(kept.driver_internal_info).toHaveProperty('deploy_steps')
      sent.clear()
      expectErr(await run(driver.console.serial(free)), 'console_unavailable')
      const put = 'PUT /v1/nodes/{uuid}/states/console'
      expect(routes()).toEqual([put, put, 'GET /v1/nodes/{uuid}/states/console'])
      expectOk(await run(driver.console.disable(free)))
    })

    it('is refused for a node that has none', async () => {
      const { driver, target, destroy } = await deployed()
      const patch = [{ op: 'add', path: '/console_interface', value: 'no-console' }] as const
      const set = await run(driver.client.nodes.patch(target.node, patch))
      // Ironic changes interfaces of a deployed node only in maintenance.
      expect(set.isErr()).toBe(true)
      await destroy()
      const node = await createNode()
      expectOk(await run(driver.client.nodes.patch(node, patch)))
      expectErr(await run(driver.console.enable({ node })), 'unsupported_by_hardware')
      expect(expectOk(await run(driver.console.state({ node }))).enabled).toBe(false)
    })
  })

  describe('a rebuild', () => {
    const other = { source: 'http://127.0.0.1:9/other.raw', checksum: `sha512:${'cd'.repeat(64)}` }

    it('deploys another image with four requests before the wait', async () => {
      const { driver, sent, target, destroy } = await deployed()
      const flavor = { rootGb: 20, capabilities: { boot_mode: 'uefi' } }
      const request = { image: other, flavor, configDrive: { userData: '#!/bin/sh' } }
      expectOk(await run(driver.rebuild.requestRedeploy(target, request)))
      expect(sent.requests.map(({ route }) => route)).toEqual([
        'GET /v1/nodes/{uuid}',
        'PATCH /v1/nodes/{uuid}',
        'GET /v1/nodes/{uuid}/validate',
        'PUT /v1/nodes/{uuid}/states/provision',
      ])
      const active = expectOk(await run(driver.rebuild.waitForRedeploy(target)))
      expect(active).toMatchObject({ ...target, provision_state: 'active', target_provision_state: null })
      const { instance_info } = expectOk(await run(driver.client.nodes.get(target.node)))
      expect(instance_info).toMatchObject({
        image_source: other.source,
        image_os_hash_algo: 'sha512',
        root_gb: 20,
        configdrive: '******',
      })

      const again = expectOk(await run(driver.rebuild.redeploy(target, { image, preserveEphemeral: true })))
      expect(again).toMatchObject({ outcome: 'redeployed', provision_state: 'active' })
      const after = expectOk(await run(driver.client.nodes.get(target.node))).instance_info
      expect(after).toMatchObject({ image_os_hash_algo: 'sha256', preserve_ephemeral: 'True', root_gb: 20 })
      await destroy()
    })

    it('is refused for an image whose checksum Ironic has replaced, and changes nothing', async () => {
      const { driver, sent, target, destroy } = await deployed()
      const replaced = { image_checksum: null, image_disk_format: 'raw', image_download_source: 'local' }
      const patch = Object.entries(replaced).map(
        ([key, value]) => ({ op: 'add', path: `/instance_info/${key}`, value }) as const,
      )
      expectOk(await run(driver.client.nodes.patch(target.node, patch)))
      sent.clear()
      const error = expectErr(await run(driver.rebuild.redeploy(target)), 'node_not_ready')
      expect(error.message).toContain('Pass `image`')
      expect(sent.requests.every(({ method }) => method === 'GET')).toBe(true)
      expectOk(await run(driver.rebuild.redeploy(target, { image: other })))
      const after = expectOk(await run(driver.client.nodes.get(target.node))).instance_info
      expect(after).not.toHaveProperty('image_checksum')
      await destroy()
    })

    it('joins a running one', async () => {
      const { driver, target, destroy } = await deployed()
      expectOk(await run(driver.rebuild.requestRedeploy(target)))
      const second = newDriver()
      expect(expectOk(await run(second.driver.rebuild.redeploy(target))).outcome).toBe('joined')
      expect(second.sent.requests.every(({ method }) => method === 'GET')).toBe(true)
      await destroy()
    })

    it('works from error and deploy failed, and from no other failed state', async () => {
      const { driver, target, destroy } = await deployed()
      for (const [provision_state, target_provision_state] of [
        ['error', 'available'],
        ['deploy failed', 'active'],
      ] as const) {
        await world.force(target.node, { provision_state, target_provision_state })
        expect(expectOk(await run(driver.rebuild.redeploy(target))).provision_state).toBe('active')
      }
      await world.force(target.node, { provision_state: 'rescue', target_provision_state: null })
      expectErr(await run(driver.rebuild.redeploy(target)), 'node_not_ready')
      await world.force(target.node, { provision_state: 'active', target_provision_state: null })
      await destroy()
    })

    it('is refused for a protected node, in maintenance, and for another instance', async () => {
      const { driver, target, destroy } = await deployed()
      const protect = (value: boolean) =>
        run(driver.client.nodes.patch(target.node, [{ op: 'add', path: '/protected', value }]))
      expectOk(await protect(true))
      expectErr(await run(driver.rebuild.redeploy(target)), 'node_protected')
      expectOk(await protect(false))
      expectOk(await run(driver.client.nodeMaintenance.set(target.node, { reason: 'test' })))
      expectErr(await run(driver.rebuild.redeploy(target)), 'node_in_maintenance')
      expectOk(await run(driver.client.nodeMaintenance.clear(target.node)))
      const stranger = { ...target, instance: randomUUID() }
      expectErr(await run(driver.rebuild.redeploy(stranger)), 'instance_mismatch')
      await destroy()
    })
  })

  it('reports a node that must stay on', async ({ skip }) => {
    if (Number(world.maxApiVersion.slice(2)) < 95) skip('disable_power_off came with 1.95')
    const { driver } = newDriver()
    const node = await createNode()
    expectOk(await run(driver.power.on({ node })))
    const stay = [{ op: 'add', path: '/disable_power_off', value: true }] as const
    expectOk(await run(driver.client.nodes.patch(node, stay)))
    for (const mode of ['hard', 'soft', 'soft-then-hard'] as const)
      expectErr(await run(driver.power.off({ node }, { mode })), 'power_off_disabled')
    expectOk(await run(driver.power.reboot({ node })))
  })
}
