import { IronicDriver } from 'ironic-driver'
import {
  FOREVER,
  emptySite,
  mustSucceed,
  INSTANCE,
  OTHER_INSTANCE,
  prepared,
  scenarioOf,
  type CreateScenario,
  type Site,
} from '../scenario.js'

/** Returns a scenario with an active node `metal-1`. */
function active(fields: Parameters<Site['simulator']['node']>[0] = {}): CreateScenario {
  return prepared({}, ({ simulator }) => simulator.node({ name: 'metal-1', ...fields }).active())
}

/** The scenarios of the errors about one node. */
export const NODE_SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  node_locked: prepared({}, ({ simulator }) => {
    simulator
      .node({ name: 'metal-1' })
      .active()
      .lock(5 * 60_000)
  }),
  transition_in_progress: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).inState('cleaning')
  }),
  state_refused: prepared({ hardware: 'redfish' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).available()
  }),
  node_in_maintenance: prepared({ hardware: 'redfish' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1', maintenance: true, maintenance_reason: 'the fan is loud' }).manageable()
  }),
  node_retired: prepared({}, ({ simulator }) =>
    simulator.node({ name: 'metal-1', retired: true }).manageable(),
  ),
  node_protected: active({ protected: true, protected_reason: 'the database of the shop' }),
  unsupported_by_hardware: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active().setSoftPower('unsupported')
  }),
  no_free_port: prepared({ networkInterface: 'flat' }, async ({ simulator, clock, driver }) => {
    const node = simulator.node({ name: 'metal-1' }).withPort().active()
    mustSucceed(await clock.run(driver.networking.attachVif({ node: node.uuid }, { id: 'net-1' })))
  }),
  vif_not_attached: prepared({ networkInterface: 'flat' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort().active()
  }),
  node_associated: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active({ instance_uuid: OTHER_INSTANCE })
  }),
  instance_associated: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active({ instance_uuid: INSTANCE })
    simulator.node({ name: 'metal-2' }).available()
  }),
  vif_already_attached: prepared({ networkInterface: 'neutron' }, async ({ simulator, clock, driver }) => {
    const fault =
      'Unable to attach VIF because VIF net-1 is already attached to Ironic Port 7a2f0c5e-3b1d-4c8e-9f6a-1d2e3f4a5b6c'
    simulator.node({ name: 'metal-1' }).withPort().active()
    simulator.node({ name: 'metal-2' }).withPort().active()
    mustSucceed(await clock.run(driver.networking.attachVif({ node: 'metal-1' }, { id: 'net-1' })))
    simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 409, fault })
  }),
  vif_invalid: prepared({ networkInterface: 'neutron' }, ({ simulator }) => {
    const fault =
      'Unable to attach VIF net-of-rack-2 to node metal-1. Reason: no port of physical network rack-2'
    simulator.node({ name: 'metal-1' }).withPort({ physical_network: 'rack-1' }).active()
    simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 409, fault })
  }),
  duplicate: active(),
  power_off_disabled: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active().force({ disable_power_off: true })
  }),
  node_not_found: active(),
  instance_not_found: active(),
  not_found_or_hidden: () => {
    const site = emptySite()
    site.simulator.node({ name: 'metal-1', owner: 'team-1' }).active({ instance_uuid: INSTANCE })
    const transport = site.simulator.as({ project: 'team-2', roles: ['member'] })
    return scenarioOf({ ...site, driver: new IronicDriver({ transport, clock: site.clock }) })
  },
  instance_mismatch: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active({ instance_uuid: OTHER_INSTANCE })
    simulator.node({ name: 'metal-2' }).active({ instance_uuid: INSTANCE })
  }),
  node_not_ready: prepared({}, ({ simulator }) => simulator.node({ name: 'metal-1' }).manageable()),
  outcome_unknown: prepared({ hardware: 'redfish' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active()
    simulator.disruptions.next({ method: 'PUT' }, 'drop-before', FOREVER)
  }),
}
