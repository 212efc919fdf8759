const SECOND_MS = 1_000

/** Spaces requests evenly, so that no second has more of them than allowed, and none has them all at its start. */
export class RequestBudget {
  readonly #distanceMs: number
  #nextAt = -Infinity

  constructor(maxRequestsPerSecond: number) {
    this.#distanceMs = SECOND_MS / maxRequestsPerSecond
  }

  /** Returns how long the next request has to wait. */
  waitMs(now: number): number {
    // The clock was set back: a request is sent less than a millisecond before its time.
    if (this.#nextAt > now + this.#distanceMs + 1) this.#nextAt = now + this.#distanceMs
    return Math.max(0, Math.floor(this.#nextAt - now))
  }

  /** Counts a request that is sent now. */
  note(now: number): void {
    // Parts of a millisecond count: at a thousand requests a second, there is one in each.
    const isOnTime = now < this.#nextAt + 1
    this.#nextAt = (isOnTime ? this.#nextAt : now) + this.#distanceMs
  }
}
