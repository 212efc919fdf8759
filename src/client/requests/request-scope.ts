import { AsyncLocalStorage } from 'node:async_hooks'
import type { CallOptions } from './api-request.js'

/** The options of a call of the driver that apply to every request that it makes. */
export type RequestScope = Pick<CallOptions, 'timeoutMs' | 'requestId'>

/**
 * Costs nothing until a caller passes one of these options. They travel with the call and not as an argument, so that no
 * request can miss them: an undo, for example, takes no options of its caller.
 */
const scopes = new AsyncLocalStorage<RequestScope | undefined>()

/** Returns the options of the call that runs now. */
export function currentScope(): RequestScope | undefined {
  return scopes.getStore()
}

/** Runs work as a part of the call with these options; `undefined` for work that belongs to no single call. */
export function withinScope<T>(scope: RequestScope | undefined, work: () => T): T {
  return scope === scopes.getStore() ? work() : scopes.run(scope, work)
}

/** Runs a call with its own options; those that it does not have apply as in the call around it. */
export function withCallOptions<T>({ timeoutMs, requestId }: RequestScope, work: () => T): T {
  if (timeoutMs === undefined && requestId === undefined) return work()
  const outer = currentScope()
  return scopes.run(
    { timeoutMs: timeoutMs ?? outer?.timeoutMs, requestId: requestId ?? outer?.requestId },
    work,
  )
}

/**
 * Returns the scope of a request that serves several calls: their id if it is the same one, and the largest of their
 * limits, so that no call ends for another's.
 */
export function sharedScope(calls: readonly (RequestScope | undefined)[]): RequestScope | undefined {
  const [first] = calls
  if (calls.every((call) => call === first)) return first
  const limits = calls.map((call) => call?.timeoutMs ?? Infinity)
  const timeoutMs = Math.max(...limits)
  return {
    timeoutMs: timeoutMs === Infinity ? undefined : timeoutMs,
    requestId: calls.every((call) => call?.requestId === first?.requestId) ? first?.requestId : undefined,
  }
}
