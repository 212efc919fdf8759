import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { RequestError, RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * What removing the link between a node and an instance comes to.
 *
 * - `removed`: the link is off, and nothing had begun on the node.
 * - `changed`: nothing was written, because the node is no longer as it was seen.
 * - `refused`: Ironic takes no such change in the state that the node is in.
 * - `hit_deployment`: a deployment had begun between the look and the write, and now runs without its instance. `lost`
 *   is the `instance_info` that the write may have taken from it.
 */
export type LinkRemoval =
  | { readonly outcome: 'removed'; readonly node: WatchedNode }
  | { readonly outcome: 'hit_deployment'; readonly lost: FreeForm }
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'refused'; readonly error: RemoveLinkError }

/** What removing a link can fail with. */
export type RemoveLinkError = RequestError | RequestErrorOr<NodePatchFault>

/** A node that carries an instance. */
export type LinkedNode = WatchedNode & { readonly instance_uuid: string }
