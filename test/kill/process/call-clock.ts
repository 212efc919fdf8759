import type { Clock } from 'ironic-driver'

/** A clock of a world, which goes faster than the machine's. */
export interface ClockSpec {
  /** When it showed the machine's own time. */
  readonly sinceMs: number
  /** How many of its seconds pass in a second. */
  readonly speed: number
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

const LONGEST_TIMER_MS = 2_147_483_647

/**
 * The clock of one call. It goes fast only while the call pauses, and then no further than to the end of the pause.
 * While a request is under way it keeps the machine's own time, and while the process is not scheduled it stands
 * still. So a busy machine makes a call slow, and lets no deadline of it pass.
 */
export class CallClock implements Clock {
  readonly #speed: number
  readonly #sleepers = new Set<Sleeper>()
  #shownMs: number
  #requests = 0
  /** When the first of the requests that are under way began. */
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

  /** Keeps the machine's own time until the request has its reply. */
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

  /** Sets the one timer for the next sleeper, as the clock goes now. */
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
