import type { KnownProvisionState } from '../../states/provision-states.js'
import { isLogicalName, isMacAddress } from '../api/framework/arguments.js'
import { defaultInterfaces } from '../api/nodes/node-create-routes.js'
import { settle } from '../conductor/settle.js'
import {
  type BiosSetting,
  type BiosSettingOptions,
  type FirmwareComponent,
  type FirmwareOptions,
  type Indicator,
  type IndicatorOptions,
  type InspectionResult,
  newBiosSetting,
  newFirmware,
  newIndicator,
} from '../hardware/hardware-details.js'
import { HARDWARE_PROFILES, type ProfileName } from '../hardware/hardware-profiles.js'
import { checkTimings, type TimingOptions } from '../hardware/timings.js'
import type { JsonObject } from '../json/json-value.js'
import { newMachine } from '../world/machine.js'
import { newNodeRecord, type NodeRecord } from '../world/node-record.js'
import {
  newPortgroupRecord,
  newPortRecord,
  type PortgroupRecord,
  type PortRecord,
} from '../world/port-record.js'
import { isUuidLike } from '../world/uuid-like.js'
import type { World } from '../world/world.js'
import { beginNode, finishNode, refuseUse } from './unfinished-nodes.js'
import { type ForcedFields, SimulatedNode } from './simulated-node.js'
import { requireKnown } from '../json/require-known.js'

type Given = Partial<
  Omit<NodeRecord, 'id' | 'created_at' | 'provision_state' | 'target_provision_state' | 'reservation'>
>

/** The fields of a new node: Ironic's own, and the kind of its hardware. */
export interface NodeOptions extends Given {
  readonly hardware?: ProfileName
  readonly timings?: TimingOptions
}

/** The fields of a new port, as Ironic names them. */
export type PortOptions = Partial<Omit<PortRecord, 'id' | 'node_uuid' | 'created_at' | 'updated_at'>>
/** The fields of a new port group, as Ironic names them. */
export type PortgroupOptions = Partial<
  Omit<PortgroupRecord, 'id' | 'node_uuid' | 'created_at' | 'updated_at'>
>

const NODE_FIELDS: readonly string[] = [
  ...Object.keys(newNodeRecord({ id: 0, uuid: '', driver: '', created_at: '', provision_state: '' })),
  'hardware',
  'timings',
]
const PORT_FIELDS = Object.keys(
  newPortRecord({ id: 0, uuid: '', node_uuid: '', address: '', created_at: '' }),
)
const PORTGROUP_FIELDS = Object.keys(newPortgroupRecord({ id: 0, uuid: '', node_uuid: '', created_at: '' }))

/**
 * Builds a node. The last call names its state and creates it:
 * `simulator.node({ name: 'metal-1' }).withPort().available()`.
 */
export class NodeBuilder {
  readonly #world: World
  readonly #options: NodeOptions
  readonly #ports: PortOptions[] = []
  readonly #portgroups: PortgroupOptions[] = []
  readonly #bios: BiosSetting[] = []
  readonly #firmware: FirmwareComponent[] = []
  readonly #indicators: Indicator[] = []
  #inventory: InspectionResult | null = null

  constructor(world: World, options: NodeOptions) {
    requireKnown('node', options, NODE_FIELDS, 'field')
    const { uuid, name, hardware, timings } = options
    if (uuid !== undefined && !isUuidLike(uuid)) throw new TypeError(`"${uuid}" is not a UUID.`)
    if (name != null && !isLogicalName(name))
      throw new TypeError(`"${name}" is not a valid node name. Use letters, digits and -._~, at most 255.`)
    if (hardware !== undefined && !Object.hasOwn(HARDWARE_PROFILES, hardware))
      throw new TypeError(
        `Unknown hardware "${hardware}". Use one of ${Object.keys(HARDWARE_PROFILES).join(', ')}.`,
      )
    if (timings !== undefined) checkTimings(timings)
    this.#world = world
    this.#options = options
    beginNode(world, options)
  }

