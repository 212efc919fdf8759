import { randomUuid } from '../../formats/random-uuid.js'
import { err, ok, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { Allocation } from '../../client/resources/allocations.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS } from '../../operations/retry-until.js'
import type { CallScope } from '../../operations/run-operation.js'
import { takenBy, withOwnerRefusal } from './allocation-refusal.js'
import type { AllocationWait } from './allocation-wait.js'
import {
  AllocationLeftBehindError,
  AllocationTakenError,
  type CreateAllocationError,
  type RequestAllocationError,
} from './allocations-errors.js'
import type { AllocationRequest } from './allocations-input.js'
import { askForAllocation, type AllocationTrace } from './ask-for-allocation.js'
import { awaitAllocation } from './await-allocation.js'
import {
  giveBackAllocation,
  removeEmptyAllocation,
  type GivenBack,
  type RemoveAllocationError,
} from './remove-allocation.js'
import { differenceFrom, wantedAllocation, type ActiveAllocation } from './wanted-allocation.js'

type Work = Pick<CallScope, 'deadlineAt' | 'signal'>

/** Part of the message of a failed allocation; not true if the removal fails. */
const REMOVED_AGAIN = 'The allocation was removed again.'

/** How long to retry the removal of what a failed call created. */
const UNDO_MS = 120_000

/** Requests a node and waits until Ironic has found one. Removes what it created when it fails. */
export async function createAllocation(
  context: ModuleContext,
  wait: AllocationWait,
  request: AllocationRequest,
  { deadlineAt, signal }: Work,
): Promise<Result<ActiveAllocation, CreateAllocationError>> {
  const uuid = request.uuid ?? randomUuid()
  const startedAt = context.clock.now()
  const trace = { allocationAsked: false, isAnswered: false }
  const asked = await ask(context, { ...request, uuid }, { deadlineAt, signal, trace })
  const rest = REMOVED_AGAIN
  const made: Result<ActiveAllocation, CreateAllocationError> = asked.isErr()
    ? err(asked.error)
    : await awaitAllocation(context, wait, asked.value, { startedAt, deadlineAt, signal, rest })
  return made.isOk() ? made : err(await undone(context, { uuid, signal }, made.error, trace))
}

/** Requests a node. Removes what it created when it fails. */
export async function requestAllocation(
  context: ModuleContext,
  request: AllocationRequest,
  { deadlineAt, signal }: Work,
): Promise<Result<Allocation, RequestAllocationError>> {
  const uuid = request.uuid ?? randomUuid()
  const trace = { allocationAsked: false, isAnswered: false }
  const asked = await ask(context, { ...request, uuid }, { deadlineAt, signal, trace })
  return asked.isOk() ? asked : err(await undone(context, { uuid, signal }, asked.error, trace))
}

/** Creates the allocation, or joins an existing one with the same request, which is then never removed. */
async function ask(
  context: ModuleContext,
  request: AllocationRequest & { readonly uuid: string },
  { deadlineAt, signal, trace }: Work & { readonly trace: Trace },
): Promise<Result<Allocation, RequestAllocationError>> {
  const allocation = { ...wantedAllocation(request), resource_class: request.resourceClass }
  const asked = await askForAllocation(context, { allocation, until: deadlineAt, signal, trace })
  if (asked.isErr()) {
    const { error } = asked
    if (error.kind === 'duplicate') return err(await takenBy(context, request, error, { signal }))
    // No node is assigned yet, so none can be locked.
    return err(withOwnerRefusal(error, request) as RequestAllocationError)
  }
  const { allocation: found, made } = asked.value
  trace.isAnswered = true
  if (made) return ok(found)
  trace.allocationAsked = false
  const difference = await differenceFrom(context, found, request, { signal })
  if (difference.isErr()) return err(difference.error)
  if (difference.value === undefined) return ok(found)
  const { uuid } = found
  return err(
    new AllocationTakenError({ field: 'uuid', value: uuid, holder: uuid, difference: difference.value }),
  )
}

type Trace = AllocationTrace & { isAnswered: boolean }

/** Removes what this call created, then returns the failure. */
async function undone<Failure extends IronicDriverError>(
  context: ModuleContext,
  { uuid, signal }: { readonly uuid: string; readonly signal: AbortSignal | undefined },
  failure: Failure,
  trace: Trace,
): Promise<Failure | AllocationLeftBehindError> {
  const located = failure.within({ instance: uuid })
  const hasFailed = failure.kind === 'allocation_failed'
  if (!trace.allocationAsked && !hasFailed) return located
  // An unanswered request may still be under way, and create the allocation later.
  if (mayHaveHappened(failure) && !trace.isAnswered) await context.clock.sleep(LATE_EFFECT_MS)
  const until = context.clock.now() + UNDO_MS
  const removed: Result<GivenBack | undefined, RemoveAllocationError> = hasFailed
    ? (await removeEmptyAllocation(context, uuid, { until, signal, states: ['error'] })).map(() => undefined)
    : await giveBackAllocation(context, uuid, { until, signal })
  if (removed.isOk()) {
    const traits = removed.value?.traitsMayRemain
    if (traits === undefined) return located
    const node = traits.node === undefined ? 'the node that it may have been given' : `node ${traits.node}`
    return located.withSentence(
      `Its traits may remain in instance_info of ${node}, where they reserve nothing.`,
    )
  }
  const why = removed.error.message
  const cause = located.withMessage(located.message.replace(` ${REMOVED_AGAIN}`, ''))
  return new AllocationLeftBehindError(cause, { allocation: uuid, instance: uuid, why })
}
