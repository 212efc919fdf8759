import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'

/** What happened to a port of a network, in the form of Neutron. */
export interface NetworkEvent {
  readonly event: 'network.bind_port' | 'network.unbind_port' | 'network.delete_port'
  /** The UUID of the network's port. */
  readonly port_id: string
  readonly mac_address: string
  /** The state of the port: `ACTIVE`, `DOWN`, `ERROR`, … */
  readonly status: string
  /** The UUID of what it is plugged into. */
  readonly device_id?: string | undefined
  /** The UUID of the node. */
  readonly 'binding:host_id'?: string | undefined
  readonly 'binding:vnic_type'?: string | undefined
}

/**
 * `/v1/events`: what another service tells Ironic. Microversion 1.54. Made for network services, whose login has the
 * role `service`; Ironic writes it to its log and does no more with it by now.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/event.py`
 */
export class NetworkEvents {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Tells Ironic of events. A lost reply is left to the caller, since each call tells of them anew. */
  post(events: readonly NetworkEvent[], options?: CallOptions): ResultAsync<void, RequestError> {
    const operation = 'events.post'
    if (!Array.isArray(events) || events.length === 0)
      return errAsync(new InvalidInputError('events', 'is empty; pass at least one event', { operation }))
    return this.#send(
      { operation, method: 'POST', path: ['events'], body: { events }, needs: ['events'], safety: 'once' },
      options,
    )
  }
}
