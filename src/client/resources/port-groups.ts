import type { ResultAsync } from 'neverthrow'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { portGroupShape, type PortGroup } from '../schemas/port-schema.js'

/** What a list of port groups shows. Ironic takes one of these at a time. */
export type PortGroupFilter = { readonly node: string } | { readonly address: string }

/** A port group to add to a node. */
export type NewPortGroup = Pick<PortGroup, 'node_uuid'> & Partial<Omit<PortGroup, 'internal_info'>>

const needs = ['port_groups'] as const

const FAULTS = ['node_locked', 'state_refused', 'transition_in_progress', 'duplicate'] as const

/** What a change of a port group may be refused for. */
export type PortGroupFault = (typeof FAULTS)[number]

/** `/v1/portgroups`: bonds of network cards. Microversion 1.23. */
export class PortGroups {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one port group. Safe to repeat. */
  get(portGroup: string, options?: CallOptions): ResultAsync<PortGroup, RequestError> {
    return this.#send(
      {
        operation: 'portGroups.get',
        method: 'GET',
        path: ['portgroups', portGroup],
        needs,
        safety: 'read',
        reply: portGroupShape,
      },
      options,
    )
  }

  /** Lists port groups in full, all or those of one node or address. Safe to repeat. */
  list(
    options: CallOptions & {
      readonly filter?: PortGroupFilter | undefined
      readonly pageSize?: number | undefined
    } = {},
  ): Collection<PortGroup> {
    return collection(
      this.#send,
      {
        operation: 'portGroups.list',
        path: ['portgroups', 'detail'],
        query: { ...options.filter, limit: options.pageSize },
        needs,
        key: 'portgroups',
        item: portGroupShape,
        markerOf: (portGroup) => portGroup.uuid,
      },
      options,
    )
  }

  /**
   * Adds a port group to a node. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when another one has the name or the address
   */
  create(
    portGroup: NewPortGroup,
    options?: CallOptions,
  ): ResultAsync<PortGroup, RequestErrorOr<PortGroupFault>> {
    return this.#send(
      {
        operation: 'portGroups.create',
        method: 'POST',
        path: ['portgroups'],
        body: portGroup,
        needs,
        safety: 'once',
        faults: FAULTS,
        reply: portGroupShape,
      },
      options,
    )
  }

  /** Changes a port group and returns it as it is then. Safe to repeat. */
  patch(
    portGroup: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<PortGroup, RequestErrorOr<PortGroupFault>> {
    return sendPatch(
      this.#send,
      { operation: 'portGroups.patch', path: ['portgroups', portGroup], patch, needs, reply: portGroupShape },
      options,
    )
  }

  /** Removes a port group, which must have no ports. Safe to repeat: gone meanwhile counts as done. */
  delete(portGroup: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<PortGroupFault>> {
    return this.#send(
      {
        operation: 'portGroups.delete',
        method: 'DELETE',
        path: ['portgroups', portGroup],
        needs,
        safety: 'delete',
        faults: FAULTS,
      },
      options,
    )
  }
}
