import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { NodeDeleteFault, NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { LocateError } from '../../../operations/locate-node.js'
import type { NodeNotReadyError, NotFoundOrHiddenError } from '../../../operations/node-errors.js'
import type { WaitError } from '../../../waiting/wait-errors.js'

/** The errors of beginning or ending the maintenance of a node. */
export type MaintenanceError = LocateError | FaultOf<'node_locked'>

/** The errors of ending the retirement of a node. */
export type UnretireError = LocateError | FaultOf<NodePatchFault>

/** The errors of retiring a node. */
export type RetireError = UnretireError | NodeNotReadyError

/** The errors of removing a node. */
export type RemoveError =
  LocateError | FaultOf<NodeDeleteFault> | NodeNotReadyError | NotFoundOrHiddenError | WaitError
