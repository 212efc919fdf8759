import { onAbort } from '../../clock/on-abort.js'
import type { CallOptions } from './api-request.js'

/** The options of a call that apply to every request that it makes. */
export type RequestScope = Pick<CallOptions, 'timeoutMs' | 'requestId'>

/** What applies to every request with a signal. */
interface Terms extends RequestScope {
  /**
   * The end of the call, by the client's clock. Its requests are neither retried nor awaited after it, and end with their
   * last error; an abort would hide that error.
   */
  readonly deadlineAt: number
  /**
   * Whether the requests are looks of a wait. In a queue they let other requests go first, and the time in the queue does
   * not count towards their deadline.
   */
  readonly isLook: boolean
}

/** A signal that is aborted with the caller's, or alone. */
export interface CallSignal {
  readonly signal: AbortSignal
  readonly abort: () => void
  /** Stops following the caller's signal: the call is over. */
  readonly end: () => void
}

const NONE: Terms = { deadlineAt: Infinity, isLook: false }

/**
 * The terms of a call are no arguments of their own: some hundred functions pass on the signal of their call, and one
 * that forgot a second argument would send requests without a limit, which no compiler would notice.
 */
const terms = new WeakMap<AbortSignal, Terms>()

/** Creates a signal that follows the caller's and has its terms, except for those that are given. */
export function followSignal(caller: AbortSignal | undefined, own: Partial<Terms> = {}): CallSignal {
  const call = new AbortController()
  const abort = () => call.abort()
  terms.set(call.signal, merged(termsOf(caller), own))
  if (caller?.aborted === true) abort()
  return { signal: call.signal, abort, end: onAbort(caller, abort) }
}

/**
 * Creates a signal with the options of the caller that neither its abort nor its deadline ends, for an undo and for what
 * else must not stop half way.
 */
export function detachedSignal(caller: AbortSignal | undefined): AbortSignal {
  const { timeoutMs, requestId } = termsOf(caller)
  return followSignal(undefined, { timeoutMs, requestId }).signal
}

/** Returns the options that apply to the requests with a signal. */
export function scopeOf(signal: AbortSignal | undefined): RequestScope {
  return termsOf(signal)
}

/** Returns the end of the call with a signal, or `Infinity`. */
export function deadlineOf(signal: AbortSignal | undefined): number {
  return termsOf(signal).deadlineAt
}

/** Returns whether the requests with this signal are looks of a wait. */
export function isLook(signal: AbortSignal | undefined): boolean {
  return termsOf(signal).isLook
}

/** Moves the deadline of a look by the time that it has spent in a queue. */
export function postponeLook(signal: AbortSignal | undefined, ms: number): void {
  if (signal === undefined || !isLook(signal)) return
  terms.set(signal, merged(termsOf(signal), { deadlineAt: deadlineOf(signal) + Math.max(0, ms) }))
}

/**
 * Returns the scope of a request that serves several calls: their id if it is the same one, and the largest of their
 * limits, so that no call ends for another's.
 */
export function sharedScope(calls: readonly RequestScope[]): RequestScope {
  const timeoutMs = Math.max(...calls.map((call) => call.timeoutMs ?? Infinity))
  const [first] = calls
  return {
    timeoutMs: timeoutMs === Infinity ? undefined : timeoutMs,
    requestId: calls.every(({ requestId }) => requestId === first?.requestId) ? first?.requestId : undefined,
  }
}

function termsOf(signal: AbortSignal | undefined): Terms {
  return (signal && terms.get(signal)) ?? NONE
}

function merged(outer: Terms, own: Partial<Terms>): Terms {
  return {
    deadlineAt: own.deadlineAt ?? outer.deadlineAt,
    isLook: own.isLook ?? outer.isLook,
    timeoutMs: own.timeoutMs ?? outer.timeoutMs,
    requestId: own.requestId ?? outer.requestId,
  }
}
