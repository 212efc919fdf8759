import { NodeNotReadyError } from '../../../operations/node-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/** Returns the error for a node that changed between every read and write of its release. */
export function changedWhileGivenBack(
  { uuid: node, provision_state: provisionState }: WatchedNode,
  instance: string,
): NodeNotReadyError {
  return new NodeNotReadyError(
    `Node ${node} changed while it was being released. Try again later.`,
    'retry_later',
    { node, instance, provisionState },
  )
}
