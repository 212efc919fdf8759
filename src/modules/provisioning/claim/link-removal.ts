import type { FreeForm } from '../../../client/collections/field-schemas.js'
import { ForbiddenError } from '../../../client/errors/fault-errors.js'
import type { RequestError, RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * The outcome of removing the link between a node and an instance.
 *
 * - `removed`: the link is removed, and nothing had started on the node.
 * - `changed`: nothing was written, because the node has changed since it was read.
 * - `refused`: Ironic refuses this change in the present state of the node.
 * - `hit_deployment`: a deployment had started between the read and the write, and now runs without its
 *   instance. `lost` is the `instance_info` that the write may have removed.
 */
export type LinkRemoval =
  | { readonly outcome: 'removed'; readonly node: WatchedNode }
  | { readonly outcome: 'hit_deployment'; readonly lost: FreeForm }
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'refused'; readonly error: RemoveLinkError }

/** The errors of removing a link. */
export type RemoveLinkError = RequestError | RequestErrorOr<NodePatchFault>

/** A node that carries an instance. */
export type LinkedNode = WatchedNode & { readonly instance_uuid: string }

/**
 * Returns whether Ironic refused a patch because this login may not write the link between a node and an
 * instance. The default policy refuses that to a lessee, but allows `instance_info`, VIFs, deployments and
 * allocations.
 *
 * @see openstack/ironic `ironic/common/policy.py` (baremetal:node:update:instance_uuid)
 */
export function isLinkForbidden(error: IronicDriverError): error is ForbiddenError {
  return error instanceof ForbiddenError && error.rule === 'baremetal:node:update:instance_uuid'
}
