import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import type { NewAllocation } from '../../../client/resources/allocations.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { whyRefused } from '../../allocations/allocation-failure.js'
import type { AllocationWait } from '../../allocations/allocation-wait.js'
import {
  askForAllocation,
  type AllocationTrace,
  type AskAllocationError,
} from '../../allocations/ask-for-allocation.js'
import { giveBackAllocation, removeAllocation } from '../../allocations/remove-allocation.js'
import { TO_RESTORE } from './spawn-trace.js'

/** How long Ironic gets to find a node. It tries three times within seconds. */
const DECIDED_AFTER_MS = 120_000

export interface Allocate {
  readonly allocation: NewAllocation & { readonly uuid: string }
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly trace: AllocationTrace
}

/** The outcome of an allocation: a node, or why there is none. */
export type AllocationOutcome =
  | { readonly outcome: 'allocated'; readonly node: WatchedNode; readonly made: boolean }
  | { readonly outcome: 'refused'; readonly why: string }

/** The errors of allocating a node. */
export type AllocateError = AskAllocationError

/**
 * Lets Ironic pick a node, and waits for it. The allocation has the UUID of the instance, so that an earlier
 * attempt is joined. A failed allocation is removed.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (do_allocate)
 */
export async function allocateNode(
  context: ModuleContext,
  wait: AllocationWait,
  work: Allocate,
): Promise<Result<AllocationOutcome, AllocateError>> {
  const { allocation, signal, trace } = work
  const until = Math.min(work.deadlineAt, context.clock.now() + DECIDED_AFTER_MS)
  for (let tries = 1; ; tries += 1) {
    const asked = await askForAllocation(context, { allocation, until, signal, trace })
    if (asked.isErr()) return err(asked.error)
    const { made } = asked.value
    const outcome = await outcomeOf(context, wait, { ...work, deadlineAt: until })
    if (outcome.isErr()) return err(outcome.error)
    if (outcome.value.outcome === 'allocated') return ok({ ...outcome.value, made: made || tries > 1 })
    // An undecided allocation may still get a node before it is removed.
    const remove = outcome.value.isDecided ? removeAllocation : giveBackAllocation
    const dropped = await remove(context, allocation.uuid, { until, signal })
    if (dropped.isErr()) return err(dropped.error)
    trace.allocationAsked = false
    // An allocation that failed earlier says nothing about the nodes of now.
    if (made || tries > 1) return ok(outcome.value)
  }
}

async function outcomeOf(
  context: ModuleContext,
  wait: AllocationWait,
  { allocation: { uuid }, deadlineAt, signal }: Allocate,
): Promise<
  Result<
    { outcome: 'allocated'; node: WatchedNode } | { outcome: 'refused'; why: string; isDecided: boolean },
    RequestError
  >
> {
  const decided = await wait.decided(uuid, deadlineAt, signal)
  if (decided.isErr()) return err(decided.error)
  const until = Math.max(deadlineAt, context.clock.now() + 15_000)
  const carrier = await retryUntil(context, { until, signal }, () =>
    context.reader.read({ instance: uuid }, { also: TO_RESTORE, signal }),
  )
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value !== undefined) return ok({ outcome: 'allocated', node: carrier.value })
  const record = await context.client.allocations.get(uuid, { signal })
  if (record.isOk()) {
    const { state, last_error: lastError } = record.value
    return ok(
      state === 'allocating'
        ? { outcome: 'refused', why: 'Ironic did not finish the allocation in time', isDecided: false }
        : { outcome: 'refused', why: whyRefused(lastError), isDecided: state === 'error' },
    )
  }
  return record.error.kind === 'not_found'
    ? ok({ outcome: 'refused', why: 'another client removed the allocation', isDecided: true })
    : err(record.error)
}
