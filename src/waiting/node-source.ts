import type { Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { WatchedNode } from './watched-node.js'

/**
 * The source from which waits read nodes, so that many processes can share one reader. By default, waits read from
 * Ironic. Only waits use it: a verb reads the node that it changes from Ironic.
 */
export interface NodeSource {
  /**
   * Reads nodes by UUID. Safe to repeat.
   *
   * @returns A result for each node, in the order of `nodes`: the node with at least its `uuid` and these fields, with
   * Ironic's own names; `undefined` when there is no such node; or the error of a failed read, which the wait
   * retries. If it throws or rejects, the read counts as failed.
   */
  read(request: {
    readonly nodes: readonly string[]
    readonly fields: readonly NodeField[]
    /** The greatest allowed age of the data: older data may be from before the operation. */
    readonly maxAgeMs: number
    /** Aborted when nobody waits for the result any more. */
    readonly signal: AbortSignal
  }): PromiseLike<readonly Result<WatchedNode | undefined, RequestError>[]>
}
