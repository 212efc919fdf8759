import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { FindNodeError } from '../../../operations/locate-node.js'
import type { NodeNotReadyError } from '../../../operations/node-errors.js'
import type { UnplugError } from '../../networking/attach-vif.js'

/**
 * A node that was tried, and why it could not take the instance.
 *
 * @inline
 */
export interface TriedNode {
  /** UUID. */
  readonly node: string
  /** The `kind` of the error on this node. */
  readonly kind: string
  readonly reason: string
}

/** No node could take the instance. None of them keeps anything of it. */
export class NoSuitableNodeError extends IronicDriverError {
  readonly kind = 'no_suitable_node'
  /** The nodes that were tried, in order. */
  readonly tried: readonly TriedNode[]

  constructor(why: string, details: ErrorDetails & { readonly tried: readonly TriedNode[] }) {
    const tried = details.tried.map(({ node, reason }) => `${node} (${reason})`)
    const ends =
      tried.length === 0
        ? 'Wait until a node is free, or require less.'
        : `Tried: ${tried.join('; ')}. Check these nodes first.`
    super(
      `No node could take the instance: ${why}. ${ends}`,
      tried.length === 0 ? 'retry_later' : 'fix_node',
      details,
    )
    this.tried = details.tried
  }
}

/** The node carries another instance, which was reserved first. Nothing was changed. */
export class NodeTakenError extends IronicDriverError {
  readonly kind = 'node_taken'
  /** The instance on the node, if Ironic named it. */
  readonly holder: string | undefined

  constructor(details: ErrorDetails & { readonly node: string; readonly holder?: string | undefined }) {
    const holder = details.holder === undefined ? 'another instance' : `instance ${details.holder}`
    super(`Node ${details.node} already carries ${holder}. Take another node.`, 'try_other_node', details)
    this.holder = details.holder
  }
}

/** The errors of reserving a node. */
export type ReserveError =
  | FindNodeError
  | FaultOf<'node_locked' | 'instance_associated' | 'state_refused' | 'duplicate'>
  | NodeNotReadyError
  | NodeTakenError

/**
 * The errors of removing an instance from a node's record.
 *
 * @inline
 */
export type UnlinkError = UnplugError | RequestErrorOr<NodePatchFault> | NodeNotReadyError
