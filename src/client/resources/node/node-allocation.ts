import type { ResultAsync } from 'neverthrow'
import { isUuid } from '../../../states/same-id.js'
import { deleteOne, readOne, type GetOptions, type Resource } from '../../collections/collection-requests.js'
import type { Selected } from '../../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import {
  allocations,
  type Allocation,
  type AllocationDeleteFault,
  type AllocationField,
} from '../allocations.js'

/**
 * `/v1/nodes/{node}/allocation`: the allocation that a node was given to. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py` (NodeAllocationController)
 */
export class NodeAllocation {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads the allocation of a node, whole or just the fields that are asked for. Safe to repeat.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it was given to none
   */
  get<const Field extends AllocationField = never>(
    node: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Allocation, Field>, RequestError> {
    const expected = isUuid(node) ? [{ what: 'allocation', field: 'node_uuid', value: node }] : []
    return readOne(this.#send, below(node), 'allocation', options, expected)
  }

  /**
   * Removes the allocation of a node, and `instance_uuid` of the node with it. A lost reply is left to the caller, since
   * the node may have been given to another by then: read its allocation, and remove that by `allocations.delete`.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it was given to none
   * @fails state_refused when the node is active or on its way there
   */
  delete(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<AllocationDeleteFault>> {
    const facts = { faults: allocations.faults.delete, safety: 'once' } as const
    return deleteOne(this.#send, below(node), 'allocation', facts, options)
  }
}

function below(node: string): Resource<Allocation> {
  return { ...allocations, name: 'nodeAllocation', path: ['nodes', node], node }
}
