import { err, type Result } from 'neverthrow'
import { pauseBeforeRetryMs } from '../client/retry-policy.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import type { ModuleContext } from './module-context.js'

/**
 * A request whose caller has given up may still wait for a lock in Ironic, or lie in a queue before it: only so much
 * later does a look at the node tell whether it had an effect.
 *
 * @see openstack/ironic `ironic/conf/conductor.py` (node_locked_retry_attempts, node_locked_retry_interval)
 */
export const LATE_EFFECT_MS = 5_000

export interface Persistence {
  /** Until when it is tried. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
}

/** Tries something until it is done, refused for good, called off, or the time for it is over. */
export async function persist<T, E extends IronicDriverError>(
  { clock, random }: Pick<ModuleContext, 'clock' | 'random'>,
  { until, signal }: Persistence,
  attempt: (tries: number) => PromiseLike<Result<T, E>>,
): Promise<Result<T, E>> {
  for (let tries = 1; ; tries += 1) {
    const result = await attempt(tries)
    if (result.isOk() || !mayPass(result.error)) return result
    const pause = pauseBeforeRetryMs('locked', tries, random, undefined)
    if (clock.now() + pause > until) return err(result.error)
    await clock.sleep(pause, signal)
  }
}

/** Locks, transitions and lost connections pass; what is wrong with a request does not. */
export function mayPass(error: IronicDriverError): boolean {
  if (error.kind === 'aborted') return false
  return error.advice === 'retry_later' || isOpen(error)
}

/** Whether what was asked for may have happened, or may happen yet, although the request failed. */
export function isOpen(error: IronicDriverError): boolean {
  if ('sent' in error) return error.sent === 'maybe'
  return ['server_error', 'invalid_response', 'unexpected_failure'].includes(error.kind)
}
