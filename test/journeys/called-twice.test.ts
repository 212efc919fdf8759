import { randomUUID } from 'node:crypto'
import type { AllocationRequest, IronicDriver, IronicDriverError } from 'ironic-driver'
import type { SimulatedNode } from 'ironic-driver/testing'
import type { Result, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

// What every public operation says of being called twice, tried.

const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'

interface Site {
  readonly driver: IronicDriver
  readonly node: SimulatedNode
  readonly target: { readonly node: string }
}

type Call = (
  site: Site,
) => ResultAsync<unknown, IronicDriverError> | Promise<Result<unknown, IronicDriverError>>

interface Twice {
  readonly call: Call
  /** What the node is at first. */
  readonly from?: 'available' | 'active'
  /** What is done before. */
  readonly after?: Call
  /**
   * `acts`: its documentation says that it does it again. `asks`: Ironic is asked again, and finds it done. `is_noted`: Ironic refuses it, which counts as done, and
   * keeps the refusal as the node's last error.
   */
  readonly second?: 'acts' | 'asks' | 'is_noted'
}

const SPAWN = ({ node }: Site) => ({ ...spawnRequestFor(node), instance: { id: INSTANCE, name: 'web-1' } })
const RESCUE = { password: 'rescue-password' }
const RACKED = { name: 'metal-2', driver: 'redfish', ports: [{ address: '52:54:00:00:00:77' }] }
const VOLUME = { volumeId: 'vol-1', volumeType: 'iscsi', bootIndex: 0, properties: {} }

const RESET = { steps: [{ interface: 'bios', step: 'factory_reset' }] }

const MANAGED = ({ driver, target }: Site) => driver.lifecycle.manage(target)

/** A machine runs on it, of which Ironic does not know. */
const OCCUPIED = (site: Site) => {
  const instance_info = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
  site.node.force({ instance_info })
  return MANAGED(site)
}

/** A step has paused its cleaning. */
const HELD = ({ driver, node, target }: Site) => {
  node.force({ provision_state: 'clean hold', target_provision_state: 'manageable' })
  return driver.provisioning.status(target)
}

const TWICE: Readonly<Record<string, Readonly<Record<string, Twice>>>> = {
  power: {
    state: { call: ({ driver, target }) => driver.power.state(target) },
    on: { second: 'asks', call: ({ driver, target }) => driver.power.on(target) },
    off: { from: 'active', second: 'asks', call: ({ driver, target }) => driver.power.off(target) },
    reboot: { from: 'active', second: 'acts', call: ({ driver, target }) => driver.power.reboot(target) },
    requestOn: { second: 'asks', call: ({ driver, target }) => driver.power.requestOn(target) },
    requestOff: {
      from: 'active',
      second: 'asks',
      call: ({ driver, target }) => driver.power.requestOff(target),
    },
    requestReboot: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.power.requestReboot(target),
    },
    waitForOn: { from: 'active', call: ({ driver, target }) => driver.power.waitForOn(target) },
    waitForOff: { call: ({ driver, target }) => driver.power.waitForOff(target) },
    waitForReboot: { from: 'active', call: ({ driver, target }) => driver.power.waitForReboot(target) },
    injectNmi: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.power.injectNmi(target),
    },
  },
  provisioning: {
    plan: { call: (site) => site.driver.provisioning.plan(SPAWN(site)) },
    reserve: {
      call: (site) => site.driver.provisioning.reserve({ instance: INSTANCE, node: site.node.uuid }),
    },
    release: {
      after: (site) => site.driver.provisioning.reserve({ instance: INSTANCE, node: site.node.uuid }),
      call: (site) => site.driver.provisioning.release({ instance: INSTANCE, node: site.node.uuid }),
    },
    spawn: { call: (site) => site.driver.provisioning.spawn(SPAWN(site)) },
    requestSpawn: { call: (site) => site.driver.provisioning.requestSpawn(SPAWN(site)) },
    waitForSpawn: {
      after: (site) => site.driver.provisioning.requestSpawn(SPAWN(site)),
      call: ({ driver, target }) => driver.provisioning.waitForSpawn({ ...target, instance: INSTANCE }),
    },
    destroy: {
      after: (site) => site.driver.provisioning.spawn(SPAWN(site)),
      call: ({ driver, target }) =>
        driver.provisioning.destroy({ ...target, instance: INSTANCE }, { until: 'available' }),
    },
    requestDestroy: {
      after: (site) => site.driver.provisioning.spawn(SPAWN(site)),
      call: ({ driver, target }) => driver.provisioning.requestDestroy({ ...target, instance: INSTANCE }),
    },
    waitForDestroy: {
      after: async (site) => {
        const spawned = await site.driver.provisioning.spawn(SPAWN(site))
        const target = { ...site.target, instance: INSTANCE }
        return spawned.isErr() ? spawned : site.driver.provisioning.requestDestroy(target)
      },
      call: ({ driver, target }) => driver.provisioning.waitForDestroy({ ...target, instance: INSTANCE }),
    },
    spawnAll: { call: (site) => site.driver.provisioning.spawnAll([SPAWN(site)]) },
    destroyAll: {
      after: (site) => site.driver.provisioning.spawn(SPAWN(site)),
      call: ({ driver, target }) =>
        driver.provisioning.destroyAll([{ ...target, instance: INSTANCE }], { until: 'available' }),
    },
    status: { call: ({ driver, target }) => driver.provisioning.status(target) },
  },
  networking: {
    vifs: { call: ({ driver, target }) => driver.networking.vifs(target) },
    attachVif: {
      second: 'is_noted',
      call: ({ driver, target }) => driver.networking.attachVif(target, { id: VIF }),
    },
    detachVif: {
      second: 'is_noted',
      after: ({ driver, target }) => driver.networking.attachVif(target, { id: VIF }),
      call: ({ driver, target }) => driver.networking.detachVif(target, VIF),
    },
    syncVifs: { call: ({ driver, target }) => driver.networking.syncVifs(target, [{ id: VIF }]) },
    networkData: { call: ({ driver, target }) => driver.networking.networkData(target) },
  },
  inventory: {
    nodes: { call: ({ driver }) => driver.inventory.nodes() },
    instances: { call: ({ driver }) => driver.inventory.instances() },
    instance: { from: 'active', call: ({ driver, node }) => driver.inventory.instance(instanceOf(node)) },
    exists: { call: ({ driver, target }) => driver.inventory.exists(target) },
    resources: { call: ({ driver, target }) => driver.inventory.resources(target) },
    placement: { call: ({ driver }) => driver.inventory.placement() },
  },
  console: {
    state: { from: 'active', call: ({ driver, target }) => driver.console.state(target) },
    enable: { from: 'active', call: ({ driver, target }) => driver.console.enable(target) },
    disable: {
      from: 'active',
      after: ({ driver, target }) => driver.console.enable(target),
      call: ({ driver, target }) => driver.console.disable(target),
    },
    requestEnable: {
      from: 'active',
      second: 'asks',
      call: ({ driver, target }) => driver.console.requestEnable(target),
    },
    requestDisable: {
      from: 'active',
      second: 'asks',
      call: ({ driver, target }) => driver.console.requestDisable(target),
    },
    waitForEnable: {
      from: 'active',
      after: ({ driver, target }) => driver.console.requestEnable(target),
      call: ({ driver, target }) => driver.console.waitForEnable(target),
    },
    waitForDisable: { from: 'active', call: ({ driver, target }) => driver.console.waitForDisable(target) },
    serial: { from: 'active', call: ({ driver, target }) => driver.console.serial(target) },
    vnc: {
      from: 'active',
      call: ({ driver, node, target }) => {
        node.force({ console_interface: 'redfish-graphical' })
        return driver.console.vnc(target)
      },
    },
  },
  rebuild: {
    redeploy: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.rebuild.redeploy(target),
    },
    requestRedeploy: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.rebuild.requestRedeploy(target),
    },
    waitForRedeploy: { from: 'active', call: ({ driver, target }) => driver.rebuild.waitForRedeploy(target) },
  },
  rescue: {
    enter: { from: 'active', call: ({ driver, target }) => driver.rescue.enter(target, RESCUE) },
    leave: {
      from: 'active',
      after: ({ driver, target }) => driver.rescue.enter(target, RESCUE),
      call: ({ driver, target }) => driver.rescue.leave(target),
    },
    requestEnter: {
      from: 'active',
      call: ({ driver, target }) => driver.rescue.requestEnter(target, RESCUE),
    },
    requestLeave: {
      from: 'active',
      after: ({ driver, target }) => driver.rescue.enter(target, RESCUE),
      call: ({ driver, target }) => driver.rescue.requestLeave(target),
    },
    waitForEnter: {
      from: 'active',
      after: ({ driver, target }) => driver.rescue.requestEnter(target, RESCUE),
      call: ({ driver, target }) => driver.rescue.waitForEnter(target),
    },
    waitForLeave: { from: 'active', call: ({ driver, target }) => driver.rescue.waitForLeave(target) },
  },
  lifecycle: {
    enroll: { call: ({ driver }) => driver.lifecycle.enroll(RACKED) },
    enrollAll: { call: ({ driver }) => driver.lifecycle.enrollAll([RACKED]) },
    waitForUnlock: { call: ({ driver, target }) => driver.lifecycle.waitForUnlock(target) },
    maintenance: { call: ({ driver, target }) => driver.lifecycle.maintenance(target, { reason: 'fan' }) },
    endMaintenance: {
      after: ({ driver, target }) => driver.lifecycle.maintenance(target),
      call: ({ driver, target }) => driver.lifecycle.endMaintenance(target),
    },
    retire: {
      from: 'active',
      call: ({ driver, target }) => driver.lifecycle.retire(target, { reason: 'worn out' }),
    },
    unretire: {
      from: 'active',
      after: ({ driver, target }) => driver.lifecycle.retire(target),
      call: ({ driver, target }) => driver.lifecycle.unretire(target),
    },
    remove: {
      after: ({ driver }) => driver.lifecycle.enroll(RACKED),
      call: ({ driver }) => driver.lifecycle.remove({ node: RACKED.name }),
    },
    manage: { call: ({ driver, target }) => driver.lifecycle.manage(target) },
    requestManage: { call: ({ driver, target }) => driver.lifecycle.requestManage(target) },
    waitForManage: {
      after: ({ driver, target }) => driver.lifecycle.requestManage(target),
      call: ({ driver, target }) => driver.lifecycle.waitForManage(target),
    },
    provide: {
      after: ({ driver, target }) => driver.lifecycle.manage(target),
      call: ({ driver, target }) => driver.lifecycle.provide(target),
    },
    requestProvide: {
      after: ({ driver, target }) => driver.lifecycle.manage(target),
      call: ({ driver, target }) => driver.lifecycle.requestProvide(target),
    },
    waitForProvide: { call: ({ driver, target }) => driver.lifecycle.waitForProvide(target) },
    inspect: {
      second: 'acts',
      after: MANAGED,
      call: ({ driver, target }) => driver.lifecycle.inspect(target),
    },
    requestInspect: {
      second: 'acts',
      after: MANAGED,
      call: ({ driver, target }) => driver.lifecycle.requestInspect(target),
    },
    waitForInspect: {
      after: async (site) => {
        const managed = await MANAGED(site)
        return managed.isErr() ? managed : site.driver.lifecycle.requestInspect(site.target)
      },
      call: ({ driver, target }) => driver.lifecycle.waitForInspect(target),
    },
    clean: {
      second: 'acts',
      after: MANAGED,
      call: ({ driver, target }) => driver.lifecycle.clean(target, RESET),
    },
    requestClean: {
      second: 'acts',
      after: MANAGED,
      call: ({ driver, target }) => driver.lifecycle.requestClean(target, RESET),
    },
    waitForClean: { after: MANAGED, call: ({ driver, target }) => driver.lifecycle.waitForClean(target) },
    service: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.lifecycle.service(target, RESET),
    },
    requestService: {
      from: 'active',
      second: 'acts',
      call: ({ driver, target }) => driver.lifecycle.requestService(target, RESET),
    },
    waitForService: {
      from: 'active',
      after: ({ driver, target }) => driver.lifecycle.requestService(target, RESET),
      call: ({ driver, target }) => driver.lifecycle.waitForService(target),
    },
    adopt: { after: OCCUPIED, call: ({ driver, target }) => driver.lifecycle.adopt(target) },
    requestAdopt: { after: OCCUPIED, call: ({ driver, target }) => driver.lifecycle.requestAdopt(target) },
    waitForAdopt: {
      after: async (site) => {
        const managed = await OCCUPIED(site)
        return managed.isErr() ? managed : site.driver.lifecycle.requestAdopt(site.target)
      },
      call: ({ driver, target }) => driver.lifecycle.waitForAdopt(target),
    },
    abort: { after: HELD, call: ({ driver, target }) => driver.lifecycle.abort(target) },
    requestAbort: { after: HELD, call: ({ driver, target }) => driver.lifecycle.requestAbort(target) },
    waitForAbort: {
      after: async (site) => {
        const held = await HELD(site)
        return held.isErr() ? held : site.driver.lifecycle.requestAbort(site.target)
      },
      call: ({ driver, target }) => driver.lifecycle.waitForAbort(target),
    },
    unhold: { after: HELD, call: ({ driver, target }) => driver.lifecycle.unhold(target) },
    requestUnhold: { after: HELD, call: ({ driver, target }) => driver.lifecycle.requestUnhold(target) },
    waitForUnhold: { call: ({ driver, target }) => driver.lifecycle.waitForUnhold(target) },
    recover: {
      after: ({ driver, node, target }) => {
        const reason = 'Node failed step bios.factory_reset'
        node.force({ provision_state: 'clean failed', maintenance: true, fault: 'clean failure' })
        node.force({ maintenance_reason: reason, last_error: reason })
        return driver.provisioning.status(target)
      },
      call: ({ driver, target }) => driver.lifecycle.recover(target),
    },
    bringTo: { call: ({ driver, target }) => driver.lifecycle.bringTo(target, 'manageable') },
    plan: { call: ({ driver, target }) => driver.lifecycle.plan(target, 'manageable') },
  },
  storage: {
    connector: { call: ({ driver, target }) => driver.storage.connector(target) },
    targets: { call: ({ driver, target }) => driver.storage.targets(target) },
    attachTarget: {
      second: 'asks',
      call: ({ driver, target }) => driver.storage.attachTarget(target, VOLUME),
    },
    detachTarget: {
      after: ({ driver, target }) => driver.storage.attachTarget(target, VOLUME),
      call: ({ driver, target }) => driver.storage.detachTarget(target, 'vol-1'),
    },
  },
  allocations: {
    create: { second: 'asks', call: (site) => site.driver.allocations.create(allocationFor(site)) },
    requestCreate: {
      second: 'asks',
      call: (site) => site.driver.allocations.requestCreate(allocationFor(site)),
    },
    waitFor: {
      after: (site) => site.driver.allocations.requestCreate(allocationFor(site)),
      call: ({ driver }) => driver.allocations.waitFor(INSTANCE),
    },
    backfill: {
      from: 'active',
      second: 'asks',
      call: ({ driver, target }) => driver.allocations.backfill(target),
    },
    delete: {
      after: (site) => site.driver.allocations.create(allocationFor(site)),
      call: ({ driver }) => driver.allocations.delete(INSTANCE),
    },
  },
}

