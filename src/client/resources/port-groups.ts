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
    /** Whether its ports may be used one by one. */
    standalone_ports_supported: flag,
    ...timestamps,
  },
  {
    /** Such as `active-backup` or `802.3ad`; the server has a default. `null` where an older one was told so by a patch. */
    mode: [nullableText, '1.26'],
    /** Of the bond, as the kernel calls them: `miimon`, `xmit_hash_policy`. */
    properties: [freeForm, '1.26'],
    physical_network: [nullableText, '1.102'],
    /** At most 80 characters. */
    category: [nullableText, '1.103'],
    /** Whether Ironic made it by itself. */
    dynamic_portgroup: [flag, '1.111'],
  },
)

/** A group of physical ports, with Ironic's own names. */
export interface PortGroup extends ItemOf<typeof schema> {}
/** A field of a port group that may be asked for by name. */
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

/** What a list of port groups shows. Ironic takes one of these at a time. */
export type PortGroupFilter = OneOf<ExclusivePortGroupFilters> | NoneOf<ExclusivePortGroupFilters>

/** A port group to add to a node. */
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

/** What a change of a port group may be refused for. */
export type PortGroupFault = (typeof FAULTS)[number]

/**
 * `/v1/portgroups`: bonds of network cards. Microversion 1.23. The ports of one are listed by
 * `ports.list({ filter: { portgroup } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/portgroup.py`
 */
export interface PortGroups {
  /** Reads one port group by UUID or name, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<PortGroup>

  /**
   * Lists port groups, all or a part of them; in full, or just the fields that are asked for and the UUID. Safe to
   * repeat.
   */
  readonly list: ListSome<PortGroup, PortGroupFilter>

  /**
   * Adds a port group to a node. A lost reply is looked up by the UUID, which is made here when none is passed; a
   * second call without one, and without name and address, makes a second port group.
   *
   * @fails duplicate when another one has the name, the address or the UUID
   */
  readonly create: CreateOne<PortGroup, NewPortGroup, PortGroupFault>

  /** Changes a port group and returns it as it is then. Safe to repeat. */
  readonly patch: PatchOne<PortGroup, PortGroupFault>

  /**
   * Removes a port group. Safe to repeat: gone meanwhile counts as done.
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
