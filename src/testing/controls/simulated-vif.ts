import { releaseVif } from '../conductor/network/vif-binding.js'
import { settle } from '../conductor/settle.js'
import { copyJson } from '../json/json-value.js'
import type { ResourceRecord } from '../world/resource-record.js'
import { isUuidLike } from '../world/uuid-like.js'
import type { World } from '../world/world.js'

/** What is said of a VIF when it is made: some of the fields of its Neutron port. */
export interface VifOptions {
  /** A UUID; made up by default. */
  readonly id?: string
  /** Made up by default. A port or port group gives the VIF its own address when the VIF is attached. */
  readonly mac_address?: string
  /** The network that it is on: two VIFs of one network cannot have the same address. By default its own. */
  readonly network_id?: string | null
  /** The physical networks of that network's segments. By default none, so that any port will do. */
  readonly physical_networks?: readonly string[]
}

/** A VIF as Neutron has it. */
export interface VifRecord {
  readonly id: string
  readonly mac_address: string
  readonly network_id: string | null
  readonly physical_networks: readonly string[]
  /** The node that it is bound to. */
  readonly binding_host_id: string | null
}

const FIELDS = ['id', 'mac_address', 'network_id', 'physical_networks']

/** A Neutron port of the simulated cloud, as a test holds it: what Ironic does to it can be seen here only. */
export class SimulatedVif {
  readonly id: string
  readonly #world: World

  /** @throws TypeError when an option means nothing. */
  constructor(world: World, options: VifOptions) {
    for (const name of Object.keys(options))
      if (!FIELDS.includes(name)) throw new TypeError(`A VIF has no field "${name}".`)
    const { id = world.random.uuid(), mac_address: address, network_id: network = null } = options
    if (!isUuidLike(id)) throw new TypeError(`"${id}" is no UUID.`)
    if (address !== undefined && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
      throw new TypeError(`"${address}" is no MAC address.`)
    this.id = id.toLowerCase()
    this.#world = world
    settle(world)
    if (world.store.resources.vif.has(this.id)) throw new TypeError(`There is a VIF ${this.id} already.`)
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

  /** The VIF as it is now. */
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

  /** Unbinds it, as its owner can past Ironic, which goes on to believe what it believes. */
  unbind(): this {
    this.#record()
    releaseVif(this.#world, this.id)
    return this
  }

  #record(): ResourceRecord {
    settle(this.#world)
    const record = this.#world.store.resources.vif.get(this.id)
    if (record === undefined) throw new TypeError(`There is no VIF ${this.id} any more.`)
    return record
  }
}
