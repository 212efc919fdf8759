import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'

/** An event of a network port, in Neutron's form. */
export interface NetworkEvent {
  readonly event: 'network.bind_port' | 'network.unbind_port' | 'network.delete_port'
  /** The UUID of the network's port. */
  readonly port_id: string
  readonly mac_address: string
  /** The state of the port: `ACTIVE`, `DOWN`, `ERROR`, … */
  readonly status: string
  /** The UUID of the device that it is attached to. */
  readonly device_id?: string | undefined
  /** The UUID of the node. */
  readonly 'binding:host_id'?: string | undefined
  readonly 'binding:vnic_type'?: string | undefined
}

/**
 * `/v1/events`: events that another service reports to Ironic. Microversion 1.54. It is meant for network services,
 * whose login has the role `service`; at present, Ironic only logs the events.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/event.py`
 */
export class NetworkEvents {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reports events to Ironic. The caller has to handle a lost reply, since each call reports them again. */
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
