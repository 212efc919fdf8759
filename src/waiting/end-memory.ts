import type { EndSpan } from './end-forecast.js'

/** The bounds of what is remembered: the steps seen last, and the latest waits of each. */
const MOST_STEPS = 256
const MOST_WAITS = 12

/**
 * Waits differ by at least these shares, however alike the remembered ones were. Where many waits began together, the
 * first of them to end show that the others are about to.
 */
const EARLIER_SHARE = 0.02
const LATER_SHARE = 0.08
const LEAST_SPREAD_MS = 100

/** Remembers how long after the begin of each step earlier waits ended. Kept in memory, for one driver. */
export class EndMemory {
  readonly #steps = new Map<string, EndSpan[]>()

  learn(step: string, { fromMs, toMs }: EndSpan): void {
    const spans = this.#steps.get(step) ?? []
    spans.push({
      fromMs: Math.max(0, fromMs - Math.max(LEAST_SPREAD_MS, toMs * EARLIER_SHARE)),
      toMs: toMs + Math.max(LEAST_SPREAD_MS, toMs * LATER_SHARE),
    })
    if (spans.length > MOST_WAITS) spans.shift()
    this.#steps.delete(step)
    this.#steps.set(step, spans)
    const [oldest] = this.#steps.keys()
    if (this.#steps.size > MOST_STEPS && oldest !== undefined) this.#steps.delete(oldest)
  }

  recall(step: string): readonly EndSpan[] {
    return this.#steps.get(step) ?? []
  }
}
