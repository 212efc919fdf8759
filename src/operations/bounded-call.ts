import { limitSignal } from '../client/requests/call-deadline.js'
import { onAbort } from '../clock/on-abort.js'

/**
 * Runs work with a signal that follows the caller's and carries the deadline: all requests made with it end by
 * then. Work that continues after the deadline, such as an undo, must not use this signal.
 */
export async function boundedCall<T>(
  { signal, deadlineAt }: { readonly signal?: AbortSignal | undefined; readonly deadlineAt: number },
  work: (signal: AbortSignal) => PromiseLike<T>,
): Promise<T> {
  const bounded = new AbortController()
  limitSignal(bounded.signal, deadlineAt)
  const leave = () => bounded.abort()
  if (signal?.aborted) leave()
  const stopListening = onAbort(signal, leave)
  try {
    return await work(bounded.signal)
  } finally {
    stopListening()
  }
}
