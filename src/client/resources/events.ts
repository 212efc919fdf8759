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
export interface NetworkEvents {
  /** Reports events to Ironic. The caller has to handle a lost reply, since each call reports them again. */
  readonly post: (events: readonly NetworkEvent[], options?: CallOptions) => ResultAsync<void, RequestError>
}

/** @internal */
export function createNetworkEvents(send: SendRequest): NetworkEvents {
  const request = { operation: 'events.post', method: 'POST', path: ['events'], needs: ['events'] } as const
  return {
    post: (events, options) => {
      if (Array.isArray(events) && events.length > 0)
        return send({ ...request, body: { events }, safety: 'once' }, options)
      return errAsync(new InvalidInputError('events', 'is empty; pass at least one event', request))
    },
  }
}
