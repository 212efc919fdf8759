import { err, ok, type Result } from 'neverthrow'
import type { JsonPatch } from '../../../client/requests/json-patch.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { readConfirmed } from '../../../operations/read-confirmed.js'
import { isDeployedWithoutInstance } from '../../../states/observed-node.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { isLinkForbidden, type LinkedNode, type LinkRemoval, type RemoveLinkError } from './link-removal.js'
import { removeLinkByAllocation } from './remove-link-by-allocation.js'

/**
 * Removes the link between a node and an instance that was never deployed on it. Ironic removes the link of any
 * node that is in no transition, even a deployed one, and offers no conditional write. So this reads the node
 * right before the write. Ironic replies to the write under the node's lock, so the reply shows what the write
 * hit. Only the time between these two requests stays uncovered.
 *
 * Tries once: a second write could remove the link of another instance.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodesController.patch), `ironic/conductor/manager.py`
 * (update_node)
 */
export async function removeLink(
  context: ModuleContext,
  node: WatchedNode,
  patch: JsonPatch,
  { signal }: AskOptions,
): Promise<Result<LinkRemoval, RemoveLinkError>> {
  const look = await readConfirmed(context, node.uuid, { also: ['instance_info'], signal })
  if (look.isErr()) return err(look.error)
  if (!isStillReserved(look.value, node)) return ok({ outcome: 'changed' })

  const patched = await context.client.nodes.patch(node.uuid, patch, { signal, retryForMs: 0 })
  if (patched.isOk())
    return ok(
      isDeployedWithoutInstance(patched.value)
        ? { outcome: 'hit_deployment', lost: look.value.instance_info ?? {} }
        : { outcome: 'removed', node: patched.value },
    )
  const { error } = patched
  if (isLinkForbidden(error))
    return removeLinkByAllocation(context, look.value, patch, { signal, cause: error })
  return error.kind === 'transition_in_progress' || error.kind === 'state_refused'
    ? ok({ outcome: 'refused', error })
    : err(error)
}

/** Returns whether the node still carries the same instance, and none of it is on the disk. */
export function isStillReserved(now: WatchedNode | undefined, seen: WatchedNode): now is LinkedNode {
  return (
    now !== undefined &&
    now.instance_uuid !== null &&
    sameId(now.instance_uuid, seen.instance_uuid) &&
    provisionStateFacts(now.provision_state)?.occupied === false
  )
}
