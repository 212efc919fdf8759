import type { Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { WatchedNode } from './watched-node.js'

/**
 * Where waits read nodes, for those who share one reader across many processes. The default reads from Ironic. Only the
 * looks of waits use it: a verb reads the node that it changes from Ironic itself.
 */
export interface NodeSource {
  /**
   * Reads nodes by UUID. Safe to repeat.
   *
   * @returns A result for each node, in the order of `nodes`: the node with at least its `uuid` and these fields, with
   * Ironic's own names; `undefined` when there is no such node; or the error of a read that failed, which the wait
   * tries again. A source that throws or rejects counts as one that failed.
   */
  read(request: {
    readonly nodes: readonly string[]
    readonly fields: readonly NodeField[]
    /** How long ago Ironic may have been asked at most: what is older may be from before the operation. */
    readonly maxAgeMs: number
    /** Aborted when nobody waits for the result any more. */
    readonly signal: AbortSignal
  }): PromiseLike<readonly Result<WatchedNode | undefined, RequestError>[]>
}
