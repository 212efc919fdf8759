import type { Result } from 'neverthrow'
import { FaultError } from '../client/errors/fault-errors.js'
import { mayHaveHappened } from '../client/requests/retry-policy.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { GrowingPace } from './growing-pace.js'
import type { ModuleParts } from './module-context.js'

/**
 * How long a request may take effect after its caller has given up: it may wait for a lock in Ironic, or in a
 * queue in front of it. Only a node that is read after this pause shows its effect.
 *
 * @see openstack/ironic `ironic/conf/conductor.py` (node_locked_retry_attempts, node_locked_retry_interval)
 */
export const LATE_EFFECT_MS = 5_000

/** How long to retry against a lock of another client, or a lost connection. */
export const LOCKED_FOR_MS = 120_000

/** Returns until when to retry against a lock, limited by the deadline of the call. */
export function patienceUntil({ clock }: Pick<ModuleParts, 'clock'>, deadlineAt = Infinity): number {
  return Math.min(deadlineAt, clock.now() + LOCKED_FOR_MS)
}

export interface RetryUntil {
  /** When to stop trying. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
  /** Which failures to retry. Default: temporary ones. */
  readonly isRetried?: ((error: IronicDriverError) => boolean) | undefined
}

const FIRST_PAUSE_MS = 500

/** The longest pause is a fifteenth of the available time, within these bounds. */
const LONGEST_PAUSES_MS = [10_000, 60_000] as const

/**
 * Repeats an attempt until it succeeds, is refused permanently or aborted, or the time is over. The pauses
 * double, up to a limit that grows with the available time. The attempts must pass on `retryForMs: 0`:
 * otherwise the client adds its own pauses to each attempt.
 */
export async function retryUntil<T, E extends IronicDriverError>(
  { clock, random }: Pick<ModuleParts, 'clock' | 'random'>,
  { until, signal, isRetried = isTemporary }: RetryUntil,
  attempt: (tries: number) => PromiseLike<Result<T, E>>,
): Promise<Result<T, E>> {
  const longestMs = longestPauseMs(until - clock.now())
  const pace = new GrowingPace({ clock, random }, { until, signal, firstMs: FIRST_PAUSE_MS, longestMs })
  for (let tries = 1; ; tries += 1) {
    const result = await attempt(tries)
    if (result.isOk() || !isRetried(result.error)) return result
    if (!(await pace.pause(result.error))) return result
  }
}

function longestPauseMs(timeMs: number): number {
  const [least, most] = LONGEST_PAUSES_MS
  return Math.min(most, Math.max(least, timeMs / 15))
}

/** Returns whether an error may pass: a lock, a transition or a lost connection, but not an invalid request. */
export function isTemporary(error: IronicDriverError): boolean {
  if (error.kind === 'aborted') return false
  return error.advice === 'retry_later' || mayHaveHappened(error) || isUnexpectedLock(error)
}

/**
 * Retries temporary failures and, once, any other one. For an undo: even a refusal may be momentary, and nothing leads
 * back to what is left behind.
 */
export function alsoOneRefusal(): (error: IronicDriverError) => boolean {
  let refusals = 0
  return (error) => isTemporary(error) || (refusals += 1) === 1
}

/** Returns whether a conflict is a lock, for a request that expects none. */
function isUnexpectedLock(error: IronicDriverError): boolean {
  return error instanceof FaultError && error.resembles === 'node_locked'
}
