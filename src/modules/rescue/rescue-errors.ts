import type { FaultOf } from '../../client/errors/fault-errors.js'
import type { ProvisionFault } from '../../client/resources/node/node-states.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/**
 * The errors of a request to enter or leave rescue.
 *
 * @inline
 */
export type RequestRescueError = LocateError | FaultOf<ProvisionFault> | NodeNotReadyError

/**
 * The errors of a wait for a rescue to be entered or left.
 *
 * @inline
 */
export type WaitForRescueError = LocateError | WaitError

/** The errors of entering or leaving rescue. */
export type RescueError = RequestRescueError | WaitForRescueError
