import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { RaidFault } from '../../../client/resources/node/node-states.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { RequestLifecycleError, WaitForLifecycleError } from '../../../operations/provision-verb.js'

/**
 * A cleaning was not begun, and the target RAID configuration that was, or may have been, stored for it could not be taken back. `cause`
 * is what it failed with. Nothing is done to the disks until a RAID step runs.
 */
export class TargetRaidRemainsError extends IronicDriverError {
  readonly kind = 'target_raid_remains'

  constructor(
    cause: IronicDriverError,
    { why, ...details }: ErrorDetails & { readonly node: string; readonly why: string },
  ) {
    super(
      `${cause.message} The new target_raid_config may still be stored with node ${details.node}, since the one before could not be put back (${why}). Store the right one with client.nodeStates.setTargetRaid before a RAID step runs.`,
      'fix_node',
      { ...details, cause },
    )
  }
}

/** What such a verb can end with. */
export type LifecycleError = RequestLifecycleError | WaitForLifecycleError

/**
 * What asking for a manual cleaning can end with.
 *
 * @inline
 */
export type RequestCleanError = RequestLifecycleError | FaultOf<RaidFault> | TargetRaidRemainsError

/** What a manual cleaning can end with. */
export type CleanError = RequestCleanError | WaitForLifecycleError
