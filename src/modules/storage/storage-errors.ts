import type { RequestError } from '../../client/errors/client-errors.js'
import type { FaultOf } from '../../client/errors/fault-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { OutcomeUnknownError } from '../../operations/node-errors.js'

/** Another volume has the boot index on the machine, or the volume is there under another one. */
export class VolumeTargetTakenError extends IronicDriverError {
  readonly kind = 'volume_target_taken'
  /** UUID of the target that is there; `undefined` when it is not shown. */
  readonly target: string | undefined
  /** The volume that is there. */
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
      `Node ${node} already has ${holder} at boot index ${bootIndex}, or a target of that UUID. Detach it first, or take another index.`,
      'fix_request',
      details,
    )
    this.target = details.target
    this.volumeId = volumeId
  }
}

/** What making a connector can end with. */
export type ConnectorError = LocateError

/** What listing the targets of a machine can end with. */
export type ListTargetsError = LocateError

/** What attaching a target can end with. */
export type AttachTargetError =
  LocateError | FaultOf<'node_locked' | 'state_refused'> | VolumeTargetTakenError | OutcomeUnknownError

/** What detaching a target can end with. */
export type DetachTargetError = LocateError | FaultOf<'node_locked' | 'state_refused'>

/** What working on the targets of a node that is known can end with. */
export type TargetError = RequestError | FaultOf<'node_locked' | 'state_refused'>
