import {
  IronicSimulator,
  serveSimulator,
  type ProfileName,
  type SimulatedNode,
  type SimulatedRelease,
} from 'ironic-driver/testing'
import { setTimeout as sleep } from 'node:timers/promises'
import { scaledClock } from '../process/scaled-clock.js'
import type { KillWorld, NodeWish } from './kill-world.js'
import { ask } from './node-view.js'

/**
 * Fast enough that waits cost little. A busy machine does no harm, since the callers' clocks wait for their
 * replies.
 */
const SPEED = 25

/** An agent is silent for as long as a busy machine takes, so its waits must not time out. */
const NO_LIMITS = {
  deployTimeout: 0,
  cleanTimeout: 0,
  inspectTimeout: 0,
  rescueTimeout: 0,
  serviceTimeout: 0,
}

const INSTANCE_INFO = { image_source: 'http://images/old.qcow2', image_checksum: 'ab'.repeat(32) }

export interface SimulatedKillWorld extends KillWorld {
  readonly simulator: IronicSimulator
  readonly close: () => Promise<void>
}

/** Serves a simulator over HTTP, with the same clock as the processes. */
export async function simulatedKillWorld(
  release: SimulatedRelease,
  hardware: ProfileName,
): Promise<SimulatedKillWorld> {
  const clock = { sinceMs: Date.now(), speed: SPEED }
  const simulator = new IronicSimulator({
    clock: scaledClock(clock),
    release,
    hardware,
    networkInterface: 'neutron',
    timings: NO_LIMITS,
  })
  const served = await serveSimulator(simulator)
  return {
    name: `simulated Ironic ${release} with ${hardware}`,
    endpoint: served.url,
    clock,
    pollMs: 10,
    lateEffectMs: 0,
    keepsVifs: true,
    simulator,
    makeNode: (wish) => makeNode(simulator, served.url, wish),
    goOn: (node) => void simulator.find(node)?.setAgent('calls'),
    deploymentsOf: (node) =>
      simulator.requests.filter(
        ({ method, path, body, status }) =>
          method === 'PUT' && path.startsWith(`/v1/nodes/${node}/`) && status === 202 && isDeployment(body),
      ).length,
    close: () => served.close(),
  }
}

/** Long enough that a call which starts meanwhile finds it under way, even on a busy machine. */
const UNDER_WAY_MS = 150_000

async function makeNode(simulator: IronicSimulator, endpoint: string, wish: NodeWish): Promise<string> {
  const { resourceClass = 'baremetal', traits = [], state = 'available', instance, vifs = [] } = wish
  const builder = simulator.node({
    ...(state === 'clean wait' ? { hardware: 'redfish' } : {}),
    resource_class: resourceClass,
    traits: [...traits],
    console_interface: 'ipmitool-socat',
    driver_info: { ipmi_address: '10.0.0.9' },
    console_enabled: wish.console === 'on',
    ...(instance === undefined ? {} : { instance_uuid: instance, instance_info: INSTANCE_INFO }),
  })
  for (const number of [0, 1, 2]) {
    const vif = vifs[number]
    builder.withPort({ internal_info: vif === undefined ? {} : { tenant_vif_port_id: vif } })
  }
  const begin = async (node: SimulatedNode, target: string) => {
    await ask(endpoint, 'PUT', `/v1/nodes/${node.uuid}/states/provision`, { target })
    return node.uuid
  }
  switch (state) {
    case 'available':
    case 'manageable':
    case 'active':
      return builder[state]().uuid
    case 'rescue':
    case 'deploy failed':
      return builder.inState(state).uuid
    case 'deploying':
      return begin(builder.available().setTimings({ deployStep: UNDER_WAY_MS }), 'active')
    case 'clean wait': {
      const node = builder.manageable().setAgent('silent')
      await begin(node, 'provide')
      while (node.now.provision_state !== 'clean wait') await sleep(5)
      return node.uuid
    }
  }
}

function isDeployment(body: string | undefined): boolean {
  return body !== undefined && (JSON.parse(body) as { target?: string }).target === 'active'
}
