import { ok, type Result } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import { waitOptions } from '../../operations/input-schemas.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { lifecycleChange } from '../../operations/provision-verb.js'
import { watchNode } from '../../operations/watch-node.js'
import { workOnNode } from '../../operations/work-on-node.js'
import { isLocked } from '../../states/observed-node.js'
import { diverged, pending, reached } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { LifecycleLock, UnlockError } from './lifecycle-lock.js'

const DEADLINE_MS = 30 * 60_000

export function createLifecycleLock(context: ModuleContext): LifecycleLock {
  const operation = 'lifecycle.waitForUnlock'
  return {
    waitForUnlock: (target, options = {}) =>
      workOnNode(
        context,
        {
          operation,
          target,
          argument: ok(undefined),
          options: checkedInput(waitOptions, options, 'options'),
        },
        async (node, _, { deadlineMs = DEADLINE_MS, signal, onProgress }) => {
          if (!isLocked(node)) return ok(lifecycleChange(node, 'was_there'))
          const work = { operation, signal, onProgress, deadlineAt: context.clock.now() + deadlineMs }
          const waited = (await watchNode(context, node, work, {
            goal: 'its lock to be released',
            judge: (seen) => {
              if (seen === undefined) return diverged('the node no longer exists')
              return isLocked(seen) ? pending(`it is locked by ${String(seen.reservation)}`) : reached
            },
          })) as Result<WatchedNode | undefined, UnlockError>
          return waited.map((seen) => lifecycleChange(seen ?? node, 'joined'))
        },
      ),
  }
}
