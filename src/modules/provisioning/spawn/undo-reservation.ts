import { err, ok, type Result } from 'neverthrow'
import { patchKeys, removeField, setField, type PatchOperation } from '../../../client/requests/json-patch.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { readConfirmed } from '../../../operations/read-confirmed.js'
import { alsoOneRefusal, retryUntil } from '../../../operations/retry-until.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { LinkRemoval, RemoveLinkError } from '../claim/link-removal.js'
import { relinkForSpawn } from '../claim/relink-instance.js'
import { removeLink } from '../claim/remove-link.js'
import type { SpawnTrace } from '../claim/spawn-trace.js'
import type { SpawnRemains } from '../errors/provisioning-errors.js'

interface UndoReservation {
  readonly instance: string
  readonly deadlineAt: number
  readonly signal: AbortSignal
}

/**
 * Removes the link if the spawn made it, and restores `instance_info`. One patch does both. So if the link is
 * gone, the whole patch was applied and only the reply was lost, or another client has the node by now.
 */
export async function undoReservation(
  context: ModuleContext,
  found: WatchedNode,
  trace: SpawnTrace,
  { instance, deadlineAt: until, signal }: UndoReservation,
): Promise<readonly SpawnRemains[]> {
  // Once the allocation is removed, nothing leads back to data left on the free node.
  const isRetried = trace.isAllocated ? alsoOneRefusal() : undefined
  const restored = await retryUntil(context, { until, isRetried }, () =>
    restoreNode(context, found, { instance, signal }),
  )
  if (restored.isOk() && restored.value !== 'restored')
    return relinkForSpawn(context, found.uuid, { instance, lost: restored.value.lost, until, signal })
  if (restored.isOk()) return hiddenKeys(found).length > 0 ? [HIDDEN_VALUES_LOST] : []
  // Removing the allocation also frees the node, but leaves data on it.
  if (trace.isAllocated && (await context.client.allocations.delete(instance, { signal })).isOk())
    return [{ what: 'instance_info', why: restored.error.message }]
  return reservationRemains(trace, instance, restored.error.message)
}

/** Restores the node. If another spawn of the instance continues on it, leaves it alone. */
async function restoreNode(
  context: ModuleContext,
  found: WatchedNode,
  { instance, signal }: Pick<UndoReservation, 'instance' | 'signal'>,
): Promise<Result<'restored' | Extract<LinkRemoval, { outcome: 'hit_deployment' }>, RemoveLinkError>> {
  const { client } = context
  const reserved = { ...found, instance_uuid: instance }
  if (!sameId(found.instance_uuid, instance)) {
    const patch = [removeField('instance_uuid'), ...restorePatch(found)]
    const removed = await removeLink(context, reserved, patch, { signal })
    if (removed.isErr()) return err(removed.error)
    if (removed.value.outcome === 'refused') return err(removed.value.error)
    return ok(removed.value.outcome === 'hit_deployment' ? removed.value : 'restored')
  }
  const look = await readConfirmed(context, found.uuid, { signal })
  if (look.isErr()) return err(look.error)
  const now = look.value
  if (!sameId(now?.instance_uuid, instance) || now?.provision_state !== found.provision_state)
    return ok('restored')
  const patched = await client.nodes.patch(found.uuid, restorePatch(found), { signal, retryForMs: 0 })
  return patched.map(() => 'restored')
}

function restorePatch(found: WatchedNode): readonly PatchOperation[] {
  const hidden = hiddenKeys(found)
  const shown = Object.entries(found.instance_info ?? {}).filter(([key]) => !hidden.includes(key))
  const info = setField('instance_info', Object.fromEntries(shown))
  return found.instance_name === null ? [info, removeField('instance_name')] : [info]
}

const HIDDEN_VALUES_LOST: SpawnRemains = {
  what: 'instance_info',
  why: 'the node had values in it that Ironic shows to nobody, so they could not be restored',
}

/** Returns the keys with hidden values. A patch must not overwrite a value with its mask. */
function hiddenKeys({ instance_info: info = {} }: WatchedNode): readonly string[] {
  return Object.keys(info).filter((key) => patchKeys('instance_info', {}, { [key]: info[key] }).isErr())
}

/** Returns the reservation that could not be undone. */
export function reservationRemains(
  { isAllocated }: SpawnTrace,
  id: string,
  why: string,
): readonly SpawnRemains[] {
  return isAllocated
    ? [
        { what: 'reservation', id, why },
        { what: 'allocation', id, why },
      ]
    : [{ what: 'reservation', id, why }]
}
