import { randomUuid } from '../../formats/random-uuid.js'
import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { AllocationBackfillFault } from '../../client/resources/allocations.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { NodeNotFoundError } from '../../operations/node-errors.js'
import { LATE_EFFECT_MS, retryUntil } from '../../operations/retry-until.js'
import { sameId } from '../../states/same-id.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { takenBy, withOwnerRefusal } from './allocation-refusal.js'
import {
  AllocationLeftBehindError,
  AllocationTakenError,
  BackfillRefusedError,
  type BackfillAllocationError,
} from './allocations-errors.js'
import type { BackfillRequest } from './allocations-input.js'
import { backfillObstacles } from './backfill-obstacles.js'
import { removeEmptyAllocation } from './remove-allocation.js'
import { differenceFrom, wantedAllocation, type ActiveAllocation } from './wanted-allocation.js'

type Backfilled = Promise<Result<ActiveAllocation, BackfillAllocationError>>
type RefusedRequest = RequestErrorOr<AllocationBackfillFault>

/** How long to retry, and how long to retry the removal of a refused record. */
const DEADLINE_MS = 60_000

/**
 * Creates the allocation that the instance on a node would have had. Ironic keeps a record of each refusal, which would
 * occupy the UUID and the name for ever, so it is removed after each attempt. An allocation that holds a node is never
 * removed, because that would take the instance off the node.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (backfill_allocation)
 */
export async function backfillAllocation(
  context: ModuleContext,
  node: WatchedNode,
  given: BackfillRequest,
  { signal }: AskOptions,
): Backfilled {
  const { client, clock } = context
  const uuid = given.uuid ?? node.instance_uuid ?? randomUuid()
  const request = { ...given, uuid }
  const until = clock.now() + DEADLINE_MS
  const made = await retryUntil(context, { until, signal }, async (): Backfilled => {
    const { resourceClass } = request
    const ofClass = resourceClass === undefined ? {} : { resource_class: resourceClass }
    const body = { ...wantedAllocation(request), ...ofClass, node: node.uuid }
    const sent = await client.allocations.backfill(body, { signal, retryForMs: 0 })
    if (sent.isOk()) return ok(sent.value as ActiveAllocation)
    if (sent.error.kind === 'duplicate') return joined(sent.error)
    const failure = meaningOf(sent.error)
    if (sent.error.kind === 'aborted') return err(failure)
    const removed = await removeRefused({ until: 0 })
    return err(removed.isErr() && !mayHaveHappened(failure) ? leftBehind(failure, removed.error) : failure)
  })
  if (made.isOk() || !mayHaveHappened(made.error)) return made.mapErr(located)
  // The last request may still be under way, and be refused only later.
  await clock.sleep(LATE_EFFECT_MS)
  const removed = await removeRefused({ until: clock.now() + DEADLINE_MS })
  return err(located(removed.isErr() ? leftBehind(made.error, removed.error) : made.error))

  /** Returns the existing allocation if it is this one, as after a lost reply or a second call. */
  async function joined(cause: Extract<RefusedRequest, { kind: 'duplicate' }>): Backfilled {
    const found = await client.allocations.get(uuid, { signal, retryForMs: 0 })
    if (found.isErr())
      return err(
        found.error.kind === 'not_found' ? await takenBy(context, request, cause, { signal }) : found.error,
      )
    if (found.value.state === 'error') {
      const removed = await removeRefused({ until: 0 })
      return removed.isErr()
        ? err(leftBehind(cause, removed.error))
        : backfillAllocation(context, node, request, { signal })
    }
    const isHere = sameId(found.value.node_uuid, node.uuid)
    const difference = isHere ? await differenceFrom(context, found.value, request, { signal }) : ok('node')
    if (difference.isErr()) return err(difference.error)
    return difference.value === undefined
      ? ok(found.value as ActiveAllocation)
      : err(
          new AllocationTakenError({
            field: 'uuid',
            value: uuid,
            holder: uuid,
            difference: difference.value,
            cause,
          }),
        )
  }

  function meaningOf(error: Exclude<RefusedRequest, { kind: 'duplicate' }>): BackfillAllocationError {
    const obstacles = 'fault' in error ? backfillObstacles(error.fault) : []
    const details = { node: node.uuid, allocation: uuid, cause: error }
    if (obstacles.length > 0 || error.kind === 'node_associated' || error.kind === 'instance_associated')
      return new BackfillRefusedError(obstacles, details)
    if (
      error.kind === 'not_found' ||
      (error.kind === 'rejected_request' && /could not be found/i.test(error.fault))
    )
      return new NodeNotFoundError({ node: node.uuid, cause: error })
    return withOwnerRefusal(error, request)
  }

  function removeRefused({ until: end }: { readonly until: number }) {
    return removeEmptyAllocation(context, uuid, { until: end, signal, states: ['error'] })
  }

  function leftBehind(failure: BackfillAllocationError | RefusedRequest, { message }: Error) {
    return new AllocationLeftBehindError(failure, { allocation: uuid, why: message })
  }

  function located(error: BackfillAllocationError): BackfillAllocationError {
    return error.within({ node: node.uuid, instance: uuid })
  }
}
