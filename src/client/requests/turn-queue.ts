/** After so many other requests, one look goes first, so that waits are never starved. */
const OTHERS_PER_LOOK = 4

/**
 * The requests that wait for their turn: each kind in the order of arrival, and the looks of waits after all others,
 * except that every fifth turn is theirs.
 */
export class TurnQueue<T> {
  readonly #looks = new Set<T>()
  readonly #others = new Set<T>()
  #othersInARow = 0

  get isEmpty(): boolean {
    return this.#looks.size + this.#others.size === 0
  }

  add(waiting: T, kind: 'look' | 'other'): void {
    const queue = kind === 'look' ? this.#looks : this.#others
    queue.add(waiting)
  }

  remove(waiting: T): void {
    this.#looks.delete(waiting)
    this.#others.delete(waiting)
  }

  /** Takes the next one out of the queue. */
  take(): T | undefined {
    const isLooksTurn = this.#others.size === 0 || this.#othersInARow >= OTHERS_PER_LOOK
    const queue = isLooksTurn && this.#looks.size > 0 ? this.#looks : this.#others
    this.#othersInARow = queue === this.#looks ? 0 : this.#othersInARow + 1
    const [next] = queue
    if (next !== undefined) this.remove(next)
    return next
  }

  /** Takes all out of the queue. */
  takeAll(): readonly T[] {
    const all = [...this.#others, ...this.#looks]
    this.#others.clear()
    this.#looks.clear()
    return all
  }
}
