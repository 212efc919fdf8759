import type { FaultOf } from '../../client/errors/fault-errors.js'
import type { ProvisionFault } from '../../client/resources/node/node-states.js'
import type { NodePatchFault } from '../../client/resources/node/nodes.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { ValidationFailedError } from '../deployment/validate-node.js'
import type { NetworkDataError } from '../networking/read-network-data.js'

/**
 * The errors of a rebuild request.
 *
 * @inline
 */
export type RequestRebuildError =
  | LocateError
  | FaultOf<NodePatchFault>
  | FaultOf<ProvisionFault>
  | NodeNotReadyError
  | NetworkDataError
  | ValidationFailedError

/**
 * The errors of a wait for a rebuild.
 *
 * @inline
 */
export type WaitForRebuildError = LocateError | WaitError

/** The errors of a rebuild. */
export type RebuildError = RequestRebuildError | WaitForRebuildError
