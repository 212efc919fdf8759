import { IronicDriver, type SpawnRequest, type Transport } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatedNode } from 'ironic-driver/testing'
import { watchDeployments, type Deployments } from './deployments.js'
import { noteRequest } from './request-log.js'
import { matrixWorld, type MatrixWorld } from './matrix-worlds.js'
import { seededRandom } from '../support/seeded-random.js'

export const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
export const OTHER_INSTANCE = 'c2a7d0b4-1d1f-4c6e-9a55-0f5b7e3d2c99'

/** The caller of an operation: a driver, and the objects of its work. */
export interface Actor {
  readonly driver: IronicDriver
  readonly node: SimulatedNode
  readonly target: { readonly node: string }
  /** The spawn request in this world. */
  readonly request: SpawnRequest
  /** Returns the node with the instance, as known to whoever put it there. */
  readonly carrier: () => string
}

export interface MatrixSite {
  readonly world: MatrixWorld
  readonly clock: ManualClock
  readonly simulator: IronicSimulator
  /** The path of every request to the simulator. */
  readonly ironic: Deployments['transport']
  readonly deployments: Omit<Deployments, 'transport'>
  /** The node of the operations. */
  readonly node: SimulatedNode
  /** Another free node of the same class. */
  readonly spare: SimulatedNode
  /** A node with somebody else's instance, which nothing may touch. */
  readonly stranger: SimulatedNode
  readonly request: SpawnRequest
  /** Returns a caller with a driver of its own on this transport. Default: on `ironic` itself. */
  readonly actor: (transport?: Transport, who?: string) => Actor
}

const IMAGE = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
const GOLD = { resource_class: 'gold', traits: ['CUSTOM_GPU'] }

/** Builds a new world, the same each time. */
export function matrixSite(worldName: string, from: 'available' | 'active'): MatrixSite {
  const world = matrixWorld(worldName)
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, seed: 7, networkInterface: 'neutron', ...world.simulator })
  const builder = (name: string, fields: object) =>
    simulator
      .node({
        name,
        console_interface: 'ipmitool-socat',
        driver_info: { ipmi_address: '10.0.0.7', ipmi_terminal_port: 10_023 },
        ...fields,
      })
      .withPort(WIRED)
      .withPort({ ...WIRED, pxe_enabled: false })
  const node = builder('metal-1', GOLD)[from](from === 'active' ? { instance_info: IMAGE } : {})
  const spare = builder('metal-2', GOLD).available()
  const stranger = builder('metal-3', { resource_class: 'silver' }).active({
    instance_uuid: OTHER_INSTANCE,
    instance_info: IMAGE,
    console_enabled: false,
  })
  const request = spawnRequest(world, node)
  const deployments = watchDeployments(simulator)
  const ironic = deployments.transport
  const startedAt = clock.now()
  const noted = (transport: Transport, who: string): Transport => ({
    send: async (request) => {
      const exchanged = await transport.send(request)
      noteRequest(who, clock.now() - startedAt, request, exchanged)
      return exchanged
    },
  })
  const actor = (transport: Transport = ironic, who = 'other'): Actor => ({
    driver: new IronicDriver({ transport: noted(transport, who), clock, random: seededRandom(11) }),
    node,
    target: { node: node.uuid },
    request,
    carrier: () => simulator.nodes.find(({ now }) => now.instance_uuid === INSTANCE)?.uuid ?? node.uuid,
  })
  return { world, clock, simulator, ironic, deployments, node, spare, stranger, request, actor }
}

const WIRED = {
  local_link_connection: { switch_id: '52:54:00:00:00:ff', port_id: 'a', switch_info: 'b' },
}

function spawnRequest({ picks, spawn }: MatrixWorld, node: SimulatedNode): SpawnRequest {
  const wanted = {
    named: node.uuid,
    allocated: { resourceClass: 'gold', traits: ['CUSTOM_GPU'] },
    listed: { resourceClass: 'gold', conductorGroup: '' },
  }
  return {
    instance: { id: INSTANCE, name: 'web-1' },
    node: wanted[picks],
    image: { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` },
    ...spawn,
  }
}
