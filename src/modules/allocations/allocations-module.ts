import type { ResultAsync } from 'neverthrow'
import type { Allocation } from '../../client/resources/allocations.js'
import { type NodeTarget, askOptions } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import type {
  BackfillAllocationError,
  CreateAllocationError,
  DeleteAllocationError,
  RequestAllocationError,
  WaitForAllocationError,
} from './allocations-errors.js'
import {
  type AllocationRequest,
  type AllocationWaitOptions,
  type BackfillRequest,
  allocationIdent,
  allocationRequest,
  allocationWaitOptions,
  backfillRequest,
} from './allocations-input.js'
import type { ActiveAllocation } from './wanted-allocation.js'
import { type AllocationDeletion, deleteAllocation } from './delete-allocation.js'
import { checkedInput } from '../../operations/checked-input.js'
import { runOperation } from '../../operations/run-operation.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { AllocationWait } from './allocation-wait.js'
import { backfillAllocation } from './backfill-allocation.js'
import { createAllocation, requestAllocation } from './create-allocation.js'
import { waitForAllocation } from './await-allocation.js'

/**
 * Reserves nodes: Ironic picks a free node by class, traits and owner, and sets its `instance_uuid` to the UUID of the
 * allocation, until the allocation is deleted or the instance destroyed. Microversion 1.52. To deploy, you do not need
 * this: `provisioning.spawn` accepts the same requirements. `driver.client.allocations` reads, renames and lists
 * allocations.
 *
 * The UUID of an allocation is yours, or generated when none is passed; every error has it as `instance`. A repeated
 * request with the same UUID joins the first one, after a lost reply and from another process too.
 *
 * @see openstack/ironic `doc/source/admin/` (allocation) and `ironic/conductor/allocations.py`
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function claim({ allocations }: IronicDriver, orderId: string): Promise<string> {
 *   const claimed = await allocations.create({ uuid: orderId, resourceClass: 'large', traits: ['CUSTOM_GPU'] })
 *   if (claimed.isErr()) throw claimed.error
 *   return claimed.value.node_uuid
 * }
 * ```
 */
export interface AllocationsModule {
  /**
   * Reserves a node and waits until Ironic has assigned it. Safe to repeat with the same `uuid`: it joins an existing
   * allocation, and creates a failed one again. Default deadline: 2 minutes; Ironic decides within seconds.
   *
   * When the call fails, is aborted or times out, it deletes what it created. That may take a few seconds more, or two
   * minutes while Ironic cannot be reached. It does not delete an allocation that it only joined.
   *
   * @fails allocation_failed when Ironic finds no node; see `reason`
   * @fails allocation_taken when another allocation has the name, or the UUID with a different request
   * @fails allocation_owner_refused when this login may not create an allocation for that owner
   * @fails allocation_gone when another client deletes it during the wait
   * @fails wait_timed_out when the deadline passes first
   * @fails allocation_left_behind when it failed and could not be deleted; the message names what remains
   */
  create(
    request: AllocationRequest,
    options?: AllocationWaitOptions,
  ): ResultAsync<ActiveAllocation, CreateAllocationError>

  /**
   * Creates an allocation without waiting, and returns it as it is now, usually `allocating`. Safe to repeat with the
   * same `uuid`. Retries through an outage for up to a minute.
   *
   * @fails allocation_taken when another allocation has the name, or the UUID with a different request
   * @fails allocation_owner_refused when this login may not create an allocation for that owner
   * @fails allocation_left_behind when it failed and could not be deleted; the message names what remains
   */
  requestCreate(
    request: AllocationRequest,
    options?: AskOptions,
  ): ResultAsync<Allocation, RequestAllocationError>

