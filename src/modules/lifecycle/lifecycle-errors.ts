import type { FaultOf } from '../../client/fault-errors.js'
import type { ProvisionFault } from '../../client/resources/node-states.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { LocateError } from '../locate-node.js'
import type { NodeNotReadyError } from '../module-errors.js'

/** What asking for a verb of a node's life can end with. */
export type RequestLifecycleError = LocateError | FaultOf<ProvisionFault> | NodeNotReadyError

/** What waiting for such a verb can end with. */
export type WaitForLifecycleError = LocateError | WaitError

/** What such a verb can end with. */
export type LifecycleError = RequestLifecycleError | WaitForLifecycleError
