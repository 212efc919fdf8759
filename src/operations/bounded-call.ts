import { limitSignal } from '../client/requests/call-deadline.js'
import { onAbort } from '../clock/on-abort.js'

/**
 * Runs some work with a signal that is the caller's and says until when: all requests that are made with it end by
 * then. What is to go on after the deadline, such as undoing, is done without it.
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
