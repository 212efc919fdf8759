import { randomUUID } from 'node:crypto'
import type { AllocationRequest } from 'ironic-driver'
import type { SimulatedNode } from 'ironic-driver/testing'
import { spawnRequestFor } from '../../support/simulated-site.js'
import { LIFECYCLE_CALLS } from './lifecycle-calls.js'
import type { Site, Twice } from './twice.js'

const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'

const SPAWN = ({ node }: Site) => ({ ...spawnRequestFor(node), instance: { id: INSTANCE, name: 'web-1' } })
const RESCUE = { password: 'rescue-password' }
const VOLUME = { volumeId: 'vol-1', volumeType: 'iscsi', bootIndex: 0, properties: {} }

/** Every operation of every module, and how to call it twice. */
export const TWICE: Readonly<Record<string, Readonly<Record<string, Twice>>>> = {
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
  lifecycle: LIFECYCLE_CALLS,
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

/** An allocation that only this node can satisfy. */
function allocationFor({ node }: Site): AllocationRequest {
  if (node.now.resource_class === null) node.force({ resource_class: 'gold' })
  return { uuid: INSTANCE, resourceClass: 'gold', candidates: [node.uuid] }
}

function instanceOf(node: SimulatedNode): string {
  return node.now.instance_uuid ?? randomUUID()
}
