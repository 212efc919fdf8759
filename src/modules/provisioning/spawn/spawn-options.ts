import type { WaitOptions } from '../../../operations/module-context.js'
import type { ProvisioningStatus } from '../../../operations/node-status.js'
import type { SpawnOutcome } from './spawn-instance.js'

/** An instance on its node. */
export interface Instance extends ProvisioningStatus {
  readonly instance: string
  /** How it came to be there. */
  readonly outcome: SpawnOutcome
}

export interface SpawnOptions extends WaitOptions {
  /**
   * What becomes of a failed spawn. `undo` (the default) puts the node back as it was found; `keep` leaves it to
   * be looked at, and `destroy` cleans up later.
   */
  readonly onFailure?: 'undo' | 'keep' | undefined
  /**
   * What becomes of a spawn whose signal is aborted. `undo` (the default) takes it for a failure; `keep` leaves
   * everything as it is, and a later spawn of the same instance goes on from there.
   */
  readonly onAbort?: 'undo' | 'keep' | undefined
  /** How long undoing may take, in milliseconds, on top of the deadline. Default: 15 minutes. */
  readonly undoDeadlineMs?: number | undefined
  /**
   * How many nodes may turn out bad before it is given up, where the node is not named but picked. Nodes that somebody
   * else was quicker to take do not count. Default: 3.
   */
  readonly maxNodes?: number | undefined
}
