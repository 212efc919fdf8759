import { growingPauseMs, type GrowingPauses } from '../../clock/growing-pause.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { HttpMethod } from '../../transport/transport.js'
import type { ClientError } from '../errors/client-errors.js'

/**
 * The effect of sending a request a second time.
 *
 * - `read`: none.
 * - `same_value`: it writes the value that is already there.
 * - `delete`: it finds nothing left, which counts as success.
 * - `decide`: the caller reads first whenever the first request may have taken effect, or was refused because of a
 *   state or a lock.
 * - `once`: only the caller can decide when the first request may have taken effect.
 */
export type RequestSafety = 'read' | 'same_value' | 'delete' | 'decide' | 'once'

export const REQUEST_SAFETIES: readonly RequestSafety[] = ['read', 'same_value', 'delete', 'decide', 'once']

/** What a failed attempt means for the request. */
export type AttemptOutcome = 'not_executed' | 'locked' | 'limited' | 'ambiguous' | 'final'

/** Returns the safety to assume when a request does not state it. */
export function defaultSafety(method: HttpMethod): RequestSafety {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'once'
}

const RESENT_AFTER: Record<RequestSafety, readonly AttemptOutcome[]> = {
  read: ['not_executed', 'locked', 'limited', 'ambiguous'],
  same_value: ['not_executed', 'locked', 'limited', 'ambiguous'],
  delete: ['not_executed', 'locked', 'limited', 'ambiguous'],
  decide: ['not_executed', 'limited'],
  once: ['not_executed', 'locked', 'limited'],
}

export function mayResend(safety: RequestSafety, outcome: AttemptOutcome): boolean {
  return RESENT_AFTER[safety].includes(outcome)
}

export function attemptOutcome(error: ClientError): AttemptOutcome {
  switch (error.kind) {
    case 'network_failure':
    case 'request_timed_out':
      return error.sent === 'no' ? 'not_executed' : 'ambiguous'
    case 'authentication_failed':
      return error.advice === 'retry_later' ? 'not_executed' : 'final'
    case 'no_conductor':
    case 'service_busy':
    case 'service_unavailable':
      return 'not_executed'
    case 'node_locked':
      return 'locked'
    case 'concurrency_limit':
      return 'limited'
    case 'server_error':
      return 'ambiguous'
    default:
      return 'final'
  }
}

/** Returns whether the requested change may have happened, or may still happen, although the request failed. */
export function mayHaveHappened(error: IronicDriverError): boolean {
  if ('sent' in error) return error.sent === 'maybe'
  return ['server_error', 'invalid_response', 'unexpected_failure'].includes(error.kind)
}

const PAUSES: Record<Exclude<AttemptOutcome, 'final'>, GrowingPauses> = {
  not_executed: { firstMs: 500, longestMs: 15_000 },
  ambiguous: { firstMs: 500, longestMs: 15_000 },
  locked: { firstMs: 500, longestMs: 10_000 },
  limited: { firstMs: 10_000, longestMs: 120_000 },
}

/** Returns the pause before the next attempt: a growing one, or a longer one that the server asks for. */
export function pauseBeforeRetryMs(
  outcome: Exclude<AttemptOutcome, 'final'>,
  attempt: number,
  random: () => number,
  retryAfterMs: number | undefined,
): number {
  return Math.max(retryAfterMs ?? 0, growingPauseMs(attempt - 1, PAUSES[outcome], random))
}
