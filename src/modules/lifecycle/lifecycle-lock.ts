import type { ResultAsync } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { WaitOptions } from '../../operations/module-context.js'
import type { LifecycleChange } from '../../operations/provision-verb.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/** What waiting for a lock to be released can end with: it fails at nothing, and who holds the lock is at work. */
export type UnlockError =
  LocateError | Exclude<WaitError, { readonly kind: 'transition_failed' | 'wait_stalled' }>

/** The lock that a conductor holds while it works on a node. */
export interface LifecycleLock {
  /**
   * Waits until no conductor holds the lock of a node; asks for nothing. Safe to repeat. Default deadline: 30 minutes.
   *
   * The lock may be taken again at once. No call of this library needs this first, since each of them waits a lock out
   * by itself where that helps. A lock that the login may not see counts as free.
   *
   * @fails wait_timed_out when the lock is still held at the deadline
   * @fails transition_diverged when the node was removed meanwhile
   * @see openstack/ironic `ironic/conductor/task_manager.py`
   */
  waitForUnlock(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, UnlockError>
}
