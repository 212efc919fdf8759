import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { ProvisionFault } from '../../../client/resources/node/node-states.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { FindNodeError, LocateError } from '../../../operations/locate-node.js'
import {
  InstanceMismatchError,
  type NodeNotReadyError,
  type NotFoundOrHiddenError,
} from '../../../operations/node-errors.js'
import type { WaitError } from '../../../waiting/wait-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { ValidationFailedError } from '../../deployment/validate-node.js'
import type { PlugError } from '../../networking/attach-vif.js'
import type { NetworkDataError } from '../../networking/read-network-data.js'
import {
  NodeTakenError,
  type NoSuitableNodeError,
  type ReserveError,
  type UnlinkError,
} from './claim-errors.js'

/** Something that could not be undone, and why. */
export interface SpawnRemains {
  readonly what: 'reservation' | 'allocation' | 'instance_info' | 'vif' | 'instance' | 'unknown'
  /** The id of the VIF, the UUID of the instance, and so on. */
  readonly id?: string
  readonly why: string
}

/** What remains on a node if the link to the instance was removed during a cleaning. */
export const LEFT_INFO: SpawnRemains = {
  what: 'instance_info',
  why: 'Ironic refuses to change it while the node is in a transition; the next deployment overwrites it',
}

/** A call failed, and its changes could not all be undone. `cause` is the original error. */
export class UndoIncompleteError extends IronicDriverError {
  readonly kind = 'undo_incomplete'
  /** What is left, and why. */
  readonly remains: readonly SpawnRemains[]

  constructor(
    cause: IronicDriverError,
    details: ErrorDetails & { readonly remains: readonly SpawnRemains[] },
  ) {
    const where = details.node === undefined ? '' : `on node ${details.node} `
    const remains = details.remains.map(
      ({ what, id, why }) => `${what}${id === undefined ? '' : ` ${id}`} (${why})`,
    )
    super(
      `${cause.message} Not everything could be undone; ${where}there remains: ${remains.join('; ')}. Fix the cause, then call destroy for the instance.`,
      'fix_node',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}

/** Returns the error for a node on which a deployment runs without an instance, so that its owner is unknown. */
export function machineWithoutInstance(
  { uuid: node, provision_state: state }: WatchedNode,
  instance: string,
): InstanceMismatchError {
  return new InstanceMismatchError({ node, instance, found: null }).withSentence(
    `But the node is still deployed, in state "${state}". If that deployment belongs to this instance, call destroy with only the node.`,
  )
}

/** The errors of `destroy`. */
export type DestroyError =
  RequestErrorOr<ProvisionFault> | UnlinkError | InstanceMismatchError | NotFoundOrHiddenError | WaitError
/** The errors of `reserve`. */
export type ReserveAnyError = ReserveError | NoSuitableNodeError | UndoIncompleteError

/** The errors of `release`. */
export type ReleaseError = FindNodeError | UnlinkError

/** The errors of `plan`. */
export type PlanError = FindNodeError | NodeNotReadyError | NodeTakenError | NoSuitableNodeError

/** The errors of a spawn before it is undone. */
export type SpawnFailure =
  | ReserveError
  | PlugError
  | NetworkDataError
  | RequestErrorOr<ProvisionFault>
  | ValidationFailedError
  | WaitError

/** The errors of `spawn`. */
export type SpawnError = SpawnFailure | UndoIncompleteError | NoSuitableNodeError

/**
 * The errors of `waitForSpawn`.
 *
 * @inline
 */
export type WaitForSpawnError = LocateError | WaitError
