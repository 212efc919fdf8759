import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { Allocation } from '../../client/resources/allocations.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil } from '../../operations/retry-until.js'
import type { CallScope } from '../../operations/run-operation.js'
import { WaitTimedOutError } from '../../waiting/wait-errors.js'
import { allocationFailure } from './allocation-failure.js'
import type { AllocationWait } from './allocation-wait.js'
import {
  AllocationFailedError,
  AllocationGoneError,
  AllocationNotFoundError,
  type WaitForAllocationError,
} from './allocations-errors.js'
import type { ActiveAllocation } from './wanted-allocation.js'

export interface AwaitAllocation extends Pick<CallScope, 'deadlineAt' | 'signal'> {
  readonly startedAt: number
  /** A sentence about the record that a failed allocation leaves. */
  readonly rest: string
}

/** The errors of waiting for an existing allocation. */
export type AwaitAllocationError =
  RequestError | AllocationFailedError | AllocationGoneError | WaitTimedOutError

/** Waits until Ironic has decided on an allocation, then reads the outcome. */
export async function awaitAllocation(
  context: ModuleContext,
  wait: AllocationWait,
  found: Allocation,
  { startedAt, deadlineAt, signal, rest }: AwaitAllocation,
): Promise<Result<ActiveAllocation, AwaitAllocationError>> {
  const { client, clock } = context
  const { uuid } = found
  let record = found
  if (found.state === 'allocating') {
    const decided = await wait.decided(uuid, deadlineAt, signal)
    if (decided.isErr()) return err(decided.error)
    if (decided.value === 'pending')
      return err(
        new WaitTimedOutError(`The deadline passed before allocation ${uuid} got a node.`, {
          elapsedMs: clock.now() - startedAt,
        }),
      )
    const read = await retryUntil(context, { until: deadlineAt, signal }, () =>
      client.allocations.get(uuid, { signal, retryForMs: 0 }),
    )
    if (read.isErr())
      return err(read.error.kind === 'not_found' ? new AllocationGoneError({ allocation: uuid }) : read.error)
    record = read.value
  }
  if (isActive(record)) return ok(record)
  return err(new AllocationFailedError(allocationFailure(record.last_error), { allocation: uuid, rest }))
}

function isActive(allocation: Allocation): allocation is ActiveAllocation {
  return allocation.state === 'active' && allocation.node_uuid !== null
}

/** Waits for an existing allocation and leaves it as it is. */
export async function waitForAllocation(
  context: ModuleContext,
  wait: AllocationWait,
  ident: string,
  { deadlineAt, signal }: CallScope,
): Promise<Result<ActiveAllocation, WaitForAllocationError>> {
  const { client, clock } = context
  const startedAt = clock.now()
  const found = await retryUntil(context, { until: deadlineAt, signal }, () =>
    client.allocations.get(ident, { signal, retryForMs: 0 }),
  )
  if (found.isErr())
    return err(found.error.kind === 'not_found' ? new AllocationNotFoundError(ident) : found.error)
  const rest = 'Its record holds no node; delete it, or create it again under the same UUID.'
  const { uuid } = found.value
  const waited = await awaitAllocation(context, wait, found.value, { startedAt, deadlineAt, signal, rest })
  return waited.mapErr((error) => error.within({ instance: uuid }))
}
