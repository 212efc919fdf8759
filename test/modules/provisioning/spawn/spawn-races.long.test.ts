import { randomUUID } from 'node:crypto'
import { IronicDriver, provisionStateFacts, type Transport } from 'ironic-driver'
import type { SimulatedNode } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const DAY_MS = 24 * 3_600_000
const BOUNDARIES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

type Act = () => Promise<unknown>

/** A transport that lets other clients act right before request number `at`, and waits for them or runs beside them. */
function interruptedTransport(
  inner: Transport,
  at: number,
  others: Act,
  how: 'until_done' | 'beside',
): Transport {
  let sent = 0
  return {
    send: async (request) => {
      sent += 1
      if (sent === at) {
        const acting = others()
        if (how === 'until_done') await acting
      }
      return inner.send(request)
    },
  }
}

function siteWith(nodes: number, latencyMs = 0) {
  const site = simulatedSite({ hardware: 'redfish', ...(latencyMs === 0 ? {} : { latencyMs }) })
  const metal = Array.from({ length: nodes }, (_, index) =>
    site.simulator
      .node({ name: `metal-${index + 1}`, network_interface: 'neutron', resource_class: 'gold' })
      .withPorts(2)
      .available(),
  )
  const driverOn = (transport: Transport) =>
    new IronicDriver({ transport, clock: site.clock, random: () => 0.5 })
  const [node] = metal as [SimulatedNode]
  return { ...site, metal, node, driverOn, instance: randomUUID() }
}

/** Checks what must hold in any fleet, after any race. */
function expectNobodysMachineIn(
  metal: readonly SimulatedNode[],
  instance: string,
): SimulatedNode | undefined {
  const deployed = metal.filter(({ now }) => provisionStateFacts(now.provision_state)?.occupied)
  expect(deployed.filter(({ now }) => now.instance_uuid === null)).toEqual([])
  const carriers = metal.filter(({ now }) => now.instance_uuid === instance)
  expect(carriers.length).toBeLessThanOrEqual(1)
  return carriers[0]
}

describe.each(['until_done', 'beside'] as const)('while an instance is spawned (%s)', (how) => {
  it.each(BOUNDARIES)(
    'survives a destroy before request %i: no deployed node lacks an instance',
    async (at) => {
      const { simulator, clock, run, node, metal, driverOn, otherDriver, instance } = siteWith(1)
      const request = { ...spawnRequestFor(node, { vifs: [{ id: VIF }] }), instance: { id: instance } }
      const destroying = async () => otherDriver().provisioning.destroy({ instance })
      const spawner = driverOn(interruptedTransport(simulator, at, destroying, how))
      const spawned = await run(spawner.provisioning.spawn(request))
      await clock.advance(DAY_MS)
      const carrier = expectNobodysMachineIn(metal, instance)
      expect(carrier === undefined ? simulator.leftovers() : spawned.isOk()).toEqual(
        carrier === undefined ? [] : true,
      )
    },
  )

  it.each(BOUNDARIES)(
    'survives a release before request %i: no deployed node lacks an instance',
    async (at) => {
      const { simulator, clock, run, node, metal, driverOn, otherDriver, instance } = siteWith(1)
      const request = { ...spawnRequestFor(node, { vifs: [{ id: VIF }] }), instance: { id: instance } }
      const releasing = async () => otherDriver().provisioning.release({ instance, node: node.uuid })
      const spawner = driverOn(interruptedTransport(simulator, at, releasing, how))
      const spawned = await run(spawner.provisioning.spawn(request))
      await clock.advance(DAY_MS)
      const carrier = expectNobodysMachineIn(metal, instance)
      expect(carrier === undefined).toBe(spawned.isErr())
      if (carrier === undefined) expect(simulator.leftovers()).toEqual([])
      else expect(expectOk(await run(otherDriver().networking.vifs({ instance })))).toEqual([{ id: VIF }])
    },
  )

  it.each(BOUNDARIES)('ends on the same node as a second spawn before request %i', async (at) => {
    for (const node of [
      'metal-1',
      { resourceClass: 'gold' },
      { resourceClass: 'gold', conductorGroup: '' },
    ]) {
      const { simulator, clock, run, metal, driverOn, otherDriver, instance } = siteWith(3)
      const request = { ...spawnRequestFor('metal-1', { vifs: [{ id: VIF }] }), instance: { id: instance } }
      let second = Promise.resolve<unknown>(undefined)
      const spawning = () => {
        const work = otherDriver().provisioning.spawn({ ...request, node })
        second = (async () => work)()
        return second
      }
      const first = driverOn(interruptedTransport(simulator, at, spawning, how))
      const spawned = await run(first.provisioning.spawn({ ...request, node }))
      await run(second)
      await clock.advance(DAY_MS)
      const carrier = expectNobodysMachineIn(metal, instance)
      expect(spawned.map((there) => there.node).unwrapOr('')).toBe(carrier?.uuid)
      expect(metal.filter(({ now }) => now.provision_state !== 'available')).toHaveLength(1)
    }
  })
})

