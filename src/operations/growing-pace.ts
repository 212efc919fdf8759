import type { ModuleParts } from './module-context.js'

export interface PaceOptions {
  /** Until when something is tried. */
  readonly until: number
  readonly signal?: AbortSignal | undefined
  readonly firstMs: number
  readonly longestMs: number
}

/** Past this, doubling a pause changes nothing but the risk of an overflow. */
const MOST_DOUBLINGS = 10

/** Pauses between tries of what was refused for a cause that passes: each twice as long as the one before, jittered. */
export class GrowingPace {
  readonly #context: Pick<ModuleParts, 'clock' | 'random'>
  readonly #options: PaceOptions
  #pauses = 0

  constructor(context: Pick<ModuleParts, 'clock' | 'random'>, options: PaceOptions) {
    this.#context = context
    this.#options = options
  }

  /** Whether there was no pause yet, or none since the last restart. */
  get isFirst(): boolean {
    return this.#pauses === 0
  }

  /** Begins with short pauses again, because something has changed. */
  restart(): void {
    this.#pauses = 0
  }

  /** False, and at once, when the time for it is over before the end of the pause. */
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
