import type { Actor } from '../matrix-site.js'
import { onlyOutcome } from './only-outcome.js'
import type { Pending, Scenarios } from './scenario.js'

const RACKED = {
  uuid: 'e1f0a2b4-5c6d-4e7f-8a9b-0c1d2e3f4a5b',
  name: 'metal-9',
  driver: 'redfish',
  driver_info: { redfish_address: 'https://10.0.0.9' },
  ports: [{ address: '52:54:00:00:00:77' }, { address: '52:54:00:00:00:78' }],
}
const RESET = { steps: [{ interface: 'bios', step: 'factory_reset' }] }

const managed = ({ driver, target }: Actor) => driver.lifecycle.manage(target)

/** Puts a running machine on the node that Ironic does not know. */
const occupied = (actor: Actor) => {
  const instance_info = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
  actor.node.force({ instance_info })
  return managed(actor)
}

/** Pauses its cleaning in a step. */
const held = ({ driver, node, target }: Actor) => {
  node.force({ provision_state: 'clean hold', target_provision_state: 'manageable' })
  return driver.provisioning.status(target)
}

/** Runs the first call, and then the one whose wait is tested. */
const then =
  (first: (actor: Actor) => Pending, second: (actor: Actor) => Pending) => async (actor: Actor) => {
    const there = await first(actor)
    return there.isErr() ? there : second(actor)
  }

export const ENROLLMENT_SCENARIOS: Scenarios = {
  enroll: {
    call: ({ driver }, { deadlineMs: _, ...options }) => driver.lifecycle.enroll(RACKED, options),
    followUps: {
      remove: {
        call: ({ driver }, options) => driver.lifecycle.remove({ node: RACKED.name }, options),
        endsIn: 'before',
      },
    },
  },
  enrollAll: {
    call: async ({ driver }, { deadlineMs: _, ...options }) =>
      onlyOutcome(await driver.lifecycle.enrollAll([RACKED], options)),
  },
  remove: {
    waits: true,
    believesGone: true,
    after: ({ driver }) => driver.lifecycle.enroll(RACKED),
    call: ({ driver }, options) => driver.lifecycle.remove({ node: RACKED.name }, options),
  },
}

export const UPKEEP_SCENARIOS: Scenarios = {
  waitForUnlock: {
    waits: true,
    underWay: true,
    after: ({ driver, node, target }) => {
      node.lock(30_000)
      return driver.provisioning.status(target)
    },
    call: ({ driver, target }, options) => driver.lifecycle.waitForUnlock(target, options),
  },
  maintenance: {
    after: ({ driver, node, target }) => {
      node.force({ maintenance: true, maintenance_reason: 'disk' })
      return driver.provisioning.status(target)
    },
    call: ({ driver, target }, options) => driver.lifecycle.maintenance(target, { reason: 'fan' }, options),
  },
  endMaintenance: {
    after: ({ driver, target }) => driver.lifecycle.maintenance(target, { reason: 'fan' }),
    call: ({ driver, target }, options) => driver.lifecycle.endMaintenance(target, options),
  },
  retire: {
    from: 'active',
    call: ({ driver, target }, options) => driver.lifecycle.retire(target, { reason: 'worn out' }, options),
  },
  unretire: {
    from: 'active',
    after: ({ driver, target }) => driver.lifecycle.retire(target),
    call: ({ driver, target }, options) => driver.lifecycle.unretire(target, options),
  },
  recover: {
    waits: true,
    after: ({ driver, node, target }) => {
      const reason = 'Node failed step bios.factory_reset'
      node.force({ provision_state: 'clean failed', maintenance: true, fault: 'clean failure' })
      node.force({ maintenance_reason: reason, last_error: reason })
      return driver.provisioning.status(target)
    },
    call: ({ driver, target }, options) => driver.lifecycle.recover(target, options),
  },
  bringTo: {
    waits: true,
    call: ({ driver, target }, options) => driver.lifecycle.bringTo(target, 'manageable', options),
  },
  plan: { call: ({ driver, target }, options) => driver.lifecycle.plan(target, 'manageable', options) },
}