describe.each(['destroy', 'release'] as const)('while a reserved node is given back by %s', (verb) => {
  it.each(BOUNDARIES)(
    'survives a spawn before request %i: no deployed node lacks an instance',
    async (at) => {
      const { simulator, clock, run, node, metal, driverOn, otherDriver, instance } = siteWith(1)
      const mine = { instance, node: node.uuid }
      expectOk(await run(otherDriver().provisioning.reserve(mine)))
      expectOk(await run(otherDriver().networking.attachVif({ node: node.uuid }, { id: VIF })))
      const request = { ...spawnRequestFor(node, { vifs: [{ id: VIF }] }), instance: { id: instance } }
      const spawning = async () => otherDriver().provisioning.spawn(request)
      const giver = driverOn(interruptedTransport(simulator, at, spawning, 'until_done'))
      const given =
        verb === 'destroy'
          ? await run(giver.provisioning.destroy(mine))
          : await run(giver.provisioning.release(mine))
      await clock.advance(DAY_MS)
      const carrier = expectNobodysMachineIn(metal, instance)
      if (given.isErr()) expect(given.error.kind).toBe('node_not_ready')
      else if (carrier !== undefined) expect(at).toBeGreaterThan(3)
      else expect(simulator.leftovers()).toEqual([])
    },
  )
})

describe('while an allocated node is given back by a reserve that failed', () => {
  it.each(BOUNDARIES)(
    'survives a destroy and a spawn before request %i: no deployed node lacks an instance',
    async (at) => {
      const { simulator, clock, run, node, metal, driverOn, otherDriver, instance } = siteWith(1)
      const request = { ...spawnRequestFor(node, { vifs: [{ id: VIF }] }), instance: { id: instance } }
      // Ironic keeps the link of a node that was allocated and is deployed, so the spawn sets its own.
      const respawning = async () =>
        otherDriver()
          .provisioning.destroy({ instance })
          .andThen(() => otherDriver().provisioning.spawn(request))
      simulator.disruptions.next({ method: 'GET', path: '/v1/allocations' }, { kind: 'status', status: 403 })
      const reserver = driverOn(interruptedTransport(simulator, at, respawning, 'until_done'))
      const wanted = { instance, node: { resourceClass: 'gold' } }
      const reserved = await run(reserver.provisioning.reserve(wanted))
      await clock.advance(DAY_MS)
      const carrier = expectNobodysMachineIn(metal, instance)
      if (carrier === undefined) expect([reserved.isErr(), simulator.leftovers()]).toEqual([true, []])
      else expect(carrier.now.provision_state).toBe('active')
    },
  )
})

it.each([0, 5, 10, 12, 20, 30])('two spawns of one instance %i ms apart share one node', async (apartMs) => {
  for (const node of [{ resourceClass: 'gold' }, { resourceClass: 'gold', conductorGroup: '' }]) {
    const { clock, run, metal, otherDriver, instance } = siteWith(3, 5)
    const request = { ...spawnRequestFor('', { vifs: [{ id: VIF }] }), node, instance: { id: instance } }
    const first = otherDriver().provisioning.spawn(request)
    await clock.advance(apartMs)
    const second = otherDriver().provisioning.spawn(request)
    const both = await run(Promise.all([first, second]))
    await clock.advance(DAY_MS)
    const carrier = expectNobodysMachineIn(metal, instance)
    expect(both.map((one) => one.map((there) => there.node).unwrapOr(''))).toEqual([
      carrier?.uuid,
      carrier?.uuid,
    ])
  }
})

it.each([0, 5, 10, 12, 15, 20])(
  'a destroy %i ms after a spawn leaves no deployed node without an instance',
  async (apartMs) => {
    const { simulator, clock, run, node, metal, otherDriver, instance } = siteWith(1, 5)
    const request = { ...spawnRequestFor(node, { vifs: [{ id: VIF }] }), instance: { id: instance } }
    const spawning = otherDriver().provisioning.spawn(request)
    await clock.advance(apartMs)
    const destroying = otherDriver().provisioning.destroy({ instance })
    const [spawned] = await run(Promise.all([spawning, destroying]))
    await clock.advance(DAY_MS)
    const carrier = expectNobodysMachineIn(metal, instance)
    if (carrier === undefined) expect(simulator.leftovers()).toEqual([])
    else expect(spawned.isOk()).toBe(true)
  },
)

it.each(BOUNDARIES)(
  'a second spawn that ends before request %i of the first leaves the config drive on the node',
  async (at) => {
    const { simulator, run, node, driverOn, otherDriver } = siteWith(1)
    const request = spawnRequestFor(node, { configDrive: { userData: '#cloud-config' } })
    const spawning = async () => otherDriver().provisioning.spawn(request)
    const spawner = driverOn(interruptedTransport(simulator, at, spawning, 'until_done'))
    expectOk(await run(spawner.provisioning.spawn(request)))
    expect(node.now.instance_info).toHaveProperty('configdrive')
  },
)
