import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { dyingTransport } from '../../../hostile/transports.js'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const HALF_AN_HOUR_MS = 30 * 60_000
const IN_TRANSITION = 'Node x can not be updated while a state transition is in progress.'
const FOR_EVER = { times: 100_000 }

function siteWithNode() {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron', resource_class: 'gold' })
    .withPorts(2)
    .available()
  return { ...site, node, mine: { node: node.uuid, instance: randomUUID() } }
}

describe('a VIF that cannot be detached', () => {
  it.each(['named', 'allocated', 'chosen'] as const)(
    'keeps the reservation of the node that is %s',
    async (how) => {
      const { simulator, driver, run, node, mine } = siteWithNode()
      const wanted = {
        named: node.uuid,
        allocated: { resourceClass: 'gold' },
        chosen: { resourceClass: 'gold', conductorGroup: '' },
      }[how]
      const request = {
        ...spawnRequestFor(node, { vifs: [{ id: VIF }] }),
        node: wanted,
        instance: { id: mine.instance },
      }
      simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
      simulator.disruptions.next(
        { method: 'DELETE', path: /vifs/ },
        { kind: 'status', status: 503 },
        FOR_EVER,
      )
      const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
      const what = how === 'allocated' ? ['vif', 'reservation', 'allocation'] : ['vif', 'reservation']
      expect(error.remains.map((one) => one.what)).toEqual(what)
      expect(node.now.instance_uuid).toBe(mine.instance)

      simulator.disruptions.clear()
      expect(expectOk(await run(driver.provisioning.destroy({ instance: mine.instance }))).outcome).toBe(
        'destroyed',
      )
      expect([node.now.instance_uuid, simulator.leftovers()]).toEqual([null, []])
    },
  )

  it('is not left to the next instance by destroy or release', async () => {
    for (const verb of ['destroy', 'release'] as const) {
      const { simulator, driver, run, node, mine } = siteWithNode()
      expectOk(await run(driver.provisioning.reserve(mine)))
      expectOk(await run(driver.networking.attachVif(mine, { id: VIF })))
      simulator.disruptions.next(
        { method: 'DELETE', path: /vifs/ },
        { kind: 'status', status: 403 },
        FOR_EVER,
      )
      if (verb === 'destroy') expectErr(await run(driver.provisioning.destroy(mine)), 'forbidden')
      else expectErr(await run(driver.provisioning.release(mine)), 'forbidden')
      expect(node.now.instance_uuid).toBe(mine.instance)
    }
  })
})

it.each(['destroy', 'release'] as const)(
  '%s reports which VIFs are detached when the rest fails',
  async (verb) => {
    const { simulator, driver, run, node, mine } = siteWithNode()
    expectOk(await run(driver.provisioning.reserve(mine)))
    expectOk(await run(driver.networking.attachVif(mine, { id: VIF })))
    simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 403 }, FOR_EVER)
    const error =
      verb === 'destroy'
        ? expectErr(await run(driver.provisioning.destroy(mine)), 'forbidden')
        : expectErr(await run(driver.provisioning.release(mine)), 'forbidden')
    expect(error.message).toContain(`Already detached: VIF ${VIF}.`)
    expect(node.now.instance_uuid).toBe(mine.instance)
  },
)

describe('a destroy that cannot get through', () => {
  const DISRUPTIONS: readonly (readonly [string, Disruption])[] = [
    ['a lock', 'locked'],
    ['a transition', { kind: 'status', status: 409, fault: IN_TRANSITION }],
    ['an internal error', { kind: 'status', status: 500 }],
    ['an internal error after the effect', { kind: 'rpc-timeout', effect: false }],
  ]

  it.each(DISRUPTIONS)('of a reserved node backs off against %s', async (_, disruption) => {
    const { simulator, driver, run, mine } = siteWithNode()
    expectOk(await run(driver.provisioning.reserve(mine)))
    simulator.forgetRequests()
    for (const method of ['PATCH', 'PUT', 'DELETE'] as const)
      simulator.disruptions.next({ method }, disruption, FOR_EVER)
    expect((await run(driver.provisioning.destroy(mine))).isErr()).toBe(true)
    expect(simulator.requests.length).toBeLessThan(250)
  })

  it.each(DISRUPTIONS)('of a deployed node backs off against %s', async (_, disruption) => {
    const { simulator, driver, run, node, mine } = siteWithNode()
    expectOk(
      await run(driver.provisioning.spawn({ ...spawnRequestFor(node), instance: { id: mine.instance } })),
    )
    simulator.forgetRequests()
    simulator.disruptions.next({ method: 'PUT' }, disruption, FOR_EVER)
    expect((await run(driver.provisioning.destroy(mine))).isErr()).toBe(true)
    expect(simulator.requests.length).toBeLessThan(250)
  })

  it('of a locked node only reads until its deadline', async () => {
    const { simulator, driver, run, node, mine } = siteWithNode()
    expectOk(await run(driver.provisioning.reserve(mine)))
    simulator.forgetRequests()
    node.lock(2 * HALF_AN_HOUR_MS)
    expect((await run(driver.provisioning.destroy(mine))).isErr()).toBe(true)
    expect(simulator.requests.length).toBeLessThan(400)
    expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})

describe('a process that dies while it removes an instance from a node that is being cleaned', () => {
  it.each([3, 4, 5, 6, 7, 8, 9, 10])(
    'leaves no maintenance after the next call when it dies at request %i',
    async (last) => {
      for (const next of ['destroy', 'destroy by instance', 'release', 'spawn'] as const) {
        for (const fate of ['heard', 'unheard'] as const) {
          const { simulator, clock, run, otherDriver } = simulatedSite({ hardware: 'redfish' })
          const instance = randomUUID()
          const node = simulator.node({ name: 'metal-1' }).inState('clean hold', { instance_uuid: instance })
          const mine = { node: node.uuid, instance }
          const transport = dyingTransport(simulator, last, fate)
          const dying = new IronicDriver({ transport, clock, random: () => 0.5 })
          const never = dying.provisioning.destroy(mine)
          await clock.advance(10_000)
          const { provisioning } = otherDriver()
          if (next === 'destroy') expectOk(await run(provisioning.destroy(mine)))
          if (next === 'destroy by instance') expectOk(await run(provisioning.destroy({ instance })))
          if (next === 'release') expectOk(await run(provisioning.release(mine)))
          if (next === 'spawn') {
            node.force({
              provision_state: 'available',
              target_provision_state: null,
              power_state: 'power off',
            })
            expectOk(await run(provisioning.spawn({ ...spawnRequestFor(node), instance: { id: instance } })))
          }
          expect([next, fate, node.now.maintenance]).toEqual([next, fate, false])
          void never
        }
      }
    },
  )
})

it('reports that instance_info stays on a node whose link was removed during its cleaning', async () => {
  const { simulator, driver, run } = simulatedSite({ hardware: 'redfish' })
  const instance = randomUUID()
  const node = simulator
    .node()
    .inState('clean hold', { instance_uuid: instance, instance_info: { traits: ['CUSTOM_A'] } })
  const { remains } = expectOk(await run(driver.provisioning.destroy({ node: node.uuid, instance })))
  expect(remains).toMatchObject([{ what: 'instance_info' }])
})