export const STATE_SCENARIOS: Scenarios = {
  manage: { waits: true, call: ({ driver, target }, options) => driver.lifecycle.manage(target, options) },
  requestManage: {
    waits: true,
    call: ({ driver, target }, options) => driver.lifecycle.requestManage(target, options),
  },
  waitForManage: {
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.lifecycle.requestManage(target),
    call: ({ driver, target }, options) => driver.lifecycle.waitForManage(target, options),
  },
  provide: {
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.provide(target, options),
  },
  requestProvide: {
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.requestProvide(target, options),
  },
  waitForProvide: {
    waits: true,
    underWay: true,
    after: then(managed, ({ driver, target }) => driver.lifecycle.requestProvide(target)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForProvide(target, options),
  },
  inspect: {
    second: 'acts',
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.inspect(target, options),
  },
  requestInspect: {
    second: 'acts',
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.requestInspect(target, options),
  },
  waitForInspect: {
    waits: true,
    underWay: true,
    after: then(managed, ({ driver, target }) => driver.lifecycle.requestInspect(target)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForInspect(target, options),
  },
  clean: {
    second: 'acts',
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.clean(target, RESET, options),
  },
  requestClean: {
    second: 'acts',
    waits: true,
    after: managed,
    call: ({ driver, target }, options) => driver.lifecycle.requestClean(target, RESET, options),
  },
  waitForClean: {
    waits: true,
    underWay: true,
    after: then(managed, ({ driver, target }) => driver.lifecycle.requestClean(target, RESET)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForClean(target, options),
  },
  service: {
    second: 'acts',
    notIn: ['old'],
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.lifecycle.service(target, RESET, options),
  },
  requestService: {
    second: 'acts',
    notIn: ['old'],
    from: 'active',
    waits: true,
    call: ({ driver, target }, options) => driver.lifecycle.requestService(target, RESET, options),
  },
  waitForService: {
    notIn: ['old'],
    from: 'active',
    waits: true,
    underWay: true,
    after: ({ driver, target }) => driver.lifecycle.requestService(target, RESET),
    call: ({ driver, target }, options) => driver.lifecycle.waitForService(target, options),
  },
  adopt: {
    waits: true,
    after: occupied,
    call: ({ driver, target }, options) => driver.lifecycle.adopt(target, options),
  },
  requestAdopt: {
    waits: true,
    after: occupied,
    call: ({ driver, target }, options) => driver.lifecycle.requestAdopt(target, options),
  },
  waitForAdopt: {
    waits: true,
    underWay: true,
    after: then(occupied, ({ driver, target }) => driver.lifecycle.requestAdopt(target)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForAdopt(target, options),
  },
  abort: {
    notIn: ['old'],
    waits: true,
    after: held,
    call: ({ driver, target }, options) => driver.lifecycle.abort(target, options),
  },
  requestAbort: {
    notIn: ['old'],
    waits: true,
    after: held,
    call: ({ driver, target }, options) => driver.lifecycle.requestAbort(target, options),
  },
  waitForAbort: {
    notIn: ['old'],
    waits: true,
    underWay: true,
    after: then(held, ({ driver, target }) => driver.lifecycle.requestAbort(target)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForAbort(target, options),
  },
  unhold: {
    notIn: ['old'],
    waits: true,
    after: held,
    call: ({ driver, target }, options) => driver.lifecycle.unhold(target, options),
  },
  requestUnhold: {
    notIn: ['old'],
    waits: true,
    after: held,
    call: ({ driver, target }, options) => driver.lifecycle.requestUnhold(target, options),
  },
  waitForUnhold: {
    notIn: ['old'],
    waits: true,
    underWay: true,
    after: then(held, ({ driver, target }) => driver.lifecycle.requestUnhold(target)),
    call: ({ driver, target }, options) => driver.lifecycle.waitForUnhold(target, options),
  },
}
