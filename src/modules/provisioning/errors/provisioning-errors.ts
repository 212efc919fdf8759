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

/** Something that could not be undone, and what to do about it. */
export interface SpawnRemains {
  readonly what: 'reservation' | 'allocation' | 'instance_info' | 'vif' | 'instance' | 'unknown'
  /** The VIF's id, the instance's UUID, … */
  readonly id?: string
  readonly why: string
}

/** What an instance leaves on a node from which its link was taken during a cleaning. */
export const LEFT_INFO: SpawnRemains = {
  what: 'instance_info',
  why: 'Ironic takes no change of it while the node is in a transition; the next deployment overwrites it',
}

/** A spawn failed, and not everything that it had done could be undone. `cause` is what it failed with. */
export class UndoIncompleteError extends IronicDriverError {
  readonly kind = 'undo_incomplete'
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
      `${cause.message} Not everything could be undone; ${where}there remains: ${remains.join('; ')}. Call destroy for the instance once the cause is gone.`,
      'fix_node',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}

/** A machine runs on the node and carries no instance, so that nobody can tell whether it is this one's. */
export function machineWithoutInstance(
  { uuid: node, provision_state: state }: WatchedNode,
  instance: string,
): InstanceMismatchError {
  return new InstanceMismatchError({ node, instance, found: null }).saying(
    `A machine is on the node all the same, in state "${state}". If it belongs to this instance, call destroy with the node alone.`,
  )
}

/** What getting an instance off its node can end with. */
export type DestroyError =
  RequestErrorOr<ProvisionFault> | UnlinkError | InstanceMismatchError | NotFoundOrHiddenError | WaitError
/** What claiming a node that is named, or one that is picked, can end with. */
export type ReserveAnyError = ReserveError | NoSuitableNodeError | UndoIncompleteError

/** What giving a node back can end with. */
export type ReleaseError = FindNodeError | UnlinkError

/** What a dry run can end with. */
export type PlanError = FindNodeError | NodeNotReadyError | NodeTakenError | NoSuitableNodeError

/** What a spawn can fail with before it is undone. */
export type SpawnFailure =
  | ReserveError
  | PlugError
  | NetworkDataError
  | RequestErrorOr<ProvisionFault>
  | ValidationFailedError
  | WaitError

/** What a spawn can end with. */
export type SpawnError = SpawnFailure | UndoIncompleteError | NoSuitableNodeError

/**
 * What waiting for a spawn that somebody has asked for can end with.
 *
 * @inline
 */
export type WaitForSpawnError = LocateError | WaitError
