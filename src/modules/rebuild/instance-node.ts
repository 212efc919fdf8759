import { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** A node that is known to carry an instance. */
export type InstanceNode = WatchedNode & { readonly instance_uuid: string }

export function hasInstance(node: WatchedNode): node is InstanceNode {
  return node.instance_uuid !== null
}

/** Returns the error for a node in a state that cannot be rebuilt. */
export function notReady(node: WatchedNode, problem: string): NodeNotReadyError {
  return new NodeNotReadyError(`Node ${node.uuid} ${problem}. Nothing was rebuilt.`, 'check_state', {
    node: node.uuid,
    instance: node.instance_uuid ?? undefined,
    provisionState: node.provision_state,
  })
}
