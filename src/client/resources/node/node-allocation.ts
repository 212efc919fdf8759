import { isUuid } from '../../../states/same-id.js'
import type { GetOne } from '../../collections/collection-methods.js'
import { deleteOne, readOne, type Resource } from '../../collections/collection-requests.js'
import type { PartCall } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { allocations, type Allocation, type AllocationDeleteFault } from '../allocations.js'

/**
 * `/v1/nodes/{node}/allocation`: the allocation of a node. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py` (NodeAllocationController)
 */
export interface NodeAllocation {
  /**
   * Reads the allocation of a node, given by UUID or name, in full or only the requested fields. Safe to repeat.
   *
   * @fails not_found when there is no such node, or it has no allocation
   */
  readonly get: GetOne<Allocation>

  /**
   * Deletes the allocation of a node, and clears the node's `instance_uuid`. The caller has to handle a lost reply,
   * since the node may have another allocation by then: read the allocation, and delete it by `allocations.delete`.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it has no allocation
   * @fails state_refused when the node is active or being deployed
   */
  readonly delete: PartCall<void, AllocationDeleteFault>
}

/** @internal */
export function createNodeAllocation(send: SendRequest): NodeAllocation {
  return {
    get: (node, options) => {
      const expected = isUuid(node) ? [{ what: 'allocation', field: 'node_uuid', value: node }] : []
      return readOne(send, below(node), 'allocation', options, expected)
    },
    delete: (node, options) => {
      const facts = { faults: allocations.faults.delete, safety: 'once' } as const
      return deleteOne(send, below(node), 'allocation', facts, options)
    },
  }
}

function below(node: string): Resource<Allocation> {
  return { ...allocations, name: 'nodeAllocation', path: ['nodes', node], node }
}
