import type { RequestError } from '../../client/errors/client-errors.js'
import type { FaultOf } from '../../client/errors/fault-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { NotFoundOrHiddenError } from '../../operations/node-errors.js'
import type { AbortedError } from '../../transport/transport-errors.js'
import type { WaitTimedOutError } from '../../waiting/wait-errors.js'
import type { AllocationFailure, AllocationFailureReason } from './allocation-failure.js'
import type { BackfillObstacle } from './backfill-obstacles.js'

interface AllocationDetails extends ErrorDetails {
  /** UUID of the allocation and of the instance on its node. */
  readonly allocation: string
}

/** Ironic looked for a node and found none. The allocation holds no node. */
export class AllocationFailedError extends IronicDriverError {
  readonly kind = 'allocation_failed'
  /** UUID. */
  readonly allocation: string
  /** Why Ironic found no node. */
  readonly reason: AllocationFailureReason
  /** Ironic's own words, secrets removed; `null` when it gave none. */
  readonly lastError: string | null

  constructor(failure: AllocationFailure, details: AllocationDetails & { readonly rest: string }) {
    const said = failure.lastError === null ? '' : ` Ironic says: ${failure.lastError}`
    super(
      `Allocation ${details.allocation} got no node: ${failure.meaning} ${details.rest}${said}`,
      failure.advice,
      details,
    )
    this.allocation = details.allocation
    this.reason = failure.reason
    this.lastError = failure.lastError
  }
}

/** No allocation has this UUID or name, or this login may not see it. */
export class AllocationNotFoundError extends IronicDriverError {
  readonly kind = 'allocation_not_found'
  constructor(allocation: string, details: ErrorDetails = {}) {
    super(
      `Allocation "${allocation}" does not exist, or this login may not see it. It may have been deleted, also together with its instance. Check the UUID or name and the project.`,
      'fix_request',
      details,
    )
  }
}

/** Another client deleted the allocation during the wait. It holds no node any more. */
export class AllocationGoneError extends IronicDriverError {
  readonly kind = 'allocation_gone'
  /** UUID. */
  readonly allocation: string

  constructor(details: AllocationDetails) {
    super(
      `Allocation ${details.allocation} was deleted by another client during the wait. Find out who deletes it before you create it again.`,
      'check_state',
      details,
    )
    this.allocation = details.allocation
  }
}

/** Another allocation has the UUID or the name. Nothing was changed. */
export class AllocationTakenError extends IronicDriverError {
  readonly kind = 'allocation_taken'
  /** What another allocation has. */
  readonly field: 'uuid' | 'name'
  /** UUID of the allocation that has it; `undefined` when this login may not see that allocation. */
  readonly holder: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly field: 'uuid' | 'name'
      readonly value: string
      readonly holder: string | undefined
      /** How the existing allocation differs from the request. */
      readonly difference?: string | undefined
    },
  ) {
    const { field, value, holder, difference } = details
    const ofWhom = holder === undefined ? 'an allocation that this login may not see' : `allocation ${holder}`
    super(
      field === 'name'
        ? `The name "${value}" is taken by ${ofWhom}. Pass another name, or delete that allocation first.`
        : `The UUID ${value} is taken by ${difference === undefined ? ofWhom : `an allocation with another ${difference}`}. Repeat its request to join it, or pass another UUID.`,
      'fix_request',
      details,
    )
    this.field = field
    this.holder = holder
  }
}

/** This login may create allocations for its own project only. Nothing was created. */
export class AllocationOwnerRefusedError extends IronicDriverError {
  readonly kind = 'allocation_owner_refused'
  constructor(details: ErrorDetails & { readonly owner: string }) {
    super(
      `This login may not create an allocation for owner "${details.owner}", because that is not its own project. Leave \`owner\` out, or log in to that project.`,
      'fix_request',
      details,
    )
  }
}

/** Ironic refused to create this allocation for the node. Nothing of it remains. */
export class BackfillRefusedError extends IronicDriverError {
  readonly kind = 'backfill_refused'
  /** What does not match. */
  readonly obstacles: readonly BackfillObstacle['obstacle'][]

  constructor(
    obstacles: readonly BackfillObstacle[],
    details: ErrorDetails & { readonly node: string; readonly allocation: string },
  ) {
    const meanings = obstacles.map(({ meaning }) => meaning).join(' ')
    super(
      `Ironic refused to create allocation ${details.allocation} for node ${details.node}. ${meanings}`,
      'fix_request',
      details,
    )
    this.obstacles = obstacles.map(({ obstacle }) => obstacle)
  }
}

/** The node of the allocation is deployed, or is being deployed or torn down. Nothing was changed. */
export class AllocationInUseError extends IronicDriverError {
  readonly kind = 'allocation_in_use'
  /** UUID. */
  readonly allocation: string

  constructor(details: AllocationDetails) {
    const { allocation, node } = details
    super(
      `Allocation ${allocation} was not deleted: its node ${String(node)} is deployed, or is being deployed or torn down. Call provisioning.destroy({ instance: '${allocation}' }); it removes the allocation too.`,
      'check_state',
      details,
    )
    this.allocation = allocation
  }
}

/** An allocation failed or was abandoned, and its record could not be removed. `cause` is the first failure. */
export class AllocationLeftBehindError extends IronicDriverError {
  readonly kind = 'allocation_left_behind'
  /** UUID. */
  readonly allocation: string

  constructor(cause: IronicDriverError, details: AllocationDetails & { readonly why: string }) {
    super(
      `${cause.message} Allocation ${details.allocation} could not be removed (${details.why}) and may hold a node. Delete it once the cause is gone.`,
      'check_state',
      { ...details, cause },
    )
    this.allocation = details.allocation
  }
}

/**
 * The errors of requesting an allocation.
 *
 * @inline
 */
export type RequestAllocationError =
  RequestError | AllocationTakenError | AllocationOwnerRefusedError | AllocationLeftBehindError

/**
 * The errors of waiting for an allocation.
 *
 * @inline
 */
export type WaitForAllocationError =
  | RequestError
  | AbortedError
  | AllocationNotFoundError
  | AllocationFailedError
  | AllocationGoneError
  | WaitTimedOutError

/** The errors of creating an allocation. */
export type CreateAllocationError =
  RequestAllocationError | Exclude<WaitForAllocationError, AllocationNotFoundError>

/** The errors of creating the allocation of an active node. */
export type BackfillAllocationError =
  | LocateError
  | FaultOf<'node_locked'>
  | AllocationTakenError
  | AllocationOwnerRefusedError
  | BackfillRefusedError
  | AllocationLeftBehindError

/** The errors of deleting an allocation. */
export type DeleteAllocationError =
  RequestError | FaultOf<'node_locked'> | AllocationInUseError | NotFoundOrHiddenError
