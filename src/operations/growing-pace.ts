import { growingPauseMs } from '../clock/growing-pause.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { DebugLog } from '../tracing/debug-log.js'
import type { ModuleParts } from './module-context.js'

const debug = new DebugLog('operation')

export interface PaceOptions {
  /** When to stop trying. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
  readonly firstMs: number
  readonly longestMs: number
}

/**
 * Pauses between attempts after a temporary refusal. Each pause is twice as long as the one before, with
 * jitter.
 */
export class GrowingPace {
  readonly #context: Pick<ModuleParts, 'clock' | 'random'>
  readonly #options: PaceOptions
  #pauses = 0

  constructor(context: Pick<ModuleParts, 'clock' | 'random'>, options: PaceOptions) {
    this.#context = context
    this.#options = options
  }

  /** Whether there was no pause yet, or none since `restart`. */
  get isFirst(): boolean {
    return this.#pauses === 0
  }

  /** Starts with short pauses again, after something has changed. */
  restart(): void {
    this.#pauses = 0
  }

  /** Pauses after a failure. Returns `false` at once if the pause would end after `until`. */
  async pause(cause: Pick<IronicDriverError, 'kind' | 'operation'>): Promise<boolean> {
    const { clock, random } = this.#context
    const { until, signal } = this.#options
    const pauseMs = growingPauseMs(this.#pauses, this.#options, random)
    if (clock.now() + pauseMs > until) return false
    this.#pauses += 1
    debug.line(
      '%s failed with %s, next attempt in %d ms',
      cause.operation ?? 'an attempt',
      cause.kind,
      pauseMs,
    )
    await clock.sleep(pauseMs, signal)
    return true
  }
}
