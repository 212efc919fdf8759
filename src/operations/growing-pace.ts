import type { ModuleParts } from './module-context.js'

export interface PaceOptions {
  /** When to stop trying. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
  readonly firstMs: number
  readonly longestMs: number
}

/** Limits the doubling, so that it cannot overflow. */
const MOST_DOUBLINGS = 10

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

  /** Pauses. Returns `false` at once if the pause would end after `until`. */
  async pause(): Promise<boolean> {
    const { clock, random } = this.#context
    const { until, signal, firstMs, longestMs } = this.#options
    const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(this.#pauses, MOST_DOUBLINGS))
    const pauseMs = Math.round(ceiling * (0.5 + random() / 2))
    if (clock.now() + pauseMs > until) return false
    this.#pauses += 1
    await clock.sleep(pauseMs, signal)
    return true
  }
}
