import { err, ok, type Result } from 'neverthrow'
import type { JsonPatch } from '../../../client/requests/json-patch.js'
import type { AskOptions, ModuleParts } from '../../../operations/module-context.js'
import type { LinkedNode, LinkRemoval, RemoveLinkError } from './link-removal.js'

/**
 * Removes the link for a login that may not write it, such as a lessee's. Writes the rest of the patch while
 * the node still carries the instance, then deletes the allocation that reserved the node, which Ironic refuses
 * once a deployment has started. If no allocation reserved the node, changes nothing and returns the refusal.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (destroy_allocation)
 */
export async function removeLinkByAllocation(
  { client, reader }: ModuleParts,
  node: LinkedNode,
  patch: JsonPatch,
  { signal, cause }: AskOptions & { readonly cause: RemoveLinkError },
): Promise<Result<LinkRemoval, RemoveLinkError>> {
  const { uuid, instance_uuid: instance } = node
  const call = { signal, retryForMs: 0 }
  const allocation = await client.allocations.get(instance, call)
  if (allocation.isErr()) return err(allocation.error.kind === 'not_found' ? cause : allocation.error)

  const rest = patch.filter(({ path }) => path !== '/instance_uuid')
  const written = rest.length === 0 ? undefined : await client.nodes.patch(uuid, rest, call)
  // A login that may not write to the node may still release it.
  if (written?.isErr() === true && written.error.kind !== 'forbidden') return refusedOr(written.error)
  const deleted = await client.allocations.delete(instance, call)
  if (deleted.isErr() && deleted.error.kind !== 'not_found') return refusedOr(deleted.error)
  if (written?.isErr() === true) return err(written.error)

  const look = await reader.read({ node: uuid }, { signal })
  if (look.isErr()) return err(look.error)
  return ok({ outcome: 'removed', node: look.value ?? node })
}

function refusedOr(error: RemoveLinkError): Result<LinkRemoval, RemoveLinkError> {
  return error.kind === 'transition_in_progress' || error.kind === 'state_refused'
    ? ok({ outcome: 'refused', error })
    : err(error)
}
