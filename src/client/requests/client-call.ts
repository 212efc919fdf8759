import type { SharedOptions } from './api-request.js'
import { deadlineOf, scopeOf } from './call-signal.js'
import type { ClientSettings } from './client-options.js'

/** A call in progress. */
export interface ClientCall {
  readonly operation: string
  readonly signal: AbortSignal | undefined
  /** Until when its attempts are retried. */
  readonly until: number
  /** The same while nothing has ever answered at the address. */
  readonly unansweredUntil: number
  /** The end of the call, including an attempt in progress. */
  readonly deadlineAt: number
  /** The caller's time limit of each attempt. */
  readonly timeoutMs: number | undefined
  /** The caller's id of the requests. */
  readonly requestId: string | undefined
}

/** Starts the time of a call. */
export function beginCall(
  settings: ClientSettings,
  operation: string,
  { signal, retryForMs, until, ...own }: SharedOptions,
): ClientCall {
  const now = settings.clock.now()
  const scope = scopeOf(signal)
  const deadlineAt = deadlineOf(signal)
  const retryUntil = Math.min(until ?? now + (retryForMs ?? settings.retryForMs), deadlineAt)
  return {
    operation,
    signal,
    until: retryUntil,
    unansweredUntil: Math.min(retryUntil, now + (retryForMs ?? settings.retryUnansweredForMs)),
    deadlineAt,
    timeoutMs: own.timeoutMs ?? scope.timeoutMs,
    requestId: own.requestId ?? scope.requestId,
  }
}
