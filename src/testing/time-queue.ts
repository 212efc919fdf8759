export interface Timed {
  readonly at: number
  /** Given by the queue: of two with the same time, the one that came first is first. */
  order: number
}

/** Entries by time: a binary heap in which what was removed is dropped when it surfaces. */
export class TimeQueue<T extends Timed> {
  readonly #heap: T[] = []
  readonly #removed = new Set<T>()
  #count = 0

  add(entry: T): void {
    entry.order = this.#count++
    this.#heap.push(entry)
    this.#rise(this.#heap.length - 1)
  }

  remove(entry: T): void {
    this.#removed.add(entry)
  }

  first(): T | undefined {
    for (let top = this.#heap[0]; top !== undefined; top = this.#heap[0]) {
      if (!this.#removed.delete(top)) return top
      this.#dropFirst()
    }
    return undefined
  }

  sorted(): T[] {
    return this.#heap.filter((entry) => !this.#removed.has(entry)).sort(byTime)
  }

  #dropFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
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
    this.#heap[left] = b
    this.#heap[right] = a
  }
}

function byTime(a: Timed, b: Timed): number {
  return a.at - b.at || a.order - b.order
}
