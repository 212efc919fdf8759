import type { ResultAsync } from 'neverthrow'
import {
  deleteOne,
  listAll,
  patchOne,
  readOne,
  type FilteredListOptions,
  type GetOptions,
  type Listed,
  type Resource,
} from '../collections/collection-requests.js'
import { createOne } from '../collections/create-request.js'
import type { NoneOf, OneOf } from '../collections/list-filter.js'
import type { Collection } from '../collections/paging.js'
import type { MayGive, Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'
import { portGroupSchema, type PortGroup, type PortGroupField } from './port-schema.js'

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

const portGroups: Resource<PortGroup> = {
  name: 'portGroups',
  path: ['portgroups'],
  key: 'portgroups',
  id: 'uuid',
  inFull: 'detail_path',
  needs: ['port_groups'],
  schema: portGroupSchema,
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
}

/**
 * `/v1/portgroups`: bonds of network cards. Microversion 1.23. The ports of one are listed by
 * `ports.list({ filter: { portgroup } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/portgroup.py`
 */
export class PortGroups {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one port group by UUID or name, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends PortGroupField = never>(
    portGroup: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<PortGroup, Field>, RequestError> {
    return readOne(this.#send, portGroups, portGroup, options)
  }

  /**
   * Lists port groups, all or a part of them; in full, or just the fields that are asked for and the UUID. Safe to
   * repeat.
   */
  list<const Field extends PortGroupField = never>(
    options?: FilteredListOptions<PortGroupFilter, Field>,
  ): Collection<Listed<PortGroup, Field>> {
    return listAll(this.#send, portGroups, options)
  }

  /**
   * Adds a port group to a node. A lost reply is looked up by the UUID, which is made here when none is passed; a
   * second call without one, and without name and address, makes a second port group.
   *
   * @fails duplicate when another one has the name, the address or the UUID
   */
  create(
    portGroup: NewPortGroup,
    options?: CallOptions,
  ): ResultAsync<PortGroup, RequestErrorOr<PortGroupFault>> {
    return createOne(this.#send, portGroups, portGroup, { faults: FAULTS }, options)
  }

  /** Changes a port group and returns it as it is then. Safe to repeat. */
  patch(
    portGroup: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<PortGroup, RequestErrorOr<PortGroupFault>> {
    return patchOne(this.#send, portGroups, portGroup, patch, { faults: FAULTS }, options)
  }

  /**
   * Removes a port group. Safe to repeat: gone meanwhile counts as done.
   *
   * @fails rejected_request when it has ports
   */
  delete(portGroup: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<PortGroupFault>> {
    return deleteOne(this.#send, portGroups, portGroup, { faults: FAULTS }, options)
  }
}
