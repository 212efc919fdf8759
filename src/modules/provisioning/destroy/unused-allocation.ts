import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { CallScope } from '../../../operations/run-operation.js'
import { giveBackAllocation } from '../../allocations/remove-allocation.js'
import { settledAllocation } from '../../allocations/settled-allocation.js'

/**
 * Removes the allocation of an instance that is on no node. Its client may have died, and Ironic may be about
 * to reserve a node for it. Returns whether there was one; `false` for a login that may not see allocations.
 */
export async function removeUnusedAllocation(
  context: ModuleContext,
  instance: string,
  { signal, deadlineAt: until }: CallScope,
): Promise<Result<boolean, RequestErrorOr<'node_locked'>>> {
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  if (!features.value.supports('allocations')) return ok(false)
  const found = await settledAllocation(context, instance, { signal })
  if (found.isErr())
    return found.error.kind === 'not_found' || found.error.kind === 'forbidden' ? ok(false) : err(found.error)
  return (await giveBackAllocation(context, instance, { until })).map(() => true)
}
