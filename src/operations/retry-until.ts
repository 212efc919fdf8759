import type { Result } from 'neverthrow'
import { mayHaveHappened } from '../client/requests/retry-policy.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { GrowingPace } from './growing-pace.js'
import type { ModuleParts } from './module-context.js'

/**
 * A request whose caller has given up may still wait for a lock in Ironic, or lie in a queue before it: only so much
 * later does a look at the node tell whether it had an effect.
 *
 * @see openstack/ironic `ironic/conf/conductor.py` (node_locked_retry_attempts, node_locked_retry_interval)
 */
export const LATE_EFFECT_MS = 5_000

/** For how long a lock that somebody else holds, or a lost connection, is put up with. */
export const LOCKED_FOR_MS = 120_000

/** Until when a lock is put up with, but not past the deadline of the call. */
export function patienceUntil({ clock }: Pick<ModuleParts, 'clock'>, deadlineAt = Infinity): number {
  return Math.min(deadlineAt, clock.now() + LOCKED_FOR_MS)
}

export interface RetryUntil {
  /** Until when it is tried. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
  /** Which failures are tried again; those that pass by themselves when absent. */
  readonly passes?: ((error: IronicDriverError) => boolean) | undefined
}

const FIRST_PAUSE_MS = 500

/** The longest pause is a fifteenth of the time that there is, within these bounds. */
const LONGEST_PAUSES_MS = [10_000, 60_000] as const

/**
 * Tries something until it is done, refused for good, called off, or the time for it is over. The pauses double, and
 * grow the longer the more time there is. They are the only ones where the attempts pass `retryForMs: 0` on: the client's
 * own would begin anew with each attempt.
 */
export async function retryUntil<T, E extends IronicDriverError>(
  { clock, random }: Pick<ModuleParts, 'clock' | 'random'>,
  { until, signal, passes = mayPass }: RetryUntil,
  attempt: (tries: number) => PromiseLike<Result<T, E>>,
): Promise<Result<T, E>> {
  const longestMs = longestPauseMs(until - clock.now())
  const pace = new GrowingPace({ clock, random }, { until, signal, firstMs: FIRST_PAUSE_MS, longestMs })
  for (let tries = 1; ; tries += 1) {
    const result = await attempt(tries)
    if (result.isOk() || !passes(result.error)) return result
    if (!(await pace.pause())) return result
  }
}

function longestPauseMs(timeMs: number): number {
  const [least, most] = LONGEST_PAUSES_MS
  return Math.min(most, Math.max(least, timeMs / 15))
}

/** Locks, transitions and lost connections pass; what is wrong with a request does not. */
export function mayPass(error: IronicDriverError): boolean {
  if (error.kind === 'aborted') return false
  return error.advice === 'retry_later' || mayHaveHappened(error) || isUnexpectedLock(error)
}

/** A request that no lock is expected to refuse calls one a conflict. */
function isUnexpectedLock(error: IronicDriverError): boolean {
  return error.kind === 'conflict' && 'fault' in error && /is locked by host/i.test(String(error.fault))
}