  /**
   * Waits until an allocation has a node, after `requestCreate`. Creates and deletes nothing. Safe to repeat. All
   * waiting calls share one list request for each poll. Default deadline: 2 minutes.
   *
   * @param allocation - UUID or name
   * @fails allocation_not_found when it does not exist
   * @fails allocation_failed when Ironic finds no node; the record stays until it is deleted
   * @fails allocation_gone when another client deletes it during the wait
   * @fails wait_timed_out when the deadline passes first
   */
  waitFor(
    allocation: string,
    options?: AllocationWaitOptions,
  ): ResultAsync<ActiveAllocation, WaitForAllocationError>

  /**
   * Creates the allocation of a node that is already active, so that it is listed with the others and removed with its
   * instance. Safe to repeat: it returns an existing one. The allocation gets the UUID of the instance on the node; a
   * node without one gets the UUID of the allocation as its instance. Microversion 1.58.
   *
   * Ironic keeps a record in state `error` of each refusal; the call deletes it. After an abort, the allocation may
   * exist all the same: deleting it would take the instance off a running node.
   *
   * @param request - Further fields; the node must match all of them. Default: only its resource class.
   * @fails backfill_refused when the node is not active, carries another instance, or does not match the request
   * @fails allocation_taken when the allocation of another node has the UUID, or another allocation has the name
   * @fails node_locked when another operation locked the node for a minute
   * @fails allocation_left_behind when the record of a refusal could not be deleted
   * @fails allocation_owner_refused when this login may not create an allocation for that owner
   */
  backfill(
    target: NodeTarget,
    request?: BackfillRequest,
    options?: AskOptions,
  ): ResultAsync<ActiveAllocation, BackfillAllocationError>

  /**
   * Deletes an allocation and frees its node: clears `instance_uuid` and, on an available node, removes the traits that
   * the allocation wrote. Safe to repeat: a missing allocation counts as deleted. Waits up to a minute for a lock.
   *
   * For a deployed node, call `provisioning.destroy`; it removes the allocation too. For a node in maintenance, Ironic
   * deletes the allocation even when the node is deployed: the node then keeps running and belongs to nobody.
   *
   * @param allocation - UUID or name
   * @fails allocation_in_use when its node is active, or is being deployed or torn down
   * @fails not_found_or_hidden when it is not found, and the login sees only the nodes of its own project
   * @fails node_locked when another operation locked the node for a minute
   */
  delete(allocation: string, options?: AskOptions): ResultAsync<AllocationDeletion, DeleteAllocationError>
}

/** Ironic makes three attempts within seconds. */
const DEADLINE_MS = 120_000
const ASK_DEADLINE_MS = 60_000

/** Builds the allocations module alone; a driver has it as `driver.allocations`. */
export function createAllocationsModule(context: ModuleContext): AllocationsModule {
  const wait = new AllocationWait(context)

  return {
    create: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.create', deadlineMs: DEADLINE_MS },
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (wanted, work) => createAllocation(context, wait, wanted, work),
      ),

    requestCreate: (request, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.requestCreate', deadlineMs: ASK_DEADLINE_MS },
        checkedInput(allocationRequest, request, 'request'),
        checkedInput(askOptions, options, 'options'),
        (wanted, work) => requestAllocation(context, wanted, work),
      ),

    waitFor: (allocation, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.waitFor', deadlineMs: DEADLINE_MS },
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(allocationWaitOptions, options, 'options'),
        (ident, work) => waitForAllocation(context, wait, ident, work),
      ),

    backfill: (target, request = {}, options = {}) =>
      workOnNode(
        context,
        {
          operation: 'allocations.backfill',
          target,
          options,
          input: checkedInput(backfillRequest, request, 'request'),
        },
        (node, call, wanted) => backfillAllocation(context, node, wanted, call),
      ),

    delete: (allocation, options = {}) =>
      runOperation(
        context,
        { operation: 'allocations.delete' },
        checkedInput(allocationIdent, allocation, 'allocation'),
        checkedInput(askOptions, options, 'options'),
        (ident, call) => deleteAllocation(context, ident, call),
      ),
  }
}
