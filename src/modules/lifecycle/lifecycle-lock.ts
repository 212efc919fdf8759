import { type ResultAsync, ok, type Result } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { WaitOptions, ModuleContext } from '../../operations/module-context.js'
import { type LifecycleChange, lifecycleChange } from '../../operations/provision-verb.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import { watchNode } from '../../operations/watch-node.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { isLocked } from '../../states/observed-node.js'
import { pending, reached } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** The errors of waiting for a lock to be released. */
export type UnlockError =
  LocateError | Exclude<WaitError, { readonly kind: 'transition_failed' | 'wait_stalled' }>

/** Waits for the lock that a conductor holds while it works on a node. */
export interface LifecycleLock {
  /**
   * Waits until no conductor holds the lock of a node; changes nothing. Safe to repeat. Default deadline: 30 minutes.
   *
   * The lock may be taken again at once. You do not need this before other calls of this library: they wait for a lock
   * themselves where that helps. A lock that the login may not see counts as released.
   *
   * @fails wait_timed_out when the lock is still held at the deadline
   * @fails transition_diverged when the node was removed during the wait
   * @fails lost_sight when Ironic was unreachable for minutes
   * @see openstack/ironic `ironic/conductor/task_manager.py`
   */
  waitForUnlock(target: NodeTarget, options?: WaitOptions): ResultAsync<LifecycleChange, UnlockError>
}

export function createLifecycleLock(context: ModuleContext): LifecycleLock {
  return {
    waitForUnlock: (target, options = {}) =>
      workOnNode(
        context,
        { operation: 'lifecycle.waitForUnlock', target, options, deadlineMs: 30 * 60_000 },
        async (node, work) => {
          if (!isLocked(node)) return ok(lifecycleChange(node, 'was_there'))
          const waited = (await watchNode(context, node, work, {
            goal: 'its lock to be released',
            judge: (seen) =>
              isLocked(seen) ? pending(`it is locked by ${String(seen.reservation)}`) : reached,
          })) as Result<WatchedNode, UnlockError>
          return waited.map((seen) => lifecycleChange(seen, 'joined'))
        },
      ),
  }
}