/** An allocation that only this node can be given to. */
function allocationFor({ node }: Site): AllocationRequest {
  if (node.now.resource_class === null) node.force({ resource_class: 'gold' })
  return { uuid: INSTANCE, resourceClass: 'gold', candidates: [node.uuid] }
}

/** Neither asks Ironic by itself nor changes anything. */
const OTHERS = ['inventory.watch', 'inventory.forget']

function instanceOf(node: SimulatedNode): string {
  return node.now.instance_uuid ?? randomUUID()
}

it('knows every operation of every module', () => {
  const { driver } = simulatedSite()
  const modules = Object.entries(driver).filter(
    ([name, module]) => typeof module === 'object' && name !== 'client',
  )
  const operations = modules.flatMap(([name, module]) =>
    Object.keys(module as object).map((operation) => `${name}.${operation}`),
  )
  const tried = Object.entries(TWICE).flatMap(([name, calls]) =>
    Object.keys(calls).map((operation) => `${name}.${operation}`),
  )
  expect([...tried, ...OTHERS].sort()).toEqual(operations.sort())
})

describe.each(Object.entries(TWICE))('%s', (_, calls) => {
  it.each(Object.entries(calls))('%s can be called twice', async (__, twice) => {
    const { call, from = 'available', after, second } = twice
    const { simulator, driver, run, clock } = simulatedSite({ hardware: 'redfish' })
    const builder = simulator.node({
      name: 'metal-1',
      network_interface: 'neutron',
      console_interface: 'ipmitool-socat',
      driver_info: { ipmi_address: '10.0.0.7', ipmi_terminal_port: 10_023 },
    })
    const port = { local_link_connection: { switch_id: '52:54:00:00:00:ff', port_id: 'a', switch_info: 'b' } }
    const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
    const node = builder.withPort(port)[from](from === 'active' ? { instance_info: image } : {})
    const site = { driver, node, target: { node: node.uuid } }
    const done = async (work: Call) => {
      expectOk(await run((async () => await work(site))()))
      await clock.advance(HOUR)
    }
    const sent = () => simulator.requests.filter(({ method }) => method !== 'GET').length
    const world = () => {
      const error = second === 'is_noted' ? null : node.now.last_error
      return {
        node: { ...node.now, ...UNTIMED, last_error: error },
        ports: node.ports.map(({ internal_info }) => internal_info),
      }
    }
    if (after !== undefined) await done(after)

    await done(call)
    const [before, count] = [world(), sent()]
    await done(call)
    expect(world()).toEqual(before)
    expect(sent() > count).toBe(second !== undefined)
  })
})

const HOUR = 60 * 60_000

/** When things happened is another time each time. */
const UNTIMED = {
  updated_at: null,
  provision_updated_at: null,
  inspection_finished_at: null,
  driver_internal_info: {},
}
