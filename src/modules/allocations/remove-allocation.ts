import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { persist } from '../persist.js'

/** What removing an allocation can end with, for those who need it gone. */
export type RemoveAllocationError = RequestErrorOr<'node_locked'>

type Removed = Promise<Result<void, RemoveAllocationError>>

/**
 * Removes an allocation, and with it the link of a node that it may have got by then. One that is not there is what
 * was wanted, and so is one that Ironic keeps because its node is deployed. Nobody's signal ends it: an abort must not
 * leave a node reserved.
 */
export function removeAllocation(
  context: ModuleContext,
  uuid: string,
  { until }: { readonly until: number },
): Removed {
  return persist(context, { until }, async (): Removed => {
    const deleted = await context.client.allocations.delete(uuid, { retryForMs: 0 })
    if (deleted.isOk()) return ok(undefined)
    const { error } = deleted
    return error.kind === 'not_found' || error.kind === 'state_refused' ? ok(undefined) : err(error)
  })
}

/**
 * Removes an allocation that holds no node, and no other: removing one that holds a node would take the instance off
 * it.
 */
export function removeEmptyAllocation(
  context: ModuleContext,
  uuid: string,
  { until, states }: { readonly until: number; readonly states: readonly string[] },
): Removed {
  return persist(context, { until }, async (): Removed => {
    const found = await context.client.allocations.get(uuid, { retryForMs: 0 })
    if (found.isErr()) return found.error.kind === 'not_found' ? ok(undefined) : err(found.error)
    const { node_uuid, state } = found.value
    if (node_uuid !== null || !states.includes(state)) return ok(undefined)
    return removeAllocation(context, uuid, { until: 0 })
  })
}

/**
 * Gives back a node that an allocation got, and the allocation. Nobody's signal ends it.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (destroy_allocation)
 */
export async function giveBackAllocation(
  context: ModuleContext,
  uuid: string,
  { until }: { readonly until: number },
): Removed {
  await eraseTraits(context, uuid, {})
  return removeAllocation(context, uuid, { until })
}

/**
 * Removes the traits that an allocation wrote on a free node, as long as the node is its own: Ironic leaves them there.
 * Whoever may not write on the node may still delete the allocation, and traits alone reserve nothing.
 */
export async function eraseTraits(
  { reader, client }: ModuleContext,
  uuid: string,
  { signal }: AskOptions,
): Promise<void> {
  const carrier = await reader.read({ instance: uuid }, { also: ['instance_info'], signal })
  const node = carrier.isOk() ? carrier.value : undefined
  if (node?.provision_state !== 'available' || !Object.hasOwn(node.instance_info ?? {}, 'traits')) return
  const erased = [{ op: 'remove', path: '/instance_info/traits' }] as const
  await client.nodes.patch(node.uuid, erased, { signal, retryForMs: 0 }).unwrapOr(undefined)
}
