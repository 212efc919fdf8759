import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'

/**
 * A node or a chassis that has one of the requested identifiers.
 *
 * @inline
 */
export interface IdentityHolder {
  readonly what: 'node' | 'chassis'
  /** UUID. */
  readonly id: string
  /** The identifier: `name metal-1`, `address 52:54:00:12:34:56`. */
  readonly has: string
}

/** The identifiers in one request belong to different nodes or chassis, so it is ambiguous. */
export class IdentityConflictError extends IronicDriverError {
  readonly kind = 'identity_conflict'
  /** Which resource has which identifier. */
  readonly holders: readonly IdentityHolder[]

  constructor(details: ErrorDetails & { readonly holders: readonly IdentityHolder[] }) {
    const holders = details.holders.map(({ what, id, has }) => `${what} ${id} has the ${has}`)
    super(
      `The identifiers of one request belong to different resources: ${holders.join(', ')}. Correct the request, or move the name or the port to the right node.`,
      'fix_request',
      details,
    )
    this.holders = details.holders
  }
}

/**
 * A resource that an enrollment creates in Ironic.
 *
 * @inline
 */
export interface EnrolledPart {
  readonly what: 'node' | 'port_group' | 'port' | 'trait'
  /** UUID, or the trait. */
  readonly id: string
}

/** A resource that a failed enrollment left behind, and why. */
export interface EnrollRemains extends EnrolledPart {
  readonly why: string
}

/** An enrollment failed, and not everything that it created could be removed. `cause` is the first failure. */
export class EnrollIncompleteError extends IronicDriverError {
  readonly kind = 'enroll_incomplete'
  /** What is left in Ironic, and why. */
  readonly remains: readonly EnrollRemains[]

  constructor(
    cause: IronicDriverError,
    details: ErrorDetails & { readonly remains: readonly EnrollRemains[] },
  ) {
    const remains = details.remains.map(({ what, id, why }) => `${what.replace('_', ' ')} ${id} (${why})`)
    super(
      `${cause.message} Not everything could be undone; there remains: ${remains.join('; ')}. Once the cause is gone, enroll the node again to complete it, or remove what remains.`,
      'fix_node',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}

/** The errors of an enrollment before its undo. */
export type EnrollFailure =
  | RequestErrorOr<'duplicate' | 'node_locked' | 'state_refused' | 'transition_in_progress'>
  | IdentityConflictError

/** The errors of enrolling a node. */
export type EnrollError = EnrollFailure | EnrollIncompleteError
