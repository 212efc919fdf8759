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
import { portSchema, type Port, type PortField } from './port-schema.js'

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
 * What a list of ports shows. Ironic takes one of `node`, `address`, `portgroup`, `shard` and `conductor_groups` at a
 * time; `description_contains` (1.97) narrows that further, but for an address.
 */
export type PortFilter =
  | (OneOf<Omit<ExclusivePortFilters, 'address'>> & DescriptionFilter & { readonly address?: undefined })
  | OneOf<ExclusivePortFilters>
  | (NoneOf<ExclusivePortFilters> & DescriptionFilter)

interface DescriptionFilter {
  readonly description_contains?: string | undefined
}

/** A port to add to a node, which is named by its UUID, or by UUID or name as `node_ident` (1.94). */
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

/** What a change of a port may be refused for. */
export type PortFault = (typeof FAULTS)[number]

const ports: Resource<Port> = {
  name: 'ports',
  path: ['ports'],
  key: 'ports',
  id: 'uuid',
  inFull: 'detail_path',
  needs: [],
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
}

/**
 * `/v1/ports`: the network cards of the nodes.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/port.py`
 */
export class Ports {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one port by its UUID or (1.88) name, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends PortField = never>(
    port: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Port, Field>, RequestError> {
    return readOne(this.#send, ports, port, options)
  }

  /**
   * Lists ports, all or a part of them; in full, or just the fields that are asked for and the UUID. Safe to repeat.
   *
   * @fails not_found when the node or port group of the filter does not exist
   */
  list<const Field extends PortField = never>(
    options?: FilteredListOptions<PortFilter, Field>,
  ): Collection<Listed<Port, Field>> {
    return listAll(this.#send, ports, options)
  }

  /**
   * Adds a port to a node. A lost reply is looked up by the UUID, which is made here when none is passed; a second call
   * without one is a `duplicate`.
   *
   * @fails duplicate when another port has the address, the name or the UUID
   */
  create(port: NewPort, options?: CallOptions): ResultAsync<Port, RequestErrorOr<PortFault>> {
    const nodeFields = ['node_uuid', 'node_ident']
    return createOne(this.#send, ports, port, { faults: FAULTS, nodeFields }, options)
  }

  /**
   * Changes a port and returns it as it is then. Safe to repeat.
   *
   * @fails state_refused when the node is in a state, or has an instance, in which that cannot be changed
   * @fails duplicate when another port has the address or the name
   */
  patch(port: string, patch: JsonPatch, options?: CallOptions): ResultAsync<Port, RequestErrorOr<PortFault>> {
    return patchOne(this.#send, ports, port, patch, { faults: FAULTS }, options)
  }

  /** Removes a port, which is named by its UUID. Safe to repeat: gone meanwhile counts as done. */
  delete(port: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<PortFault>> {
    return deleteOne(this.#send, ports, port, { faults: FAULTS }, options)
  }
}
