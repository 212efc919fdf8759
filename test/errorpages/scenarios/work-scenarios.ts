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

const FORBIDDEN = { kind: 'status', status: 403 } as const
const REDFISH = { hardware: 'redfish' } as const

/** The scenarios of the errors of waits and of work in several steps. */
export const WORK_SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  wait_timed_out: prepared({ timings: { cleanStep: 10 * 60_000 } }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).manageable()
  }),
  wait_stalled: prepared({}, ({ simulator }) => {
    const node = simulator.node({ name: 'metal-1' }).manageable()
    node.force({ provision_state: 'cleaning', target_provision_state: 'available', reservation: null })
  }),
  lost_sight: () => {
    const site = emptySite({ timings: { cleanStep: 30 * 60_000 } })
    site.simulator.node({ name: 'metal-1' }).manageable()
    const meanwhile = async () => {
      while (!site.simulator.requests.some(({ method }) => method === 'PUT')) await site.clock.advance(100)
      site.simulator.disruptions.next({ method: 'GET' }, 'refuse', FOREVER)
    }
    return scenarioOf(site, { meanwhile })
  },
  transition_failed: prepared(REDFISH, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort().available().failNext('deploy', {
      at: 'write_image',
      lastError: 'No space left on device',
    })
  }),
  transition_diverged: () => {
    const site = emptySite(REDFISH)
    const node = site.simulator.node({ name: 'metal-1' }).active()
    const meanwhile = async () => {
      while (node.now.provision_state !== 'rescue wait') await site.clock.advance(1_000)
      node.force({ provision_state: 'available', instance_uuid: null })
    }
    return scenarioOf(site, { meanwhile })
  },
  node_taken: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active({ instance_uuid: OTHER_INSTANCE })
    simulator.node({ name: 'metal-2', resource_class: 'baremetal' }).available()
  }),
  no_suitable_node: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1', resource_class: 'large' }).available()
  }),
  validation_failed: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).available()
    const reason =
      'Node 1 failed to validate deploy image info. Some parameters were missing. Missing are: kernel'
    const body = JSON.stringify({ deploy: { result: false, reason }, power: { result: true } })
    simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 200, body })
  }),
  undo_incomplete: prepared({ networkInterface: 'flat' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort().available()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    simulator.disruptions.next({ method: 'DELETE', path: /vifs/ }, FORBIDDEN)
  }),
  target_raid_remains: prepared(REDFISH, ({ simulator }) => {
    simulator.node({ name: 'metal-1', maintenance: true }).manageable()
    const fault = 'RAID config validation error'
    simulator.disruptions.next(
      { method: 'PUT', path: /raid/ },
      { kind: 'status', status: 400, fault },
      { after: 1 },
    )
  }),
  no_path: prepared({}, ({ simulator }) => simulator.node({ name: 'metal-1' }).active()),
  console_unavailable: prepared({}, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).active({ console_enabled: true })
    const console_info = { type: 'vnc', url: 'http://novnc.example:6090/vnc_lite.html' }
    const body = JSON.stringify({ console_enabled: true, console_info })
    simulator.disruptions.next({ path: /states\/console/ }, { kind: 'status', status: 200, body }, FOREVER)
  }),
  ambiguous_name: prepared({}, ({ simulator }) => {
    for (const instance_uuid of [INSTANCE, OTHER_INSTANCE])
      simulator.node({ instance_uuid, instance_info: { display_name: 'web' } }).active()
  }),
  volume_target_taken: prepared({}, async ({ simulator, clock, driver }) => {
    simulator.node({ name: 'metal-1' }).available()
    const volume = { volumeType: 'iscsi', bootIndex: 0, properties: {} }
    mustSucceed(
      await clock.run(driver.storage.attachTarget({ node: 'metal-1' }, { volumeId: 'vol-1', ...volume })),
    )
  }),
}

const UNREACHED_PORT = '11111111-2222-4333-8444-555555555555'

async function withVif({ simulator, clock, driver }: Site, ports: number) {
  simulator.node({ name: 'metal-1' }).withPorts(ports).active()
  mustSucceed(await clock.run(driver.networking.attachVif({ node: 'metal-1' }, { id: 'net-1' })))
}

/** The scenarios of the errors about VIFs. */
export const VIF_SCENARIOS: Readonly<Record<string, CreateScenario>> = {
  vif_missing: prepared({ networkInterface: 'noop' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort().available()
  }),
  port_unusable: prepared({ networkInterface: 'flat' }, ({ simulator }) => {
    simulator.node({ name: 'metal-1' }).withPort().active()
    simulator.node({ name: 'metal-2' }).withPort({ uuid: UNREACHED_PORT }).active()
  }),
  vif_undo_incomplete: prepared({ networkInterface: 'flat' }, async (site) => {
    await withVif(site, 2)
    const fault = 'Unable to attach VIF net-1 to node metal-1. Reason: the network is down'
    site.simulator.disruptions.next(
      { method: 'POST' },
      { kind: 'status', status: 409, fault },
      { after: 1, times: 2 },
    )
  }),
}
