import type { FaultOf } from '../../client/errors/fault-errors.js'
import type { ProvisionFault } from '../../client/resources/node/node-states.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/**
 * What asking for a rescue, or for its end, can end with.
 *
 * @inline
 */
export type RequestRescueError = LocateError | FaultOf<ProvisionFault> | NodeNotReadyError

/**
 * What waiting for a rescue, or for its end, can end with.
 *
 * @inline
 */
export type WaitForRescueError = LocateError | WaitError

/** What a rescue, or its end, can end with. */
export type RescueError = RequestRescueError | WaitForRescueError
