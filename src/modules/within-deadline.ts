import type { ModuleContext } from './module-context.js'

/** What came of some work, and whether it ended because its time was over. */
export interface Bounded<T> {
  readonly result: T
  readonly isOverdue: boolean
}

/** Runs some work with a signal that the caller's and the deadline both abort: even a request that hangs ends then. */
export async function withinDeadline<T>(
  { clock }: Pick<ModuleContext, 'clock'>,
  { deadlineAt, signal }: { readonly deadlineAt: number; readonly signal?: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Bounded<T>> {
  const over = new AbortController()
  const ended = new AbortController()
  let isOverdue = false
  const leave = () => over.abort()
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave, { once: true })
  void clock.sleep(Math.max(0, deadlineAt - clock.now()), ended.signal).then(() => {
    if (ended.signal.aborted || over.signal.aborted) return
    isOverdue = true
    over.abort()
  })
  try {
    return { result: await work(over.signal), isOverdue }
  } finally {
    ended.abort()
    signal?.removeEventListener('abort', leave)
  }
}
