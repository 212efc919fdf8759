import { INSTANCE, type Actor } from '../matrix-site.js'
import { VIFS } from '../matrix-worlds.js'
import type { Scenarios } from './scenario.js'

// Operations on a deployed instance: its networks, console, image, rescue system and volumes.

const RESCUE = { password: 'rescue-password' }
const VOLUME = { volumeId: 'vol-1', volumeType: 'iscsi', bootIndex: 0, properties: {} }
const NEW_IMAGE = { image: { source: 'http://images/new.qcow2', checksum: `sha256:${'cd'.repeat(32)}` } }
const [VIF, OTHER_VIF] = VIFS

const consoleOn = ({ driver, target }: Actor) => driver.console.enable(target)
const rescued = ({ driver, target }: Actor) => driver.rescue.enter(target, RESCUE)
const oneVif = ({ driver, target }: Actor) => driver.networking.attachVif(target, { id: VIF })

export const NETWORKING_SCENARIOS: Scenarios = {
  vifs: { after: oneVif, call: ({ driver, target }, options) => driver.networking.vifs(target, options) },
  attachVif: {
    second: 'is_noted',
    call: ({ driver, target }, options) => driver.networking.attachVif(target, { id: VIF }, options),
    followUps: {
      detach: {
        call: ({ driver, target }, options) => driver.networking.detachVif(target, VIF, options),
        endsIn: 'before',
      },
    },
  },
  detachVif: {
    second: 'is_noted',
    after: oneVif,
    call: ({ driver, target }, options) => driver.networking.detachVif(target, VIF, options),
  },
  syncVifs: {
    after: oneVif,
    call: ({ driver, target }, options) => driver.networking.syncVifs(target, [{ id: OTHER_VIF }], options),
  },
  networkData: {
    after: oneVif,
    call: ({ driver, target }, options) => driver.networking.networkData(target, [{ id: VIF }], options),
  },
}

export const CONSOLE_SCENARIOS: Scenarios = {
  state: { from: 'active', call: ({ driver, target }, options) => driver.console.state(target, options) },
  enable: {
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.console.enable(target, options),
  },
  disable: {
    from: 'active',
    waits: true,
    after: consoleOn,
    call: ({ driver, target }, options) => driver.console.disable(target, options),
  },
  requestEnable: {
    second: 'asks',
    from: 'active',
    call: ({ driver, target }, { deadlineMs: _, ...options }) =>
      driver.console.requestEnable(target, options),
  },
  requestDisable: {
    second: 'asks',
    from: 'active',
    after: consoleOn,
    call: ({ driver, target }, { deadlineMs: _, ...options }) =>
      driver.console.requestDisable(target, options),
  },
  waitForEnable: {
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.console.requestEnable(target),
    call: ({ driver, target }, options) => driver.console.waitForEnable(target, options),
  },
  waitForDisable: {
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.console.waitForDisable(target, options),
  },
  serial: {
    second: 'acts',
    from: 'active',
    waits: true,
    after: consoleOn,
    call: ({ driver, target }, options) => driver.console.serial(target, { ...options, reset: true }),
  },
  vnc: {
    from: 'active',
    waits: true,
    after: ({ driver, node, target }) => {
      node.force({ console_interface: 'redfish-graphical' })
      return driver.provisioning.status(target)
    },
    call: ({ driver, target }, options) => driver.console.vnc(target, options),
  },
}

export const REBUILD_SCENARIOS: Scenarios = {
  redeploy: {
    second: 'acts',
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.rebuild.redeploy(target, NEW_IMAGE, options),
  },
  requestRedeploy: {
    second: 'acts',
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.rebuild.requestRedeploy(target, NEW_IMAGE, options),
  },
  waitForRedeploy: {
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.rebuild.requestRedeploy(target, NEW_IMAGE),
    call: ({ driver, target }, options) => driver.rebuild.waitForRedeploy(target, options),
  },
}

export const RESCUE_SCENARIOS: Scenarios = {
  enter: {
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.rescue.enter(target, RESCUE, options),
    followUps: {
      leave: {
        call: ({ driver, target }, options) => driver.rescue.leave(target, options),
        endsIn: 'before',
      },
    },
  },
  leave: {
    from: 'active',
    waits: true,
    after: rescued,
    call: ({ driver, target }, options) => driver.rescue.leave(target, options),
  },
  requestEnter: {
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.rescue.requestEnter(target, RESCUE, options),
  },
  requestLeave: {
    from: 'active',
    waits: true,
    after: rescued,
    call: ({ driver, target }, options) => driver.rescue.requestLeave(target, options),
  },
  waitForEnter: {
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.rescue.requestEnter(target, RESCUE),
    call: ({ driver, target }, options) => driver.rescue.waitForEnter(target, options),
  },
  waitForLeave: {
    from: 'active',
    waits: true,
    underWay: true,
    after: async (actor) => {
      const there = await rescued(actor)
      return there.isErr() ? there : actor.driver.rescue.requestLeave(actor.target)
    },
    call: ({ driver, target }, options) => driver.rescue.waitForLeave(target, options),
  },
}

const volumeOn = ({ driver, target }: Actor) => driver.storage.attachTarget(target, VOLUME)

export const STORAGE_SCENARIOS: Scenarios = {
  connector: { call: ({ driver, target }, options) => driver.storage.connector(target, options) },
  targets: {
    after: volumeOn,
    call: ({ driver, target }, options) => driver.storage.targets(target, options),
  },
  attachTarget: {
    second: 'asks',
    call: ({ driver, target }, options) => driver.storage.attachTarget(target, VOLUME, options),
    followUps: {
      detach: {
        call: ({ driver, target }, options) => driver.storage.detachTarget(target, 'vol-1', options),
        endsIn: 'before',
      },
    },
  },
  detachTarget: {
    after: volumeOn,
    call: ({ driver, target }, options) => driver.storage.detachTarget(target, 'vol-1', options),
  },
}

const ALLOCATION = { uuid: INSTANCE, resourceClass: 'gold', traits: ['CUSTOM_GPU'] }
const allocationMade = ({ driver }: Actor) => driver.allocations.create(ALLOCATION)
const DELETED = {
  delete: {
    call: ({ driver }: Actor, { signal }: { readonly signal?: AbortSignal | undefined }) =>
      driver.allocations.delete(INSTANCE, { signal }),
    endsIn: 'before',
  },
} as const

export const ALLOCATIONS_SCENARIOS: Scenarios = {
  create: {
    second: 'asks',
    waits: true,
    call: ({ driver }, options) => driver.allocations.create(ALLOCATION, options),
    followUps: DELETED,
  },
  requestCreate: {
    second: 'asks',
    call: ({ driver }, options) => driver.allocations.requestCreate(ALLOCATION, options),
    followUps: DELETED,
  },
  waitFor: {
    waits: true,
    underWay: true,
    after: ({ driver }) => driver.allocations.requestCreate(ALLOCATION),
    call: ({ driver }, options) => driver.allocations.waitFor(INSTANCE, options),
  },
  backfill: {
    second: 'asks',
    from: 'active',
    call: ({ driver, target }, options) => driver.allocations.backfill(target, {}, options),
  },
  delete: {
    after: allocationMade,
    call: ({ driver }, options) => driver.allocations.delete(INSTANCE, options),
  },
}
