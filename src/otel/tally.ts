import type { Attributes, ObservableResult } from '@opentelemetry/api'

/** Counts the work in progress by one attribute. A value that was counted once is always reported, so that its series returns to zero. */
export class Tally {
  readonly #attribute: string
  readonly #counts = new Map<string, number>()

  constructor(attribute: string) {
    this.#attribute = attribute
  }

  add(value: string, change: 1 | -1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + change)
  }

  readonly observe = (result: ObservableResult): void => {
    for (const [value, count] of this.#counts) {
      const attributes: Attributes = { [this.#attribute]: value }
      result.observe(count, attributes)
    }
  }
}
