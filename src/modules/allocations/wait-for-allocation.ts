import { err, type Result } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil } from '../../operations/retry-until.js'
import type { CallScope } from '../../operations/run-operation.js'
import type { AllocationWait } from './allocation-wait.js'
import { AllocationNotFoundError, type WaitForAllocationError } from './allocations-errors.js'
import type { ActiveAllocation } from './allocations-module.js'
import { awaitAllocation } from './await-allocation.js'

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
