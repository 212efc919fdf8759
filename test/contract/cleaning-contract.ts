import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { contractMachine } from './contract-machine.js'
import type { ContractWorld } from './contract-world.js'

const SETTING = { name: 'BootMode', value: 'Uefi' }
/** fake-hardware accepts the step, and fails at a setting without a value. */
const FAILING = { interface: 'bios', step: 'apply_configuration', args: { settings: [{ name: 'BootMode' }] } }

/** The contract of cleaning and recovery, on the simulator and on real Ironic with fake hardware. */
export function cleaningContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world
  const minor = Number(world.maxApiVersion.slice(2))
  const machine = (state?: 'available' | 'manageable') => contractMachine(world, state)

  describe('a manual cleaning', () => {
    it('runs its steps', async () => {
      const { driver, lifecycle, target, verbs, remove } = await machine()
      const cleaned = expectOk(await run(lifecycle.clean(target, { bios: [SETTING] })))
      expect(cleaned).toMatchObject({ provision_state: 'manageable', outcome: 'changed' })
      const settings = await run(driver.client.nodeBios.list(target.node))
      expect(expectOk(settings)).toMatchObject([SETTING])
      const reset = { interface: 'bios', step: 'factory_reset' }
      expectOk(await run(lifecycle.clean(target, { steps: [reset], disableRamdisk: false })))
      expect(expectOk(await run(driver.client.nodeBios.list(target.node)))).toEqual([])
      expectOk(await run(lifecycle.requestClean(target, { steps: [reset] })))
      expectOk(await run(newDriver().driver.lifecycle.waitForClean(target)))
      expect(verbs()).toEqual(['clean', 'clean', 'clean'])
      await remove()
    })

    it('updates firmware if Ironic supports it', async () => {
      const { lifecycle, target, verbs, remove } = await machine()
      const request = { firmware: [{ component: 'bmc', url: 'http://127.0.0.1:9/bmc.bin' }] }
      const updated = await run(lifecycle.clean(target, request))
      if (minor >= 86) expect(expectOk(updated).provision_state).toBe('manageable')
      else expect(expectErr(updated, 'unsupported_api_version').needs).toBe('1.86')
      expect(verbs()).toEqual(minor >= 86 ? ['clean'] : [])
      await remove()
    })

    it('runs a runbook that matches the node', async () => {
      const { driver, lifecycle, target, verbs, remove } = await machine()
      const name = `CUSTOM_${randomUUID().replaceAll('-', '_').toUpperCase()}`
      if (minor < 92) {
        const old = expectErr(
          await run(lifecycle.clean(target, { runbook: name })),
          'unsupported_api_version',
        )
        expect(old.needs).toBe('1.92')
        await remove()
        return
      }
      const steps = [
        { interface: 'bios', step: 'apply_configuration', order: 1, args: { settings: [SETTING] } },
      ]
      expectOk(await run(driver.client.runbooks.create({ name, steps })))
      expectErr(await run(lifecycle.clean(target, { runbook: name })), 'rejected_request')
      expectOk(await run(driver.client.nodeTraits.replace(target.node, [name])))
      if (minor >= 112) expectOk(await run(driver.client.runbookTraits.replace(name, [name])))
      expectOk(await run(lifecycle.clean(target, { runbook: name })))
      expect(expectOk(await run(driver.client.nodeBios.list(target.node)))).toMatchObject([SETTING])
      expect(verbs()).toEqual(['clean', 'clean'])
      expectOk(await run(driver.client.runbooks.delete(name)))
      await remove()
    })

    it('stores the target RAID configuration, and restores the old one after a refusal', async () => {
      const { driver, lifecycle, target, remove } = await machine()
      const read = async () =>
        expectOk(await run(driver.client.nodes.get(target.node, { fields: ['target_raid_config'] })))
      const small = { logical_disks: [{ size_gb: 10, raid_level: '0' }] } as const
      const large = { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } as const
      // The RAID interface of fake-hardware has no steps to create it.
      const failed = expectErr(
        await run(lifecycle.clean(target, { targetRaidConfig: small })),
        'transition_failed',
      )
      expect(failed.lastError).toMatch(/delete_configuration/)
      expect((await read()).target_raid_config).toEqual(small)
      expect(expectOk(await run(lifecycle.recover(target))).did).toEqual(['manage'])

      expectOk(await run(driver.client.nodeMaintenance.set(target.node)))
      expectErr(await run(lifecycle.clean(target, { targetRaidConfig: large })), 'node_in_maintenance')
      expect((await read()).target_raid_config).toEqual(small)
      await remove()
    })

    it('that fails at a step reports it, and recover also ends its maintenance', async () => {
      const { lifecycle, target, verbs, remove } = await machine()
      const failed = expectErr(await run(lifecycle.clean(target, { steps: [FAILING] })), 'transition_failed')
      expect(failed.lastSeen).toMatchObject({ provision_state: 'clean failed', maintenance: true })
      expect(failed.lastError).toMatch(/apply_configuration/)
      expectErr(await run(lifecycle.provide(target)), 'node_not_ready')

      const recovered = expectOk(await run(lifecycle.recover(target)))
      expect(recovered).toMatchObject({
        from: 'clean failed',
        provision_state: 'manageable',
        did: ['manage', 'end_maintenance'],
        maintenance: false,
        fault: null,
      })
      const again = expectOk(await run(lifecycle.recover(target)))
      expect(again).toMatchObject({ outcome: 'was_there', did: [] })
      expectOk(await run(lifecycle.provide(target)))
      expect(verbs()).toEqual(['clean', 'manage', 'provide'])
      await remove()
    })

    it('with an unknown step fails without maintenance', async () => {
      const { lifecycle, target, remove } = await machine()
      const steps = [{ interface: 'deploy', step: 'no_such_step' }]
      const failed = expectErr(await run(lifecycle.clean(target, { steps })), 'transition_failed')
      expect(failed.lastSeen).toMatchObject({ provision_state: 'clean failed', maintenance: false })
      expect(expectOk(await run(lifecycle.recover(target))).did).toEqual(['manage'])
      await remove()
    })
  })

  describe('a recovery', () => {
    it.each(['inspect failed', 'clean failed', 'adopt failed'] as const)('from %s', async (state) => {
      const { lifecycle, target, remove } = await machine()
      await world.force(target.node, { provision_state: state, target_provision_state: 'manageable' })
      const recovered = expectOk(await run(lifecycle.recover(target)))
      expect(recovered).toMatchObject({ from: state, provision_state: 'manageable', did: ['manage'] })
      await remove()
    })

    it("keeps an operator's maintenance unless the caller asks to end it", async () => {
      const { driver, lifecycle, target, remove } = await machine()
      expectErr(await run(lifecycle.clean(target, { steps: [FAILING] })), 'transition_failed')
      const reason = 'a disk is on order'
      expectOk(await run(driver.client.nodeMaintenance.set(target.node, { reason })))
      const kept = expectOk(await run(lifecycle.recover(target)))
      expect(kept).toMatchObject({ provision_state: 'manageable', did: ['manage'], maintenance: true })
      const ended = expectOk(await run(lifecycle.recover(target, { endMaintenance: 'any' })))
      expect(ended).toMatchObject({ did: ['end_maintenance'], maintenance: false, fault: null })
      await remove()
    })

    it('of an instance: from rescue failed, unrescue failed, deploy failed and error', async () => {
      const { driver } = newDriver()
      const target = { node: await createNode(), instance: randomUUID() }
      const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
      const request = { instance: { id: target.instance }, node: target.node, image }
      expectOk(await run(driver.provisioning.spawn(request)))
      for (const [state, towards, did] of [
        ['rescue failed', 'rescue', 'unrescue'],
        ['unrescue failed', 'active', 'unrescue'],
        ['deploy failed', 'active', 'rebuild'],
      ] as const) {
        await world.force(target.node, { provision_state: state, target_provision_state: towards })
        const recovered = expectOk(await run(driver.lifecycle.recover(target)))
        expect(recovered).toMatchObject({ ...target, from: state, provision_state: 'active', did: [did] })
      }
      await world.force(target.node, { provision_state: 'error', target_provision_state: 'available' })
      const ended = expectOk(await run(driver.lifecycle.recover(target)))
      expect(ended).toMatchObject({ did: ['deleted'], instance: null, provision_state: 'available' })
      expectOk(await run(driver.client.nodes.delete(target.node)))
    })
  })
}
