import type { WatchOptions } from '../waiting/node-watch.js'
import type { OnProgress } from '../waiting/progress.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { ModuleContext } from './module-context.js'

/** A public call that goes on for a while, and until when. */
export interface LongWork {
  readonly operation: string
  /** The instance that it is about, for errors and progress. */
  readonly instance?: string | null | undefined
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** Watches a node for as long as a call has left. */
export function watchNode(
  { watcher, clock }: ModuleContext,
  node: WatchedNode,
  { operation, instance, deadlineAt, signal, onProgress }: LongWork,
  wait: Pick<WatchOptions, 'goal' | 'judge' | 'failureAdvice'>,
) {
  return watcher.watch({
    operation,
    node: node.uuid,
    instance: instance ?? undefined,
    found: node,
    deadlineMs: Math.max(0, deadlineAt - clock.now()),
    signal,
    onProgress,
    ...wait,
  })
}
