import type { Clock } from '../../clock/clock.js'
import { onAbort } from '../../clock/on-abort.js'
import { TimeQueue, type Timed } from './time-queue.js'

/** Where a clock that is turned by hand begins. */
export interface ManualClockOptions {
  /** What time it is at first; 2026-01-01T00:00:00Z by default. */
  readonly startAt?: number | string | Date
}

/** How a clock is turned while some work goes on. */
export interface ManualClockRunOptions {
  /**
   * Real milliseconds to wait before time is turned on to the next sleeper, for work that also does real I/O
   * (a loopback server) beside its sleeps. 0 by default: time never waits for the world.
   */
  readonly realIoMs?: number

  /** Real milliseconds to wait when nothing sleeps and the work has not settled; 500 by default. */
  readonly patienceMs?: number

  /** The most milliseconds of clock time that the work may take; 30 days by default. */
  readonly limitMs?: number
}

interface Sleeper extends Timed {
  wake: () => void
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000

/**
 * A clock that stands still until a test turns it.
 *
 * `advance` turns it by a span. `run` turns it from one sleeper to the next until some work has settled, so that
 * half an hour of polling takes a few real milliseconds.
 */
export class ManualClock implements Clock {
  readonly #queue = new TimeQueue<Sleeper>()
  #now: number
  /** How many sleeps of no length have not ended yet. */
  #short = 0

  constructor(options: ManualClockOptions = {}) {
    this.#now = new Date(options.startAt ?? '2026-01-01T00:00:00Z').getTime()
    if (Number.isNaN(this.#now)) throw new TypeError('ManualClock: startAt is not a date')
  }

  now(): number {
    return this.#now
  }

  /** Sleeps of no length end by themselves, at the next turn of the event loop. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    if (!(ms > 0)) return this.#sleepShortly()
    return new Promise((resolve) => {
      const sleeper: Sleeper = { at: this.#now + ms, order: 0, wake: resolve }
      this.#queue.add(sleeper)
      if (signal === undefined) return
      const abort = () => {
        this.#queue.remove(sleeper)
        resolve()
      }
      sleeper.wake = () => {
        stopListening()
        resolve()
      }
      const stopListening = onAbort(signal, abort)
    })
  }

  /** What sleeps now, the next to wake first. */
  get pendingSleeps(): readonly { readonly at: number; readonly inMs: number }[] {
    return this.#queue.sorted().map(({ at }) => ({ at, inMs: at - this.#now }))
  }

  /** Turns time on by `ms`; who sleeps until then wakes in order, each with time to react before the next. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new TypeError('ManualClock.advance: time cannot be turned back')
    const end = this.#now + ms
    await this.#reactions()
    for (let next = this.#queue.first(); next !== undefined && next.at <= end; next = this.#queue.first()) {
      this.#wake(next)
      await this.#reactions()
    }
    this.#now = Math.max(this.#now, end)
  }

  /**
   * Turns time on until `work` has settled, and returns what it returned.
   *
   * Fails when nothing sleeps and the work does not settle, and when it takes longer than `limitMs`.
   */
  async run<T>(work: PromiseLike<T>, options: ManualClockRunOptions = {}): Promise<T> {
    const { realIoMs = 0, patienceMs = 500, limitMs = MONTH_MS } = options
    const end = this.#now + limitMs
    let settled = false
    const settle = () => void (settled = true)
    const watched = Promise.resolve(work)
    watched.then(settle, settle)
    const isSettled = () => settled

    await this.#reactions()
    while (!isSettled()) {
      if (realIoMs > 0 && (await waitFor(isSettled, realIoMs))) break
      const next = this.#queue.first()
      if (next === undefined || next.at === Infinity) {
        const stirs = () => isSettled() || this.#queue.first() !== next
        if (await waitFor(stirs, patienceMs)) continue
        throw new Error(
          `ManualClock.run: nothing sleeps, and the work has not settled after ${patienceMs} ms of real time`,
        )
      }
      if (next.at > end)
        throw new Error(`ManualClock.run: the work has not settled after ${limitMs} ms of clock time`)
      this.#wake(next)
      await this.#reactions()
    }
    return watched
  }

  async #sleepShortly(): Promise<void> {
    this.#short += 1
    await turnOfTheLoop()
    this.#short -= 1
  }

  /** Lets all work go on that can without time: also what sleeps for no length of time on its way. */
  async #reactions(): Promise<void> {
    do await turnOfTheLoop()
    while (this.#short > 0)
  }

  #wake(sleeper: Sleeper): void {
    this.#queue.remove(sleeper)
    this.#now = Math.max(this.#now, sleeper.at)
    sleeper.wake()
  }
}

/** All promise work that can go on has gone on when an immediate fires. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function waitFor(condition: () => boolean, realMs: number): Promise<boolean> {
  const end = performance.now() + realMs
  while (!condition()) {
    if (performance.now() >= end) return false
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return true
}
