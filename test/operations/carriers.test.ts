import { randomUUID } from 'node:crypto'
import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { SimulatedNode } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

type Verb = (...args: readonly unknown[]) => ResultAsync<unknown, IronicDriverError>

/** The modules whose verbs take a target. */
const MODULES = [
  'power',
  'provisioning',
  'networking',
  'console',
  'rebuild',
  'rescue',
  'storage',
  'inventory',
  'lifecycle',
  'allocations',
] as const satisfies readonly (keyof IronicDriver)[]

/** Verbs that take no target, or no instance alone. */
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
  'inventory.watch',
  'inventory.forget',
  'lifecycle.enroll',
  'lifecycle.enrollAll',
  'allocations.create',
  'allocations.requestCreate',
  'allocations.waitForCreate',
  'allocations.delete',
  'allocations.waitFor',
]

/** What verbs take after the target. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  'networking.attachVif': [{ id: randomUUID() }],
  'networking.detachVif': ['vif-1'],
  'networking.syncVifs': [[]],
  'rebuild.redeploy': [{}],
  'rebuild.requestRedeploy': [{}],
  'rescue.enter': [{ password: 'rescue-password' }],
  'rescue.requestEnter': [{ password: 'rescue-password' }],
  'storage.attachTarget': [{ volumeId: 'v', volumeType: 'iscsi', bootIndex: 0, properties: {} }],
  'storage.detachTarget': ['v'],
  'lifecycle.bringTo': ['manageable'],
  'lifecycle.requestBringTo': ['manageable'],
  'lifecycle.waitForBringTo': ['manageable'],
  'lifecycle.plan': ['manageable'],
  'lifecycle.clean': [{ steps: [{ interface: 'power', step: 'x' }] }],
  'lifecycle.requestClean': [{ steps: [{ interface: 'power', step: 'x' }] }],
  'lifecycle.service': [{ steps: [{ interface: 'power', step: 'x' }] }],
  'lifecycle.requestService': [{ steps: [{ interface: 'power', step: 'x' }] }],
  'allocations.backfill': [{}],
}

const INSTANCE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'

function verbsOf(driver: IronicDriver): readonly (readonly [name: string, verb: Verb])[] {
  return MODULES.flatMap((module) =>
    Object.entries(driver[module])
      .map(([name, verb]) => [`${module}.${name}`, verb as Verb] as const)
      .filter(([name]) => !OTHERS.includes(name)),
  )
}

const names = verbsOf(simulatedSite().driver).map(([name]) => name)

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
  const verb = verbsOf(driver).find(([one]) => one === name)?.[1]
  if (verb === undefined) throw new Error(`There is no ${name}.`)
  const result = await run(verb({ instance }, ...(ARGUMENTS[name] ?? [])))
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

describe('an instance whose UUID Ironic keeps in capitals', () => {
  const capitals = INSTANCE.toUpperCase()

  it.each([INSTANCE, capitals])('is found by its own request and in the list: %s', async (given) => {
    const { driver, run, node } = carrierOf(capitals, true)
    for (const maxAgeMs of [0, 60_000]) {
      const found = expectOk(await run(driver.inventory.instance(given, { maxAgeMs })))
      expect(found).toMatchObject({ instance: capitals, node: { uuid: node.uuid } })
    }
  })

  it('is the one that the node must carry that is named with it', async () => {
    const { driver, run, node } = carrierOf(capitals, false)
    const target = { node: node.uuid.toUpperCase(), instance: INSTANCE }
    expectOk(await run(driver.power.state(target)))
    expectOk(await run(driver.inventory.resources(target)))
    expect(expectOk(await run(driver.inventory.exists(target))).state).toBe('present')
  })
})
