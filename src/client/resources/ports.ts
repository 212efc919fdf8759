import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from '../collections/collection-methods.js'
import { flag, freeForm, nullableText, text, timestamps } from '../collections/field-schemas.js'
import type { NoneOf, OneOf } from '../collections/list-filter.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

const portSchema = resourceSchema(
  'a port',
  {
    uuid: text,
    /** The MAC address, in lower case. */
    address: text,
    node_uuid: text,
    extra: freeForm,
    ...timestamps,
  },
  {
    /** Ironic's internal data: `tenant_vif_port_id` is the attached VIF. */
    internal_info: [freeForm, '1.18'],
    pxe_enabled: [flag, '1.19'],
    /** The switch port that it is connected to: `switch_id`, `port_id`, `switch_info` and others. */
    local_link_connection: [freeForm, '1.19'],
    portgroup_uuid: [nullableText, '1.24'],
    physical_network: [nullableText, '1.34'],
    /** `null` after a patch removed it. */
    is_smartnic: [z.boolean().nullable(), '1.53'],
    name: [nullableText, '1.88'],
    /** At most 255 characters. */
    description: [nullableText, '1.97'],
    /** At most 32 characters. */
    vendor: [nullableText, '1.100'],
    /** At most 80 characters. */
    category: [nullableText, '1.101'],
    available_for_dynamic_portgroup: [flag, '1.111'],
  },
)

/** A physical port of a node, with Ironic's field names. */
export interface Port extends ItemOf<typeof portSchema> {}
/** A field of a port that can be requested by name. */
export type PortField = keyof Port

interface ExclusivePortFilters {
  /** UUID or name. */
  readonly node: string
  readonly address: string
  /** UUID or name of a port group; microversion 1.24. */
  readonly portgroup: string
  /** Of the node; microversion 1.82. */
  readonly shard: readonly string[]
  /** Of the node; microversion 1.99. */
  readonly conductor_groups: readonly string[]
}

/**
 * Which ports to list. Ironic accepts one of `node`, `address`, `portgroup`, `shard` and `conductor_groups` at a
 * time; `description_contains` (1.97) can be added, except to an address.
 */
export type PortFilter =
  | (OneOf<Omit<ExclusivePortFilters, 'address'>> & DescriptionFilter & { readonly address?: undefined })
  | OneOf<ExclusivePortFilters>
  | (NoneOf<ExclusivePortFilters> & DescriptionFilter)

interface DescriptionFilter {
  readonly description_contains?: string | undefined
}

/** A new port of a node. The node is given by its UUID, or by UUID or name as `node_ident` (1.94). */
export type NewPort = { readonly address: string } & OneOf<{
  readonly node_uuid: string
  readonly node_ident: string
}> &
  MayGive<
    Port,
    | 'uuid'
    | 'extra'
    | 'pxe_enabled'
    | 'local_link_connection'
    | 'portgroup_uuid'
    | 'physical_network'
    | 'is_smartnic'
    | 'name'
    | 'description'
    | 'vendor'
    | 'category'
    | 'available_for_dynamic_portgroup'
  >

const FAULTS = ['node_locked', 'state_refused', 'transition_in_progress', 'duplicate'] as const

/** The specific faults of changing a port. */
export type PortFault = (typeof FAULTS)[number]

/**
 * `/v1/ports`: the network cards of the nodes.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/port.py`
 */
export interface Ports {
  /** Reads one port by its UUID or (1.88) name, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<Port>

  /**
   * Lists all ports or those that match a filter; in full, or only the requested fields and the UUID. Safe to repeat.
   *
   * @fails not_found when the node or port group of the filter does not exist
   */
  readonly list: ListSome<Port, PortFilter>

  /**
   * Adds a port to a node. A lost reply is looked up by the UUID, which is generated here if none is passed; a second
   * call without one is a `duplicate`.
   *
   * @fails duplicate when another port has the address, the name or the UUID
   */
  readonly create: CreateOne<Port, NewPort, PortFault>

  /**
   * Changes a port and returns its new state. Safe to repeat.
   *
   * @fails state_refused when the node's state or instance does not allow the change
   * @fails duplicate when another port has the address or the name
   */
  readonly patch: PatchOne<Port, PortFault>

  /** Deletes a port by its UUID. Safe to repeat: one that is already gone counts as deleted. */
  readonly delete: DeleteOne<PortFault>
}

/** @internal */
export const ports = collectionDefinition({
  name: 'ports',
  needs: [],
  path: ['ports'],
  inFull: 'detail_path',
  schema: portSchema,
  inputs: { node_ident: { since: '1.94', what: 'naming the node of a port by node_ident' } },
  filters: {
    needs: {
      portgroup: 'port_groups_of_a_node',
      shard: 'shards',
      description_contains: { since: '1.97', what: 'filtering ports by description' },
      conductor_groups: { since: '1.99', what: 'filtering ports by conductor group' },
    },
    shown: {
      node: 'node_uuid',
      address: 'address',
      portgroup: 'portgroup_uuid',
    },
    exclusive: [
      ['node', 'address', 'portgroup', 'shard', 'conductor_groups'],
      ['address', 'description_contains'],
    ],
  },
  faults: { create: FAULTS, patch: FAULTS, delete: FAULTS },
  nodeFields: ['node_uuid', 'node_ident'],
})
