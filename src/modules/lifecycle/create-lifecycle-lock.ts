import { ok, type Result } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { lifecycleChange } from '../../operations/provision-verb.js'
import { watchNode } from '../../operations/watch-node.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { isLocked } from '../../states/observed-node.js'
import { pending, reached } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { LifecycleLock, UnlockError } from './lifecycle-lock.js'

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
