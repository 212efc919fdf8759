import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { RaidFault } from '../../../client/resources/node/node-states.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { RequestLifecycleError, WaitForLifecycleError } from '../../../operations/provision-verb.js'

/**
 * A cleaning did not start, and the target RAID configuration that was, or may have been, stored for it could not be
 * restored. `cause` is the first failure. The disks are unchanged until a RAID step runs.
 */
export class TargetRaidRemainsError extends IronicDriverError {
  readonly kind = 'target_raid_remains'

  constructor(
    cause: IronicDriverError,
    { why, ...details }: ErrorDetails & { readonly node: string; readonly why: string },
  ) {
    super(
      `${cause.message} The new target_raid_config may still be stored on node ${details.node}, because the previous one could not be restored (${why}). Store the right one with client.nodeStates.setTargetRaid before a RAID step runs.`,
      'fix_node',
      { ...details, cause },
    )
  }
}

/** The errors of a lifecycle verb. */
export type LifecycleError = RequestLifecycleError | WaitForLifecycleError

/**
 * The errors of requesting a manual cleaning.
 *
 * @inline
 */
export type RequestCleanError = RequestLifecycleError | FaultOf<RaidFault> | TargetRaidRemainsError

/** The errors of a manual cleaning. */
export type CleanError = RequestCleanError | WaitForLifecycleError
