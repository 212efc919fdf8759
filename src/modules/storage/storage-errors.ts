import type { RequestError } from '../../client/errors/client-errors.js'
import type { FaultOf } from '../../client/errors/fault-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { OutcomeUnknownError } from '../../operations/node-errors.js'

/** Another volume has this boot index on the node, or another target has the requested UUID. */
export class VolumeTargetTakenError extends IronicDriverError {
  readonly kind = 'volume_target_taken'
  /** UUID of the existing target; `undefined` when Ironic does not show it. */
  readonly target: string | undefined
  /** The volume of the existing target. */
  readonly volumeId: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly node: string
      readonly bootIndex: number
      readonly target: string | undefined
      readonly volumeId: string | undefined
    },
  ) {
    const { node, bootIndex, volumeId } = details
    const holder = volumeId === undefined ? 'another volume' : `volume ${volumeId}`
    super(
      `Node ${node} already has ${holder} at boot index ${bootIndex}, or a target with that UUID. Detach it first, or choose another index.`,
      'fix_request',
      details,
    )
    this.target = details.target
    this.volumeId = volumeId
  }
}

/** The errors of building a connector. */
export type ConnectorError = LocateError

/** The errors of listing the targets of a node. */
export type ListTargetsError = LocateError

/** The errors of attaching a target. */
export type AttachTargetError =
  LocateError | FaultOf<'node_locked' | 'state_refused'> | VolumeTargetTakenError | OutcomeUnknownError

/** The errors of detaching a target. */
export type DetachTargetError = LocateError | FaultOf<'node_locked' | 'state_refused'>

/** The errors of changing the targets of a known node. */
export type TargetError = RequestError | FaultOf<'node_locked' | 'state_refused'>
