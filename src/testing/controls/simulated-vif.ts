import { releaseVif } from '../conductor/network/vif-binding.js'
import { settle } from '../conductor/settle.js'
import { copyJson } from '../json/json-value.js'
import type { ResourceRecord } from '../world/resource-record.js'
import { isUuidLike } from '../world/uuid-like.js'
import type { World } from '../world/world.js'
import { requireKnown } from '../json/require-known.js'

/** The options of a new VIF: some of the fields of its Neutron port. */
export interface VifOptions {
  /** A UUID. Default: generated. */
  readonly id?: string
  /** Default: generated. A port or port group gives the VIF its own address when the VIF is attached. */
  readonly mac_address?: string
  /**
   * The VIF's network. Two VIFs on one network cannot have the same address. Default: a network of its own.
   */
  readonly network_id?: string | null
  /** The physical networks of the network's segments. Default: none, so that any port fits. */
  readonly physical_networks?: readonly string[]
}

/** A VIF as Neutron shows it. */
export interface VifRecord {
  readonly id: string
  readonly mac_address: string
  readonly network_id: string | null
  readonly physical_networks: readonly string[]
  /** The node to which it is bound. */
  readonly binding_host_id: string | null
}

const FIELDS = ['id', 'mac_address', 'network_id', 'physical_networks']

/** A Neutron port of the simulated cloud. Shows what Ironic does to it, which no client of Ironic can see. */
export class SimulatedVif {
  readonly id: string
  readonly #world: World

  /** @throws TypeError when an option is unknown or invalid */
  constructor(world: World, options: VifOptions) {
    requireKnown('VIF', options, FIELDS, 'field')
    const { id = world.random.uuid(), mac_address: address, network_id: network = null } = options
    if (!isUuidLike(id)) throw new TypeError(`"${id}" is not a UUID.`)
    if (address !== undefined && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
      throw new TypeError(`"${address}" is not a MAC address. Write it as 52:54:00:12:34:56.`)
    this.id = id.toLowerCase()
    this.#world = world
    settle(world)
    if (world.store.resources.of('vif').has(this.id)) throw new TypeError(`VIF ${this.id} already exists.`)
    world.store.addResource('vif', {
      id: world.store.nextId('vif'),
      uuid: this.id,
      mac_address: address?.toLowerCase() ?? world.randomAddress('fa:16:3e'),
      network_id: network,
      physical_networks: [...(options.physical_networks ?? [])],
      binding_host_id: null,
      created_at: world.timeText(),
      updated_at: null,
    })
  }

  /** The current state of the VIF. */
  get now(): VifRecord {
    const { mac_address: address, network_id: network, physical_networks: networks, ...rest } = this.#record()
    return copyJson({
      id: this.id,
      mac_address: address as string,
      network_id: network as string | null,
      physical_networks: networks as string[],
      binding_host_id: rest['binding_host_id'] as string | null,
    })
  }

  /** Unbinds the VIF, as its owner can without Ironic. Ironic does not notice. */
  unbind(): this {
    this.#record()
    releaseVif(this.#world, this.id)
    return this
  }

  #record(): ResourceRecord {
    settle(this.#world)
    const record = this.#world.store.resources.of('vif').get(this.id)
    if (record === undefined) throw new TypeError(`VIF ${this.id} no longer exists.`)
    return record
  }
}
