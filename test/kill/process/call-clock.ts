import type { Clock } from 'ironic-driver'

/** The clock of a world, which runs faster than the machine's. */
export interface ClockSpec {
  /** The machine's time at which both clocks showed the same. */
  readonly sinceMs: number
  /** How many of its seconds pass in a real second. */
  readonly speed: number
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

const LONGEST_TIMER_MS = 2_147_483_647

/**
 * The clock of one call. It runs fast only while the call pauses, and then only to the end of the pause.
 * During a request it runs at the machine's speed, and while the process is not scheduled it stands still. So
 * a busy machine makes a call slow, but never lets a deadline pass.
 */
export class CallClock implements Clock {
  readonly #speed: number
  readonly #sleepers = new Set<Sleeper>()
  #shownMs: number
  #requests = 0
  /** The start of the oldest request under way. */
  #busySinceMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor({ sinceMs, speed }: ClockSpec) {
    this.#speed = speed
    this.#shownMs = sinceMs + (Date.now() - sinceMs) * speed
  }

  now(): number {
    return this.#requests === 0 ? this.#shownMs : this.#shownMs + Math.max(0, Date.now() - this.#busySinceMs)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const finish = () => {
        this.#sleepers.delete(sleeper)
        signal?.removeEventListener('abort', finish)
        this.#arm()
        resolve()
      }
      const sleeper = { until: this.now() + Math.max(0, ms), wake: finish }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', finish, { once: true })
      this.#arm()
    })
  }

  /** Runs at the machine's speed until the request has its reply. */
  async during<T>(request: () => PromiseLike<T>): Promise<T> {
    if (this.#requests === 0) this.#busySinceMs = Date.now()
    this.#requests += 1
    this.#arm()
    try {
      return await request()
    } finally {
      const nowMs = this.now()
      this.#requests -= 1
      if (this.#requests === 0) this.#shownMs = nowMs
      this.#arm()
    }
  }

  /** Sets the one timer for the next sleeper, at the clock's current speed. */
  #arm(): void {
    clearTimeout(this.#timer)
    if (this.#sleepers.size === 0) return
    const next = Math.min(...[...this.#sleepers].map(({ until }) => until))
    const restMs = Math.max(0, next - this.now())
    const inMs = this.#requests === 0 ? restMs / this.#speed : restMs
    this.#timer = setTimeout(() => this.#wake(next), Math.min(LONGEST_TIMER_MS, inMs))
  }

  #wake(until: number): void {
    if (this.#requests === 0) this.#shownMs = Math.max(this.#shownMs, until)
    const nowMs = this.now()
    for (const sleeper of [...this.#sleepers]) if (sleeper.until <= nowMs) sleeper.wake()
    this.#arm()
  }
}
