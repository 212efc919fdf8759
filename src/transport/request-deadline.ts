import type { Clock } from '../clock/clock.js'
import { onAbort } from '../clock/on-abort.js'
import { OVER } from '../clock/over.js'

/** What ended a request before its reply was complete. */
export type EndedBy = 'caller' | 'timeout'

/** The end of one request: the caller's signal or the time-out, whichever comes first. */
export interface RequestDeadline {
  /** Aborted at the end. It belongs to this request alone, so its listeners are released with the request. */
  readonly signal: AbortSignal
  /** Resolves just before `signal` is aborted; never rejects. */
  readonly ended: Promise<EndedBy>
  /** Releases the timer and the listener on the caller's signal. Call it on every way out. */
  release(): void
}

export function startDeadline(clock: Clock, timeoutMs: number, caller?: AbortSignal): RequestDeadline {
  const request = new AbortController()
  const timer = new AbortController()
  let resolveEnded: (by: EndedBy) => void
  const ended = new Promise<EndedBy>((resolve) => (resolveEnded = resolve))

  const end = (by: EndedBy) => {
    resolveEnded(by)
    request.abort()
  }
  const stopListening = onAbort(caller, () => end('caller'))
  void clock.sleep(timeoutMs, timer.signal).then(() => {
    if (!timer.signal.aborted) end('timeout')
  })

  return {
    signal: request.signal,
    ended,
    release() {
      stopListening()
      timer.abort(OVER)
    },
  }
}
