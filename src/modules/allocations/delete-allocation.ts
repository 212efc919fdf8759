import { err, ok, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS, retryUntil } from '../../operations/retry-until.js'
import { AllocationInUseError, type DeleteAllocationError } from './allocations-errors.js'
import { eraseTraits, writeTraitsBack, type ErasedTraits } from './remove-allocation.js'

/** The outcome of a deletion. */
export interface AllocationDeletion {
  /** `was_gone` when the allocation did not exist. */
  readonly outcome: 'deleted' | 'was_gone'
  /** UUID of the node that was freed; `null` when the allocation held none. */
  readonly node: string | null
}

type Deleted = Promise<Result<AllocationDeletion, DeleteAllocationError>>

/** How long to wait for a locked node. */
const DEADLINE_MS = 60_000

/** Deletes an allocation and frees its node, after removing what the allocation wrote on the node. */
export async function deleteAllocation(
  context: ModuleContext,
  ident: string,
  { signal }: AskOptions,
): Deleted {
  const { client, clock } = context
  const until = clock.now() + DEADLINE_MS
  const trace: { erased?: ErasedTraits | undefined; uuid?: string } = {}
  const over = await retryUntil(context, { until, signal }, async (tries): Deleted => {
    const found = await client.allocations.get(ident, { signal, retryForMs: 0 })
    if (found.isErr()) {
      if (found.error.kind !== 'not_found') return err(found.error)
      if (tries > 1) return ok({ outcome: 'deleted', node: null })
      const gone = await context.fleet.requireGone({ allocation: ident }, { signal })
      return gone.map(() => ({ outcome: 'was_gone', node: null }))
    }
    const { uuid, node_uuid: node } = found.value
    trace.uuid = uuid
    if (node !== null) trace.erased = (await eraseTraits(context, uuid, { signal })) ?? trace.erased
    const deleted = await client.allocations.delete(uuid, { signal, retryForMs: 0 })
    if (deleted.isOk() || deleted.error.kind === 'not_found') return ok({ outcome: 'deleted', node })
    const error = deleted.error.within({ instance: uuid, node: node ?? undefined })
    return err(
      error.kind === 'state_refused'
        ? new AllocationInUseError({
            allocation: uuid,
            instance: uuid,
            node: node ?? undefined,
            cause: error,
          })
        : error,
    )
  })
  if (over.isOk() || trace.erased === undefined || trace.uuid === undefined) return over
  if (mayHaveHappened(over.error)) await clock.sleep(LATE_EFFECT_MS)
  const after = await writeTraitsBack(context, trace.uuid, trace.erased, { signal })
  if (after !== 'changed') return over
  return err(
    over.error.withSentence(
      `The traits of the allocation are gone from instance_info of node ${trace.erased.node} and could not be restored. Call allocations.delete again.`,
    ),
  )
}
