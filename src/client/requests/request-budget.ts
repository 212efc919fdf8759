const SECOND_MS = 1_000

/** Counts requests, so that no second has more of them than allowed. A part of one allows one in a longer time. */
export class RequestBudget {
  readonly #most: number
  readonly #windowMs: number
  /** When the latest requests were sent, as a ring. */
  readonly #sentAt: number[] = []
  #next = 0

  constructor(maxRequestsPerSecond: number) {
    this.#most = Math.max(1, Math.floor(maxRequestsPerSecond))
    this.#windowMs = maxRequestsPerSecond >= 1 ? SECOND_MS : SECOND_MS / maxRequestsPerSecond
  }

  /** Returns how long the next request has to wait. */
  waitMs(now: number): number {
    if (now < (this.#sentAt.at(this.#next - 1) ?? now)) this.#countAsSentBy(now)
    const oldest = this.#sentAt[this.#next]
    if (oldest === undefined) return 0
    return Math.max(0, Math.ceil(this.#windowMs - (now - oldest)))
  }

  /** A clock that was set back no longer shows how long ago a request was sent: it counts as sent now. */
  #countAsSentBy(now: number): void {
    for (const [index, at] of this.#sentAt.entries()) this.#sentAt[index] = Math.min(at, now)
  }

  /** Counts a request that is sent now. */
  note(now: number): void {
    this.#sentAt[this.#next] = now
    this.#next = (this.#next + 1) % this.#most
  }
}
