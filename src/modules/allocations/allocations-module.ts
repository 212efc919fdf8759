import type { ResultAsync } from 'neverthrow'
import type { Allocation } from '../../client/resources/allocations.js'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions } from '../../operations/module-context.js'
import type {
  BackfillAllocationError,
  CreateAllocationError,
  DeleteAllocationError,
  RequestAllocationError,
  WaitForAllocationError,
} from './allocations-errors.js'
import type { AllocationRequest, AllocationWaitOptions, BackfillRequest } from './allocations-input.js'

/** An allocation that has its node. */
export interface ActiveAllocation extends Allocation {
  readonly state: 'active'
  /** UUID of the node, whose `instance_uuid` is the UUID of the allocation. */
  readonly node_uuid: string
}

/** What a deletion found. */
export interface AllocationDeletion {
  /** `was_gone` when there is no such allocation. */
  readonly outcome: 'deleted' | 'was_gone'
  /** UUID of the node that is free of it; `null` when it held none. */
  readonly node: string | null
}

/**
 * Claims machines: Ironic picks a free node by class, traits and owner, and marks it with the UUID of the allocation as
 * its instance, until that is deleted or destroyed. Microversion 1.52. To deploy a machine nothing of this is needed:
 * `provisioning.spawn` with what the node must be does it all. What there is can be read, renamed and listed by
 * `driver.client.allocations`.
 *
 * Each has a UUID of ours, made when none is passed: the `instance` of every error. A reply that is lost is told by it
 * from a failure, and the same request again joins the first, from another process too.
 *
 * @see openstack/ironic `doc/source/admin/` (allocation) and `ironic/conductor/allocations.py`
 */
export interface AllocationsModule {
  /**
   * Claims a node and waits until it is had. Safe to repeat with the same `uuid`: an allocation that is there is joined,
   * and one that failed is made anew. Default deadline: 2 minutes; Ironic decides within seconds.
   *
   * Nothing is left when it fails, is aborted or runs out of time: what this call made is deleted again, which may take
   * seconds more, and two minutes while Ironic cannot be reached. One that it only joined is left to whoever made it.
   *
   * @fails allocation_failed when Ironic finds no node; `reason` tells why
   * @fails allocation_taken when the name is another's, or the UUID is that of one which asks for something else
   * @fails allocation_owner_refused when this login may not make one for that owner
   * @fails allocation_gone when somebody deletes it meanwhile
   * @fails wait_timed_out when the deadline passes first
   * @fails allocation_left_behind when it failed and could not be deleted; it names what remains
   */
  create(
    request: AllocationRequest,
    options?: AllocationWaitOptions,
  ): ResultAsync<ActiveAllocation, CreateAllocationError>

  /**
   * As `create`, without the wait: yields the allocation as it is now, mostly `allocating`. Safe to repeat with the same
   * `uuid`. An outage is waited for up to a minute.
   *
   * @fails allocation_taken when the name is another's, or the UUID is that of one which asks for something else
   * @fails allocation_owner_refused when this login may not make one for that owner
   * @fails allocation_left_behind when it failed and could not be deleted; it names what remains
   */
  requestCreate(
    request: AllocationRequest,
    options?: AskOptions,
  ): ResultAsync<Allocation, RequestAllocationError>

  /**
   * Waits until an allocation has its node, after `requestCreate`; asks for nothing and deletes nothing. Safe to repeat.
   * All who wait share one list for each look. Default deadline: 2 minutes.
   *
   * @param allocation - UUID or name
   * @fails allocation_not_found when there is none
   * @fails allocation_failed when Ironic finds no node; the record stays until it is deleted
   * @fails allocation_gone when somebody deletes it meanwhile
   * @fails wait_timed_out when the deadline passes first
   */
  waitFor(
    allocation: string,
    options?: AllocationWaitOptions,
  ): ResultAsync<ActiveAllocation, WaitForAllocationError>

  /**
   * Makes the allocation of a node that is active already, so that it is listed among the others and goes with its
   * instance. Safe to repeat: one that is there is yielded. Its UUID is that of the instance on the node; a node without
   * one gets that of the allocation as its instance. Microversion 1.58.
   *
   * Ironic keeps a record in state `error` of one that it refuses. That is deleted again. Aborted, it may be made
   * nevertheless: deleting it then would take the instance off a machine that runs.
   *
   * @param request - What it is to say beside; all of it must be true of the node. Default: only its resource class.
   * @fails backfill_refused when the node is not active, carries another instance, or is not what is asked for
   * @fails allocation_taken when the UUID is that of the allocation of another node, or the name is another's
   * @fails node_locked when another operation held the node for a minute
   * @fails allocation_left_behind when the record of a refused one could not be deleted
   */
  backfill(
    target: NodeTarget,
    request?: BackfillRequest,
    options?: AskOptions,
  ): ResultAsync<ActiveAllocation, BackfillAllocationError>

  /**
   * Deletes an allocation and frees its node: the node's `instance_uuid` goes with it, and so do the traits that it wrote
   * on a node which is available. Safe to repeat: one that is gone counts as done. A lock is waited for up to a minute.
   *
   * A machine that is deployed is destroyed first, by `provisioning.destroy`, and its allocation goes with that. In
   * maintenance Ironic deletes it even so: the machine then runs on and belongs to nobody.
   *
   * @param allocation - UUID or name
   * @fails allocation_in_use when its node is active, or on its way to or from that
   * @fails not_found_or_hidden when it is not found, and the login sees only the nodes of its own project
   * @fails node_locked when another operation held the node for a minute
   */
  delete(allocation: string, options?: AskOptions): ResultAsync<AllocationDeletion, DeleteAllocationError>
}
