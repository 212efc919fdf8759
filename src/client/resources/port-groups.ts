import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from '../collections/collection-methods.js'
import { flag, freeForm, nullableText, text, timestamps } from '../collections/field-schemas.js'
import type { NoneOf, OneOf } from '../collections/list-filter.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

const schema = resourceSchema(
  'a port group',
  {
    uuid: text,
    name: nullableText,
    /** The MAC address of the bond. */
    address: nullableText,
    node_uuid: text,
    extra: freeForm,
    internal_info: freeForm,
    /** Whether its ports may be used individually. */
    standalone_ports_supported: flag,
    ...timestamps,
  },
  {
    /**
     * Such as `active-backup` or `802.3ad`; the server has a default. `null` if a patch set it so on an older server.
     */
    mode: [nullableText, '1.26'],
    /** Properties of the bond, with the kernel's names: `miimon`, `xmit_hash_policy`. */
    properties: [freeForm, '1.26'],
    physical_network: [nullableText, '1.102'],
    /** At most 80 characters. */
    category: [nullableText, '1.103'],
    /** Whether Ironic created it automatically. */
    dynamic_portgroup: [flag, '1.111'],
  },
)

/** A group of physical ports, with Ironic's field names. */
export interface PortGroup extends ItemOf<typeof schema> {}
/** A field of a port group that can be requested by name. */
export type PortGroupField = keyof PortGroup

interface ExclusivePortGroupFilters {
  /** UUID or name. */
  readonly node: string
  readonly address: string
  /** Of the node; microversion 1.106. */
  readonly shard: readonly string[]
  /** Of the node; microversion 1.99. */
  readonly conductor_groups: readonly string[]
}

/** Which port groups to list. Ironic accepts one of these at a time. */
export type PortGroupFilter = OneOf<ExclusivePortGroupFilters> | NoneOf<ExclusivePortGroupFilters>

/** A new port group of a node. */
export type NewPortGroup = Pick<PortGroup, 'node_uuid'> &
  MayGive<
    PortGroup,
    | 'uuid'
    | 'name'
    | 'address'
    | 'extra'
    | 'standalone_ports_supported'
    | 'mode'
    | 'properties'
    | 'physical_network'
    | 'category'
  >

const FAULTS = ['node_locked', 'state_refused', 'transition_in_progress', 'duplicate'] as const

/** The specific faults of changing a port group. */
export type PortGroupFault = (typeof FAULTS)[number]

/**
 * `/v1/portgroups`: bonds of network cards. Microversion 1.23. List the ports of one by `ports.list({ filter: {
 * portgroup } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/portgroup.py`
 */
export interface PortGroups {
  /** Reads one port group by UUID or name, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<PortGroup>

  /**
   * Lists all port groups or those that match a filter; in full, or only the requested fields and the UUID. Safe to
   * repeat.
   */
  readonly list: ListSome<PortGroup, PortGroupFilter>

  /**
   * Adds a port group to a node. A lost reply is looked up by the UUID, which is generated here if none is passed; a
   * second call without one, and without name and address, creates a second port group.
   *
   * @fails duplicate when another port group has the name, the address or the UUID
   */
  readonly create: CreateOne<PortGroup, NewPortGroup, PortGroupFault>

  /** Changes a port group and returns its new state. Safe to repeat. */
  readonly patch: PatchOne<PortGroup, PortGroupFault>

  /**
   * Deletes a port group. Safe to repeat: one that is already gone counts as deleted.
   *
   * @fails rejected_request when it has ports
   */
  readonly delete: DeleteOne<PortGroupFault>
}

/** @internal */
export const portGroups = collectionDefinition({
  name: 'portGroups',
  needs: ['port_groups'],
  path: ['portgroups'],
  inFull: 'detail_path',
  schema,
  filters: {
    needs: {
      shard: { since: '1.106', what: 'filtering port groups by shard' },
      conductor_groups: { since: '1.99', what: 'filtering port groups by conductor group' },
    },
    shown: {
      node: 'node_uuid',
      address: 'address',
    },
    exclusive: [['node', 'address', 'shard', 'conductor_groups']],
  },
  faults: { create: FAULTS, patch: FAULTS, delete: FAULTS },
})
