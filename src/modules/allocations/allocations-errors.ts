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
  /** UUID; its node has it as its instance. */
  readonly allocation: string
}

/** Ironic has looked for a node and found none. The allocation holds nothing. */
export class AllocationFailedError extends IronicDriverError {
  readonly kind = 'allocation_failed'
  /** UUID. */
  readonly allocation: string
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

/** There is no allocation of that UUID or name, or this login may not see it. */
export class AllocationNotFoundError extends IronicDriverError {
  readonly kind = 'allocation_not_found'
  constructor(allocation: string, details: ErrorDetails = {}) {
    super(
      `There is no allocation "${allocation}", or this login may not see it. It may have been deleted, also with its instance.`,
      'fix_request',
      details,
    )
  }
}

/** Somebody has deleted the allocation while it was waited for. It holds nothing any more. */
export class AllocationGoneError extends IronicDriverError {
  readonly kind = 'allocation_gone'
  /** UUID. */
  readonly allocation: string

  constructor(details: AllocationDetails) {
    super(
      `Somebody deleted allocation ${details.allocation} while it was waited for. Find out who gives it up before you make it again.`,
      'check_state',
      details,
    )
    this.allocation = details.allocation
  }
}

/** The UUID or the name is that of another allocation. Nothing was changed. */
export class AllocationTakenError extends IronicDriverError {
  readonly kind = 'allocation_taken'
  readonly field: 'uuid' | 'name'
  /** UUID of the allocation that has it; `undefined` when this login may not see that. */
  readonly holder: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly field: 'uuid' | 'name'
      readonly value: string
      readonly holder: string | undefined
      /** How the one that is there differs from what was asked for. */
      readonly difference?: string | undefined
    },
  ) {
    const { field, value, holder, difference } = details
    const ofWhom = holder === undefined ? 'an allocation that this login may not see' : `allocation ${holder}`
    super(
      field === 'name'
        ? `The name "${value}" is that of ${ofWhom}. Take another name, or delete that one first.`
        : `The UUID ${value} is that of ${difference === undefined ? ofWhom : `an allocation with another ${difference}`}. Ask for the same to join it, or take another UUID.`,
      'fix_request',
      details,
    )
    this.field = field
    this.holder = holder
  }
}

/** This login may make allocations for its own project only. Nothing was made. */
export class AllocationOwnerRefusedError extends IronicDriverError {
  readonly kind = 'allocation_owner_refused'
  constructor(details: ErrorDetails & { readonly owner: string }) {
    super(
      `This login may not make an allocation for owner "${details.owner}", since that is not its own project. Leave \`owner\` out, or log in to that project.`,
      'fix_request',
      details,
    )
  }
}

/** Ironic does not make this allocation for the node. Nothing of it is left. */
export class BackfillRefusedError extends IronicDriverError {
  readonly kind = 'backfill_refused'
  readonly obstacles: readonly BackfillObstacle['obstacle'][]

  constructor(
    obstacles: readonly BackfillObstacle[],
    details: ErrorDetails & { readonly node: string; readonly allocation: string },
  ) {
    const meanings = obstacles.map(({ meaning }) => meaning).join(' ')
    super(
      `Ironic makes no allocation ${details.allocation} for node ${details.node}. ${meanings}`,
      'fix_request',
      details,
    )
    this.obstacles = obstacles.map(({ obstacle }) => obstacle)
  }
}

/** The node of the allocation is deployed, or on its way there. Nothing was changed. */
export class AllocationInUseError extends IronicDriverError {
  readonly kind = 'allocation_in_use'
  /** UUID. */
  readonly allocation: string

  constructor(details: AllocationDetails) {
    const { allocation, node } = details
    super(
      `Node ${String(node)} is deployed with allocation ${allocation}, or on its way to or from that, so that the allocation stays. Destroy the instance by provisioning.destroy({ instance: '${allocation}' }); the allocation goes with it.`,
      'check_state',
      details,
    )
    this.allocation = allocation
  }
}

/** An allocation failed or was given up, and its record could not be removed. `cause` is what it ended with. */
export class AllocationLeftBehindError extends IronicDriverError {
  readonly kind = 'allocation_left_behind'
  /** UUID. */
  readonly allocation: string

  constructor(cause: IronicDriverError, details: AllocationDetails & { readonly why: string }) {
    super(
      `${cause.message} The allocation ${details.allocation} could not be removed (${details.why}), and may hold a node. Delete it once the cause is gone.`,
      'check_state',
      { ...details, cause },
    )
    this.allocation = details.allocation
  }
}

/**
 * What asking for an allocation can end with.
 *
 * @inline
 */
export type RequestAllocationError =
  RequestError | AllocationTakenError | AllocationOwnerRefusedError | AllocationLeftBehindError

/**
 * What waiting for an allocation can end with.
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

/** What making an allocation can end with. */
export type CreateAllocationError =
  RequestAllocationError | Exclude<WaitForAllocationError, AllocationNotFoundError>

/** What making an allocation for an active node can end with. */
export type BackfillAllocationError =
  | LocateError
  | FaultOf<'node_locked'>
  | AllocationTakenError
  | AllocationOwnerRefusedError
  | BackfillRefusedError
  | AllocationLeftBehindError

/** What deleting an allocation can end with. */
export type DeleteAllocationError =
  RequestError | FaultOf<'node_locked'> | AllocationInUseError | NotFoundOrHiddenError
