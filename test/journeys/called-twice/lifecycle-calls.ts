import type { Site, Twice } from './twice.js'

const RACKED = { name: 'metal-2', driver: 'redfish', ports: [{ address: '52:54:00:00:00:77' }] }
const RESET = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
const MANAGED = ({ driver, target }: Site) => driver.lifecycle.manage(target)

/** A machine that runs on the node, which Ironic does not know. */
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

export const LIFECYCLE_CALLS: Readonly<Record<string, Twice>> = {
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
}
