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
 * `/v1/nodes/{node}/allocation`: the allocation of a node. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py` (NodeAllocationController)
 */
export class NodeAllocation {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads the allocation of a node, in full or only the requested fields. Safe to repeat.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it has no allocation
   */
  get<const Field extends AllocationField = never>(
    node: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Allocation, Field>, RequestError> {
    const expected = isUuid(node) ? [{ what: 'allocation', field: 'node_uuid', value: node }] : []
    return readOne(this.#send, below(node), 'allocation', options, expected)
  }

  /**
   * Deletes the allocation of a node, and clears the node's `instance_uuid`. The caller has to handle a lost reply,
   * since the node may have another allocation by then: read the allocation, and delete it by `allocations.delete`.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it has no allocation
   * @fails state_refused when the node is active or being deployed
   */
  delete(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<AllocationDeleteFault>> {
    const facts = { faults: allocations.faults.delete, safety: 'once' } as const
    return deleteOne(this.#send, below(node), 'allocation', facts, options)
  }
}

function below(node: string): Resource<Allocation> {
  return { ...allocations, name: 'nodeAllocation', path: ['nodes', node], node }
}
