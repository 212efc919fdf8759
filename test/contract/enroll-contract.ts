import { randomBytes, randomUUID } from 'node:crypto'
import { PROVISION_STATES, type NodeToEnroll } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

/** The contract of enrolling, maintenance, retirement and removal. */
export function enrollContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  /** A machine that no other test uses. */
  function newMachine() {
    const mine = randomBytes(4).toString('hex')
    const mac = (card: number) =>
      ['52', '54', ...(mine.match(/../g) ?? [])].slice(0, 5).join(':') + `:0${card}`
    const machine = {
      name: `machine-${mine}`,
      driver: 'fake-hardware',
      driver_info: { ipmi_address: '10.0.0.7', ipmi_password: 'secret' },
      resource_class: 'gold',
      conductor_group: '',
      properties: { cpus: 8, capabilities: 'boot_mode:uefi' },
      extra: { row: [1, { of: 2 }] },
      network_data: {},
      automated_clean: false,
      traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
      ports: [
        {
          address: mac(1).toUpperCase(),
          physical_network: 'rack-1',
          local_link_connection: { port_id: 'Eth1', switch_id: 'AA:BB:CC:00:00:01', switch_info: 'tor-1' },
        },
        { address: mac(2), pxe_enabled: false, extra: { slot: 2 } },
      ],
      portgroups: [
        {
          name: `bond-${mine}`,
          mode: '802.3ad',
          properties: { miimon: '100' },
          ports: [{ address: mac(3) }],
        },
      ],
    } satisfies NodeToEnroll
    return { machine, mac }
  }

  async function enrolled() {
    const { driver, sent } = newDriver()
    const { machine, mac } = newMachine()
    const first = expectOk(await run(driver.lifecycle.enroll(machine)))
    const target = { node: first.node }
    const remove = async () => {
      expectOk(await run(driver.lifecycle.remove(target)))
    }
    return { driver, sent, machine, mac, first, target, remove }
  }

  describe('an enrolment', () => {
    it('creates a node with all its parts, and finds it complete', async () => {
      const { driver, sent, machine, mac, first, target, remove } = await enrolled()
      expect(first).toMatchObject({ name: machine.name, outcome: 'created', provision_state: 'enroll' })
      const again = expectOk(await run(newDriver().driver.lifecycle.enroll(machine)))
      expect(again).toEqual({ ...first, outcome: 'was_there', added: [], differences: [] })
      const { name: _, ...nameless } = machine
      const byAddress = expectOk(await run(driver.lifecycle.enroll(nameless)))
      expect(byAddress).toMatchObject({ node: target.node, outcome: 'was_there', differences: [] })

      const ports = expectOk(await run(driver.client.ports.list({ filter: target }).all()))
      expect(ports.map(({ address }) => address).toSorted()).toEqual([mac(1), mac(2), mac(3)])
      sent.clear()
      await remove()
      expect(sent.requests.map(({ route }) => route)).toEqual([
        'GET /v1/nodes/{uuid}',
        'DELETE /v1/nodes/{uuid}',
      ])
      expect(expectOk(await run(driver.lifecycle.remove(target))).outcome).toBe('was_gone')
    })

    it('adds what is missing, changes nothing else, and lists the differences', async () => {
      const { driver, machine, mac, first, remove } = await enrolled()
      const other = {
        ...machine,
        driver_info: { ipmi_address: '10.0.0.8', ipmi_password: 'another' },
        resource_class: 'silver',
        traits: [...machine.traits, 'CUSTOM_NEW'],
        ports: [
          {
            address: mac(1),
            physical_network: 'rack-2',
            local_link_connection: { port_id: 'Eth2', switch_id: 'aa:bb:cc:00:00:01' },
          },
          { address: mac(4) },
        ],
      }
      const completed = expectOk(await run(driver.lifecycle.enroll(other)))
      expect(completed).toMatchObject({ node: first.node, outcome: 'completed' })
      expect(completed.added.map(({ what }) => what)).toEqual(['port', 'trait'])
      expect(completed.differences.map(({ field }) => field)).toEqual([
        'resource_class',
        'driver_info.ipmi_address',
        `ports.${mac(1)}.local_link_connection.port_id`,
        `ports.${mac(1)}.physical_network`,
      ])
      expect(expectOk(await run(driver.lifecycle.enroll(other)))).toMatchObject({ outcome: 'was_there' })
      expect(JSON.stringify(completed)).not.toMatch(/another|secret/)
      await remove()
    })

    it('leaves nothing behind when a part of it is refused', async () => {
      const { driver } = newDriver()
      const { machine } = newMachine()
      const ports = [...machine.ports, { address: newMachine().mac(9), local_link_connection: { port: '1' } }]
      const refused = expectErr(await run(driver.lifecycle.enroll({ ...machine, ports })), 'rejected_request')
      expect(refused.message).toContain('local_link_connection')
      expectErr(await run(driver.client.nodes.get(machine.name)), 'not_found')
      const unserved = await run(driver.lifecycle.enroll({ ...machine, driver: 'pigeon-post' }))
      expect(expectErr(unserved, 'invalid_input').field).toBe('driver')
      const whole = expectOk(await run(driver.lifecycle.enroll(machine)))
      expect(whole.outcome).toBe('created')
      expectOk(await run(driver.lifecycle.remove({ node: whole.node })))
    })

    it('does not guess when name and addresses belong to different nodes', async () => {
      const [one, two] = [await enrolled(), await enrolled()]
      const mixed = { ...one.machine, ports: two.machine.ports, portgroups: [] }
      const { driver, sent } = newDriver()
      const conflict = expectErr(await run(driver.lifecycle.enroll(mixed)), 'identity_conflict')
      expect(conflict.holders.map(({ id }) => id)).toEqual([one.first.node, two.first.node, two.first.node])
      expect(sent.requests.every(({ method }) => method === 'GET')).toBe(true)
      await one.remove()
      await two.remove()
    })

    it('of many reports every outcome, in their chassis and elsewhere', async () => {
      const { driver, sent } = newDriver()
      const all = Array.from({ length: 5 }, () => newMachine().machine)
      const rack = `rack-${randomUUID()}`
      const file = {
        chassis: [{ description: rack, nodes: all.slice(0, 3) }],
        nodes: [...all.slice(3), { ...newMachine().machine, driver: 'pigeon-post' }],
      }
      const first = expectOk(await run(driver.lifecycle.enrollAll(file)))
      const problems = first.outcomes.map((one) => (one.outcome === 'failed' ? one.error.message : ''))
      expect(first, problems.join('\n')).toMatchObject({
        done: 5,
        failed: 1,
        chassis: [{ outcome: 'done', subject: rack }],
      })
      expect(first.outcomes.map(({ subject }) => subject).slice(0, 5)).toEqual(all.map(({ name }) => name))
      sent.clear()
      const again = expectOk(
        await run(driver.lifecycle.enrollAll({ ...file, nodes: file.nodes.slice(0, 2) })),
      )
      for (const outcome of again.outcomes)
        expect(outcome).toMatchObject({ value: { outcome: 'was_there', differences: [] } })
      // A list is requested again if other clients remove what it shows.
      expect(new Set(sent.requests.map(({ route }) => route))).toEqual(
        new Set([
          'GET /v1/chassis/detail',
          'GET /v1/nodes/detail',
          'GET /v1/ports/detail',
          'GET /v1/portgroups/detail',
        ]),
      )
      for (const outcome of again.outcomes)
        if (outcome.outcome === 'done')
          expectOk(await run(driver.lifecycle.remove({ node: outcome.value.node })))
      for (const one of again.chassis)
        if (one.outcome === 'done') expectOk(await run(driver.client.chassis.delete(one.value.chassis)))
    })
  })

  describe('a node', () => {
    it('is put into maintenance and taken out of it', async () => {
      const { driver, target, remove } = await enrolled()
      const { lifecycle } = driver
      expect(expectOk(await run(lifecycle.maintenance(target, { reason: 'fan' })))).toMatchObject({
        outcome: 'changed',
      })
      const again = expectOk(await run(newDriver().driver.lifecycle.maintenance(target)))
      expect(again).toMatchObject({ outcome: 'was_there', maintenance_reason: 'fan' })
      for (const outcome of ['changed', 'was_there'])
        expect(expectOk(await run(lifecycle.endMaintenance(target)))).toMatchObject({ outcome })
      const { maintenance, maintenance_reason } = expectOk(await run(driver.client.nodes.get(target.node)))
      expect([maintenance, maintenance_reason]).toEqual([false, null])
      await remove()
    })

    it('is retired under its instance, which keeps running, and is no longer offered', async () => {
      const { driver } = newDriver()
      const { lifecycle, provisioning } = driver
      const target = { node: await createNode() }
      const available = expectErr(await run(lifecycle.retire(target)), 'node_not_ready')
      expect(available.provisionState).toBe('available')
      const id = randomUUID()
      const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
      expectOk(await run(provisioning.spawn({ instance: { id }, ...target, image })))
      for (const outcome of ['changed', 'was_there'])
        expect(expectOk(await run(lifecycle.retire(target, { reason: 'old' })))).toMatchObject({
          outcome,
          instance: id,
        })
      const removed = expectErr(await run(lifecycle.remove(target)), 'node_not_ready')
      expect(removed.message).toContain(id)
      expectOk(await run(provisioning.destroy(target, { until: 'gone' })))
      expectOk(await run(lifecycle.waitForManage(target)))
      for (const outcome of ['changed', 'was_there'])
        expect(expectOk(await run(lifecycle.unretire(target)))).toMatchObject({
          outcome,
          retired_reason: null,
        })
      const { retired, retired_reason } = expectOk(await run(driver.client.nodes.get(target.node)))
      expect([retired, retired_reason]).toEqual([false, null])
      expectOk(await run(lifecycle.remove(target)))
    })

    it('is removed only from the states that allow it', async () => {
      const { driver } = newDriver()
      const { lifecycle, client } = driver
      // Older servers do not know these states, and fail in them.
      const isNew = (state: string) => /hold|service/.test(state)
      const isKnown = (state: string) => Number(world.maxApiVersion.slice(2)) >= 87 || !isNew(state)
      const removable = ['enroll', 'manageable', 'available', 'adopt failed']
      for (const [state, { phase, targets, occupied }] of Object.entries(PROVISION_STATES)) {
        if (phase === 'busy' || phase === 'wait' || !isKnown(state)) continue
        const { first, target } = await enrolled()
        await world.force(first.node, { provision_state: state, target_provision_state: targets[0] ?? null })
        const removed = await run(lifecycle.remove(target))
        if (removable.includes(state)) expect([state, expectOk(removed).outcome]).toEqual([state, 'removed'])
        else {
          expect([state, expectErr(removed, 'node_not_ready').provisionState]).toEqual([state, state])
          // Ironic itself refuses it as well.
          expect([
            state,
            expectErr(await run(client.nodes.delete(first.node)), 'state_refused').status,
          ]).toEqual([state, 409])
          expectOk(await run(lifecycle.maintenance(target)))
          if (occupied) expectErr(await run(lifecycle.remove(target)), 'node_not_ready')
          else expectOk(await run(lifecycle.remove(target)))
          if (occupied) expectOk(await run(client.nodes.delete(first.node)))
        }
      }
    })
  })
}
