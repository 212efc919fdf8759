import type { Result } from 'neverthrow'
import { diverged, type Verdict } from '../states/verdict.js'
import type { WatchOptions } from '../waiting/node-watch.js'
import type { WaitError } from '../waiting/wait-errors.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { ModuleContext, ModuleParts } from './module-context.js'
import type { CallScope } from './run-operation.js'

type Watch = Pick<WatchOptions, 'goal' | 'judge' | 'failureAdvice'>

/** A wait on a node that must not disappear. */
export interface NodeWait extends Omit<Watch, 'judge'> {
  readonly judge: (seen: WatchedNode) => Verdict
}

/** Watches a node until the deadline of the call. A node that is removed meanwhile has diverged. */
export async function watchNode(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
  { judge, ...wait }: NodeWait,
): Promise<Result<WatchedNode, WaitError>> {
  const watched = await watchUntilGone(context, node, work, {
    ...wait,
    judge: (seen) => (seen === undefined ? diverged('the node no longer exists') : judge(seen)),
  })
  return watched.map((seen) => seen ?? node)
}

/** Watches a node that may disappear; `judge` then gets `undefined`. */
export function watchUntilGone(
  { watcher, clock }: ModuleParts,
  node: WatchedNode,
  { operation, instance, deadlineAt, signal, onProgress }: CallScope,
  wait: Watch,
): Promise<Result<WatchedNode | undefined, WaitError>> {
  return watcher.watch({
    operation,
    node: node.uuid,
    instance: (instance === undefined ? node.instance_uuid : instance) ?? undefined,
    found: node,
    deadlineMs: Math.max(0, deadlineAt - clock.now()),
    signal,
    onProgress,
    ...wait,
  })
}
