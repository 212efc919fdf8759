import type { RecordedRequest } from './recorded-request.js'

/** Keeps the latest `limit` requests, and counts the requests of each route. */
export class RequestLog {
  readonly #limit: number
  #requests: RecordedRequest[] = []
  #counts = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests
  }

  add(request: RecordedRequest): void {
    this.#requests.push(request)
    if (this.#requests.length > this.#limit) this.#requests.shift()
    const { route } = request
    this.#counts.set(route, (this.#counts.get(route) ?? 0) + 1)
  }

  tally(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  clear(): void {
    this.#requests = []
    this.#counts = new Map()
  }
}
