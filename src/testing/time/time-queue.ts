export interface Timed {
  readonly at: number
  /** Set by the queue, so that entries with the same time keep the order in which they were added. */
  order: number
}

/**
 * Entries by time: a binary heap that knows the place of each entry, so that a removed entry is not kept in
 * memory.
 */
export class TimeQueue<T extends Timed> {
  readonly #heap: T[] = []
  readonly #places = new Map<T, number>()
  #count = 0

  get size(): number {
    return this.#heap.length
  }

  add(entry: T): void {
    entry.order = this.#count++
    this.#put(this.#heap.length, entry)
    this.#rise(this.#heap.length - 1)
  }

  /** Removes the entry at once. Otherwise an aborted sleep would stay in memory until its time came. */
  remove(entry: T): void {
    const place = this.#places.get(entry)
    if (place === undefined) return
    this.#places.delete(entry)
    const last = this.#heap.pop()
    if (last === undefined || last === entry) return
    this.#put(place, last)
    this.#rise(place)
    this.#sink(this.#places.get(last) ?? place)
  }

  clear(): void {
    this.#heap.length = 0
    this.#places.clear()
  }

  first(): T | undefined {
    return this.#heap[0]
  }

  sorted(): T[] {
    return this.#heap.toSorted(byTime)
  }

  #put(place: number, entry: T): void {
    this.#heap[place] = entry
    this.#places.set(entry, place)
  }

  #rise(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isBefore(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }

  #sink(start: number): void {
    let index = start
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let least = index
      if (this.#isBefore(left, least)) least = left
      if (this.#isBefore(right, least)) least = right
      if (least === index) return
      this.#swap(index, least)
      index = least
    }
  }

  #isBefore(left: number, right: number): boolean {
    const [a, b] = [this.#heap[left], this.#heap[right]]
    return a !== undefined && b !== undefined && byTime(a, b) < 0
  }

  #swap(left: number, right: number): void {
    const [a, b] = [this.#heap[left], this.#heap[right]]
    if (a === undefined || b === undefined) return
    this.#put(left, b)
    this.#put(right, a)
  }
}

function byTime(a: Timed, b: Timed): number {
  return a.at - b.at || a.order - b.order
}
