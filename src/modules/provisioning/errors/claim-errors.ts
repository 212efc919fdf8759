import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { FaultOf } from '../../../client/errors/fault-errors.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { FindNodeError } from '../../../operations/locate-node.js'
import type { NodeNotReadyError } from '../../../operations/node-errors.js'
import type { UnplugError } from '../../networking/attach-vif.js'

/**
 * A node that was tried, and why it did not take the instance.
 *
 * @inline
 */
export interface TriedNode {
  /** UUID. */
  readonly node: string
  /** The kind of the error that it ended with. */
  readonly kind: string
  readonly reason: string
}

/** No node that fits could take the instance. Nothing of it is left on any. */
export class NoSuitableNodeError extends IronicDriverError {
  readonly kind = 'no_suitable_node'
  /** The nodes that were tried, in this order. */
  readonly tried: readonly TriedNode[]

  constructor(why: string, details: ErrorDetails & { readonly tried: readonly TriedNode[] }) {
    const tried = details.tried.map(({ node, reason }) => `${node} (${reason})`)
    const ends =
      tried.length === 0
        ? 'Wait until one is free, or ask for less.'
        : `Tried: ${tried.join('; ')}. Look at these nodes first.`
    super(
      `No node could take the instance: ${why}. ${ends}`,
      tried.length === 0 ? 'retry_later' : 'fix_node',
      details,
    )
    this.tried = details.tried
  }
}

/** The node carries another instance: the race for it is lost. Nothing was changed. */
export class NodeTakenError extends IronicDriverError {
  readonly kind = 'node_taken'
  /** The instance that has it, when Ironic said so. */
  readonly holder: string | undefined

  constructor(details: ErrorDetails & { readonly node: string; readonly holder?: string | undefined }) {
    const holder = details.holder === undefined ? 'another instance' : `instance ${details.holder}`
    super(`Node ${details.node} already carries ${holder}. Take another node.`, 'try_other_node', details)
    this.holder = details.holder
  }
}

/** What claiming a node can end with. */
export type ReserveError =
  | FindNodeError
  | FaultOf<'node_locked' | 'instance_associated' | 'state_refused' | 'duplicate'>
  | NodeNotReadyError
  | NodeTakenError

/**
 * What removing an instance from a node's record can end with.
 *
 * @inline
 */
export type UnlinkError = UnplugError | RequestErrorOr<NodePatchFault> | NodeNotReadyError
