import type { SimulatedNode } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { INSTANCE, type Actor } from '../faults/matrix-site.js'
import { OPERATIONS, scenarioOf } from '../faults/operations.js'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

/** Verbs that accept no target, or no instance alone. */
const OTHERS = [
  'provisioning.plan',
  'provisioning.reserve',
  'provisioning.release',
  'provisioning.spawn',
  'provisioning.requestSpawn',
  'provisioning.waitForDestroy',
  'provisioning.spawnAll',
  'provisioning.destroyAll',
  'inventory.nodes',
  'inventory.instances',
  'inventory.instance',
  'inventory.placement',
  'lifecycle.enroll',
  'lifecycle.enrollAll',
  'lifecycle.remove',
  'allocations.create',
  'allocations.requestCreate',
  'allocations.delete',
  'allocations.waitFor',
]

const names = OPERATIONS.filter((name) => !OTHERS.includes(name))

function carrierOf(instance: string, child: boolean) {
  const site = simulatedSite()
  const parent = child ? site.simulator.node({ name: 'chassis-1' }).available().uuid : null
  const node = site.simulator.node({ name: 'metal-1', parent_node: parent, instance_uuid: instance }).active()
  return { ...site, node }
}

async function call(
  { driver, run, node }: ReturnType<typeof carrierOf>,
  name: string,
  instance: string,
): Promise<readonly [text: string, node: SimulatedNode]> {
  const target = { instance } as unknown as Actor['target']
  const actor: Actor = { driver, node, target, request: spawnRequestFor(node), carrier: () => node.uuid }
  const result = await run((async () => await scenarioOf(name).call(actor, {}))())
  return [JSON.stringify({ result }), node]
}

const NOT_FOUND = /instance_not_found|was_gone|"gone"|invalid_input/

describe('a verb that takes an instance', () => {
  it.each(names)('finds it on a child node: %s', async (name) => {
    const [told] = await call(carrierOf(INSTANCE, true), name, INSTANCE)
    expect(told).not.toMatch(NOT_FOUND)
  })

  it.each(names)('finds it where Ironic keeps its UUID in capitals: %s', async (name) => {
    for (const given of [INSTANCE, INSTANCE.toUpperCase()]) {
      const [told] = await call(carrierOf(INSTANCE.toUpperCase(), false), name, given)
      expect(told).not.toMatch(NOT_FOUND)
    }
  })
})

it('finds a node by its instance for a removal', async () => {
  const { driver, run } = carrierOf(INSTANCE.toUpperCase(), true)
  expectErr(await run(driver.lifecycle.remove({ instance: INSTANCE })), 'node_not_ready')
})

describe('an instance whose UUID Ironic keeps in capitals', () => {
  const capitals = INSTANCE.toUpperCase()

  it.each([INSTANCE, capitals])('is found by its own request and in the list: %s', async (given) => {
    const { driver, run, node } = carrierOf(capitals, true)
    for (const maxAgeMs of [0, 60_000]) {
      const found = expectOk(await run(driver.inventory.instance(given, { maxAgeMs })))
      expect(found).toMatchObject({ instance: capitals, node: { uuid: node.uuid } })
    }
  })

  it('matches the node that the target names with it', async () => {
    const { driver, run, node } = carrierOf(capitals, false)
    const target = { node: node.uuid.toUpperCase(), instance: INSTANCE }
    expectOk(await run(driver.power.state(target)))
    expectOk(await run(driver.inventory.resources(target)))
    expect(expectOk(await run(driver.inventory.exists(target))).state).toBe('present')
  })
})