  static {
    refuseUse(this.prototype, SimulatedNode.prototype, (builder) => (builder as NodeBuilder).#options)
  }

  /** Adds a port. Its address is generated unless it is given. */
  withPort(port: PortOptions = {}): this {
    requireKnown('port', port, PORT_FIELDS, 'field')
    requireAddress('port', port.address)
    this.#ports.push(port)
    return this
  }

  /** Adds several ports that differ only in their address. */
  withPorts(count: number, port: PortOptions = {}): this {
    for (let made = 0; made < count; made++) this.withPort(port)
    return this
  }

  /** Adds a port group. Ports that name no port group join the first one. */
  withPortgroup(portgroup: PortgroupOptions = {}): this {
    requireKnown('port group', portgroup, PORTGROUP_FIELDS, 'field')
    requireAddress('port group', portgroup.address)
    this.#portgroups.push(portgroup)
    return this
  }

  /**
   * Sets the BIOS settings as Ironic lists them, by name: `{ BootMode: 'Uefi' }`, or some of Ironic's fields
   * for each. A factory reset restores them, except on `fake-hardware`.
   */
  withBiosSettings(settings: Readonly<Record<string, BiosSettingOptions>>): this {
    const now = this.#world.timeText()
    for (const [name, given] of Object.entries(settings)) this.#bios.push(newBiosSetting(name, given, now))
    return this
  }

  /**
   * Sets the firmware, by component:
   * `{ bios: '1.2.0', bmc: { initial_version: '5.0', current_version: '5.1' } }`.
   */
  withFirmware(components: Readonly<Record<string, FirmwareOptions>>): this {
    const now = this.#world.timeText()
    for (const [component, given] of Object.entries(components))
      this.#firmware.push(newFirmware(component, given, now))
    return this
  }

  /** Replaces the indicator lights of its hardware: `{ 'led@system': 'off' }`. */
  withIndicators(indicators: Readonly<Record<string, IndicatorOptions>>): this {
    for (const [name, given] of Object.entries(indicators)) this.#indicators.push(newIndicator(name, given))
    return this
  }

  /**
   * Sets the inventory that Ironic keeps of the last inspection. The next inspection by an agent finds the
   * same.
   */
  withInventory(inventory: JsonObject, pluginData: JsonObject = {}): this {
    this.#inventory = structuredClone({ inventory, plugin_data: pluginData })
    return this
  }

  /** Creates the node in `enroll`: its management controller has not been verified. */
  enrolled(): SimulatedNode {
    return this.#make({ provision_state: 'enroll' })
  }

  /** Creates the node in `manageable`: managed, but not offered for deployment. */
  manageable(): SimulatedNode {
    return this.#make({ provision_state: 'manageable', power_state: 'power off' })
  }

  /**
   * Creates the node in `available`: ready to deploy, with the known power state that Ironic and Nova
   * require.
   */
  available(): SimulatedNode {
    return this.#make({ provision_state: 'available', power_state: 'power off' })
  }

  /** Creates the node in `active`: deployed, with an instance. */
  active(fields: ForcedFields = {}): SimulatedNode {
    const instance = this.#options.instance_uuid ?? this.#world.random.uuid()
    return this.#make({
      provision_state: 'active',
      power_state: 'power on',
      instance_uuid: instance,
      ...fields,
    })
  }

  /** Creates the node in any state, with no lock and no operation under way. */
  inState(state: KnownProvisionState, fields: ForcedFields = {}): SimulatedNode {
    return this.#make({ ...fields, provision_state: state })
  }

  #make(fields: ForcedFields): SimulatedNode {
    const world = this.#world
    settle(world)
    const { hardware, timings, uuid, name = null, instance_uuid: _, ...given } = this.#options
    const profile = hardware ?? world.settings.hardware
    const record = newNodeRecord({
      ...defaultInterfaces(world, profile),
      ...structuredClone(given),
      name,
      driver: given.driver ?? HARDWARE_PROFILES[profile].driver,
      id: world.store.nextId('node'),
      uuid: uuid?.toLowerCase() ?? world.random.uuid(),
      conductor: world.settings.conductorHost,
      provision_state: 'enroll',
      created_at: world.timeText(),
    })
    this.#requireUnused(record)
    const machine = structuredClone({
      ...newMachine(profile),
      bios: this.#bios,
      biosDefaults: Object.fromEntries(this.#bios.map((setting) => [setting.name, setting.value])),
      firmware: this.#firmware,
      indicators: this.#indicators,
      inventory: this.#inventory,
      found: this.#inventory,
    })
    machine.timings = timings ?? {}
    world.store.addNode({ record, machine, history: [] })
    finishNode(world, this.#options)
    const groups = this.#portgroups.map((group) => this.#addPortgroup(record.uuid, group))
    for (const port of this.#ports) this.#addPort(record.uuid, port, groups)
    const instance = this.#options.instance_uuid
    return new SimulatedNode(world, record.uuid).force({
      ...(instance == null ? {} : { instance_uuid: instance }),
      ...(given.power_state === undefined ? {} : { power_state: given.power_state }),
      ...fields,
      ...(given.power_state === undefined ? {} : { power_state: given.power_state }),
    })
  }

  #requireUnused({ uuid, name }: NodeRecord): void {
    const { store } = this.#world
    if (store.nodes.has(uuid)) throw new TypeError(`Node ${uuid} already exists.`)
    if (name !== null && store.nodeByName(name) !== undefined)
      throw new TypeError(`A node named "${name}" already exists.`)
  }

  #addPortgroup(nodeUuid: string, given: PortgroupOptions): PortgroupRecord {
    const world = this.#world
    const portgroup = newPortgroupRecord({
      ...structuredClone(given),
      id: world.store.nextId('portgroup'),
      uuid: given.uuid ?? world.random.uuid(),
      node_uuid: nodeUuid,
      created_at: world.timeText(),
    })
    world.store.addPortgroup(portgroup)
    return portgroup
  }

  /**
   * A port joins the node's first port group unless it names one. `neutron` puts no VIF on a port whose
   * switch it does not know, so there each port gets a switch.
   */
  #addPort(nodeUuid: string, given: PortOptions, groups: readonly PortgroupRecord[]): void {
    const world = this.#world
    const wired = world.store.nodes.get(nodeUuid)?.record.network_interface === 'neutron'
    const address = given.address?.toLowerCase() ?? this.#freeAddress()
    if (world.store.portByAddress(address) !== undefined)
      throw new TypeError(`A port with address ${address} already exists.`)
    world.store.addPort(
      newPortRecord({
        ...(wired ? { local_link_connection: this.#switchPort() } : {}),
        ...structuredClone(given),
        id: world.store.nextId('port'),
        uuid: given.uuid ?? world.random.uuid(),
        node_uuid: nodeUuid,
        portgroup_uuid: given.portgroup_uuid === undefined ? (groups[0]?.uuid ?? null) : given.portgroup_uuid,
        address,
        created_at: world.timeText(),
      }),
    )
  }

  #switchPort(): JsonObject {
    return { switch_id: '0a:1b:2c:3d:4e:5f', port_id: `Ethernet1/${this.#world.store.ports.size + 1}` }
  }

  #freeAddress(): string {
    const { store } = this.#world
    for (;;) {
      const address = this.#world.randomAddress('52')
      if (store.portByAddress(address) === undefined) return address
    }
  }
}

function requireAddress(of: string, address: unknown): void {
  if (address != null && !isMacAddress(address))
    throw new TypeError(`${of}: the address must be a MAC address, such as 52:54:00:12:34:56.`)
}
