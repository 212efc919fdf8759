import { err, ok, type Result } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../../client/client-errors.js'
import type { NewAllocation } from '../../client/resources/allocations.js'
import { redactText } from '../../errors/redaction.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import { isOpen, persist } from '../persist.js'
import type { AllocationWait } from './allocation-wait.js'
import { TO_RESTORE } from './undo-spawn.js'

/** For how long Ironic is given to find a node. It tries three times within seconds. */
const DECIDED_AFTER_MS = 120_000

/** What has to be undone: it counts from the moment it was asked for, answered or not. */
export interface AllocationTrace {
  allocationAsked: boolean
}

export interface Allocate {
  readonly allocation: NewAllocation & { readonly uuid: string }
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly trace: AllocationTrace
}

/** What came of an allocation: a node, or why there is none. */
export type AllocationOutcome =
  | { readonly outcome: 'allocated'; readonly node: WatchedNode; readonly made: boolean }
  | { readonly outcome: 'refused'; readonly why: string }

/** What letting Ironic pick a node can end with. */
export type AllocateError = RequestErrorOr<'duplicate' | 'node_locked'>

/**
 * Lets Ironic pick a node, and waits for that. The allocation has the UUID of the instance: one that is there already
 * was made by an attempt whose reply was lost or whose process died, and is joined. A refused one is removed.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (do_allocate)
 */
export async function allocateNode(
  context: ModuleContext,
  wait: AllocationWait,
  work: Allocate,
): Promise<Result<AllocationOutcome, AllocateError>> {
  const until = Math.min(work.deadlineAt, context.clock.now() + DECIDED_AFTER_MS)
  let made = true
  for (let tries = 1; ; tries += 1) {
    work.trace.allocationAsked = true
    const asked = await ask(context, { ...work, deadlineAt: until })
    if (asked.isErr() && !isOpen(asked.error)) work.trace.allocationAsked = asked.error.kind === 'duplicate'
    if (asked.isErr() && asked.error.kind !== 'duplicate') return err(asked.error)
    made &&= asked.isOk()
    const outcome = await outcomeOf(context, wait, { ...work, deadlineAt: until })
    if (outcome.isErr()) return err(outcome.error)
    if (outcome.value.outcome === 'allocated') return ok({ ...outcome.value, made })
    const dropped = await deleteAllocation(context, work.allocation.uuid, { until })
    if (dropped.isErr()) return err(dropped.error)
    work.trace.allocationAsked = false
    // One that was refused before says nothing of the nodes that there are now.
    if (asked.isOk() || tries > 1) return ok(outcome.value)
    made = true
  }
}

/** With a UUID of our own, the second of two requests is a duplicate and does no harm. */
function ask(context: ModuleContext, { allocation, deadlineAt: until, signal }: Allocate) {
  return persist(context, { until, signal }, () => context.client.allocations.create(allocation, { signal }))
}

async function outcomeOf(
  context: ModuleContext,
  wait: AllocationWait,
  { allocation: { uuid }, deadlineAt, signal }: Allocate,
): Promise<
  Result<{ outcome: 'allocated'; node: WatchedNode } | { outcome: 'refused'; why: string }, RequestError>
> {
  const decided = await wait.decided(uuid, deadlineAt, signal)
  if (decided.isErr()) return err(decided.error)
  if (decided.value === 'pending')
    return ok({ outcome: 'refused', why: 'Ironic has not decided upon the allocation in time' })
  const until = Math.max(deadlineAt, context.clock.now() + 15_000)
  const carrier = await persist(context, { until, signal }, () =>
    context.reader.read({ instance: uuid }, { also: TO_RESTORE, signal }),
  )
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value !== undefined) return ok({ outcome: 'allocated', node: carrier.value })
  const record = await context.client.allocations.get(uuid, { signal })
  if (record.isOk()) return ok({ outcome: 'refused', why: whyRefused(record.value.last_error) })
  return record.error.kind === 'not_found'
    ? ok({ outcome: 'refused', why: 'somebody has removed the allocation' })
    : err(record.error)
}

/** `Failed to process allocation <uuid>: no available nodes match the resource class gold.` */
function whyRefused(lastError: string | null): string {
  const text = lastError?.replace(/^Failed to process allocation [0-9a-f-]{36}: /i, '').replace(/\.$/, '')
  return text === undefined ? 'Ironic refused the allocation and gives no reason' : redactText(text)
}

/**
 * Removes an allocation, and with it the link of a node that it may have got by then. One that is not there is what
 * was wanted, and so is one that Ironic keeps because its node is deployed. Nobody's signal ends it: an abort must not
 * leave a node reserved.
 */
export function deleteAllocation(
  context: ModuleContext,
  uuid: string,
  { until }: { readonly until: number },
): Promise<Result<void, RequestErrorOr<'node_locked'>>> {
  return persist(context, { until }, async (): Promise<Result<void, RequestErrorOr<'node_locked'>>> => {
    const deleted = await context.client.allocations.delete(uuid)
    if (deleted.isOk()) return ok(undefined)
    const { error } = deleted
    return error.kind === 'not_found' || error.kind === 'state_refused' ? ok(undefined) : err(error)
  })
}
