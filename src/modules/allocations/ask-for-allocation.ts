import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { Allocation, NewAllocation } from '../../client/resources/allocations.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil } from '../../operations/retry-until.js'
import { removeEmptyAllocation, type RemoveAllocationError } from './remove-allocation.js'

/** What has to be undone; set when the request is sent, before any reply. */
export interface AllocationTrace {
  allocationAsked: boolean
}

export interface AllocationAsk {
  readonly allocation: NewAllocation & { readonly uuid: string }
  readonly until: number
  readonly signal?: AbortSignal | undefined
  readonly trace: AllocationTrace
}

/** The allocation as it is now, and whether this call created it or joined it. */
export interface AskedAllocation {
  readonly allocation: Allocation
  readonly made: boolean
}

/** The errors of requesting an allocation, before Ironic's words are interpreted. */
export type AskAllocationError = RequestErrorOr<'duplicate' | 'node_locked'>

/**
 * Requests an allocation under a UUID that the caller knows, so that a repeated request is a harmless duplicate. An
 * existing allocation comes from an attempt whose reply was lost or whose process died, and is joined. A failed one
 * says nothing about the nodes of today, and is created again.
 */
export async function askForAllocation(
  context: ModuleContext,
  { allocation: wanted, until, signal, trace }: AllocationAsk,
): Promise<Result<AskedAllocation, AskAllocationError>> {
  const { client } = context
  const { uuid } = wanted
  let isInDoubt = false
  let wasGone = false
  return retryUntil(
    context,
    { until, signal },
    async (): Promise<Result<AskedAllocation, AskAllocationError>> => {
      for (;;) {
        trace.allocationAsked = true
        const created = await client.allocations.create(wanted, { signal, retryForMs: 0 })
        if (created.isOk()) return ok({ allocation: created.value, made: true })
        const { error } = created
        if (error.kind !== 'duplicate') {
          isInDoubt ||= mayHaveHappened(error)
          trace.allocationAsked = isInDoubt
          if (error.kind !== 'service_busy') return err(error)
          // Ironic stores the record before it looks for a worker; without one, nothing ever processes the record.
          const dropped = await removeStale(['allocating', 'error'])
          return err(dropped.isErr() ? dropped.error : error)
        }
        const found = await client.allocations.get(uuid, { signal, retryForMs: 0 })
        if (found.isOk() && found.value.state !== 'error')
          return ok({ allocation: found.value, made: isInDoubt })
        trace.allocationAsked = isInDoubt
        if (found.isErr() && found.error.kind !== 'not_found') return err(found.error)
        // It may have been deleted between the two requests, which is unlikely to happen twice.
        if (found.isErr() && wasGone) return err(error)
        wasGone ||= found.isErr()
        const dropped = found.isOk() ? await removeStale(['error']) : ok(undefined)
        if (dropped.isErr()) return err(dropped.error)
      }
    },
  )

  function removeStale(states: readonly string[]): Promise<Result<void, RemoveAllocationError>> {
    return removeEmptyAllocation(context, uuid, { until: 0, signal, states })
  }
}
