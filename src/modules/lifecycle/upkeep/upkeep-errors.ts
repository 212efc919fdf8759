import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { NodeDeleteFault, NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { LocateError } from '../../../operations/locate-node.js'
import type { NodeNotReadyError, NotFoundOrHiddenError } from '../../../operations/node-errors.js'
import type { WaitError } from '../../../waiting/wait-errors.js'

/** What putting a node into maintenance, or ending that, can end with. */
export type MaintenanceError = LocateError | FaultOf<'node_locked'>

/** What ending the retirement of a node can end with. */
export type UnretireError = LocateError | FaultOf<NodePatchFault>

/** What retiring a node can end with. */
export type RetireError = UnretireError | NodeNotReadyError

/** What removing a node can end with. */
export type RemoveError =
  LocateError | FaultOf<NodeDeleteFault> | NodeNotReadyError | NotFoundOrHiddenError | WaitError
