import type { ResultAsync } from 'neverthrow'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { portShape, type Port } from '../schemas/port-schema.js'

/** What a list of ports shows. Ironic takes one of these at a time. */
export type PortFilter =
  { readonly node: string } | { readonly address: string } | { readonly portgroup: string }

/** A port to add to a node. */
export type NewPort = Pick<Port, 'address' | 'node_uuid'> & Partial<Omit<Port, 'internal_info'>>

const FAULTS = ['node_locked', 'state_refused', 'transition_in_progress', 'duplicate'] as const

/** What a change of a port may be refused for. */
export type PortFault = (typeof FAULTS)[number]

/** `/v1/ports`: the network cards of the nodes. */
export class Ports {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one port. Safe to repeat. */
  get(port: string, options?: CallOptions): ResultAsync<Port, RequestError> {
    return this.#send(
      { operation: 'ports.get', method: 'GET', path: ['ports', port], safety: 'read', reply: portShape },
      options,
    )
  }

  /** Lists ports in full, all or those of one node, address or port group. Safe to repeat. */
  list(
    options: CallOptions & {
      readonly filter?: PortFilter | undefined
      readonly pageSize?: number | undefined
    } = {},
  ): Collection<Port> {
    return collection(
      this.#send,
      {
        operation: 'ports.list',
        path: ['ports', 'detail'],
        query: { ...options.filter, limit: options.pageSize },
        key: 'ports',
        item: portShape,
        markerOf: (port) => port.uuid,
      },
      options,
    )
  }

  /**
   * Adds a port to a node. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when another port has the address
   */
  create(port: NewPort, options?: CallOptions): ResultAsync<Port, RequestErrorOr<PortFault>> {
    return this.#send(
      {
        operation: 'ports.create',
        method: 'POST',
        path: ['ports'],
        body: port,
        safety: 'once',
        faults: FAULTS,
        reply: portShape,
      },
      options,
    )
  }

  /** Changes a port and returns it as it is then. Safe to repeat. */
  patch(port: string, patch: JsonPatch, options?: CallOptions): ResultAsync<Port, RequestErrorOr<PortFault>> {
    return sendPatch(
      this.#send,
      { operation: 'ports.patch', path: ['ports', port], patch, reply: portShape, faults: FAULTS },
      options,
    )
  }

  /** Removes a port. Safe to repeat: gone meanwhile counts as done. */
  delete(port: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<PortFault>> {
    return this.#send(
      {
        operation: 'ports.delete',
        method: 'DELETE',
        path: ['ports', port],
        safety: 'delete',
        faults: FAULTS,
      },
      options,
    )
  }
}
