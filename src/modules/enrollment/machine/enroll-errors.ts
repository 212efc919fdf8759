import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'

/**
 * A node or a chassis that has something by which what was asked for is known.
 *
 * @inline
 */
export interface IdentityHolder {
  readonly what: 'node' | 'chassis'
  /** UUID. */
  readonly id: string
  /** What it has: `name metal-1`, `address 52:54:00:12:34:56`. */
  readonly has: string
}

/** What identifies one machine belongs to different nodes, so that it is not known which one is meant. */
export class IdentityConflictError extends IronicDriverError {
  readonly kind = 'identity_conflict'
  readonly holders: readonly IdentityHolder[]

  constructor(details: ErrorDetails & { readonly holders: readonly IdentityHolder[] }) {
    const holders = details.holders.map(({ what, id, has }) => `${what} ${id} has the ${has}`)
    super(
      `What is said of one thing belongs to different ones: ${holders.join(', ')}. Correct what is said, or give the name or the port to the right one.`,
      'fix_request',
      details,
    )
    this.holders = details.holders
  }
}

/**
 * Something that an enrolment adds to Ironic.
 *
 * @inline
 */
export interface EnrolledPart {
  readonly what: 'node' | 'port_group' | 'port' | 'trait'
  /** UUID, or the trait. */
  readonly id: string
}

/** Something that a failed enrolment has left behind, and why. */
export interface EnrollRemains extends EnrolledPart {
  readonly why: string
}

/** An enrolment failed, and not everything that it had made could be removed. `cause` is what it failed with. */
export class EnrollIncompleteError extends IronicDriverError {
  readonly kind = 'enroll_incomplete'
  readonly remains: readonly EnrollRemains[]

  constructor(
    cause: IronicDriverError,
    details: ErrorDetails & { readonly remains: readonly EnrollRemains[] },
  ) {
    const remains = details.remains.map(({ what, id, why }) => `${what.replace('_', ' ')} ${id} (${why})`)
    super(
      `${cause.message} Not everything could be undone; there remains: ${remains.join('; ')}. Enrol the machine again once the cause is gone, which completes it, or remove what remains.`,
      'fix_node',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}

/** What an enrolment can fail with before it is undone. */
export type EnrollFailure =
  | RequestErrorOr<'duplicate' | 'node_locked' | 'state_refused' | 'transition_in_progress'>
  | IdentityConflictError

/** What enrolling a machine can end with. */
export type EnrollError = EnrollFailure | EnrollIncompleteError
