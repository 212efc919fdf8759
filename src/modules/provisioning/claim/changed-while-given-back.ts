import { NodeNotReadyError } from '../../../operations/node-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/** The node of an instance was another one at each look while the instance was taken off it. */
export function changedWhileGivenBack(
  { uuid: node, provision_state: provisionState }: WatchedNode,
  instance: string,
): NodeNotReadyError {
  return new NodeNotReadyError(
    `Node ${node} changed while it was given back. Try again later.`,
    'retry_later',
    { node, instance, provisionState },
  )
}
