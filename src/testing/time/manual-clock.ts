import type { Clock } from '../../clock/clock.js'
import { onAbort } from '../../clock/on-abort.js'
import { onNextTurn } from '../../clock/on-next-turn.js'
import { requireRealTimers } from './fake-timers.js'
import { ForgottenRun } from './forgotten-run.js'
import { TimeQueue, type Timed } from './time-queue.js'

/** The options of a manual clock. */
export interface ManualClockOptions {
  /** The time at first. Default: 2026-01-01T00:00:00Z. */
  readonly startAt?: number | string | Date
}

/** The options of `run`. */
export interface ManualClockRunOptions {
  /**
   * Real milliseconds to wait before time advances to the next sleeper, for work that also does real I/O,
   * such as a loopback server. Default: 0.
   */
  readonly realIoMs?: number

  /** Real milliseconds to wait when nothing sleeps and the work has not settled. Default: 500. */
  readonly patienceMs?: number

  /** The most milliseconds of clock time that the work may take. Default: 30 days. */
  readonly limitMs?: number
}

interface Sleeper extends Timed {
  wake: () => void
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000

/**
 * A clock that stands still until a test advances it.
 *
 * `advance` advances it by a time span. `run` advances it from one sleeper to the next until some work has
 * settled, so that half an hour of polling takes a few real milliseconds.
 *
 * @example
 * ```ts
 * import { IronicDriver } from 'ironic-driver'
 * import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
 *
 * const clock = new ManualClock()
 * const simulator = new IronicSimulator({ clock })
 * const node = simulator.node({ name: 'metal-1' }).active()
 * const driver = new IronicDriver({ transport: simulator, clock })
 *
 * const off = driver.power.off({ node: 'metal-1' }) // started; time stands still
 * await clock.advance(50)
 * console.log(node.now.power_state) // still on
 * console.log((await clock.run(off)).isOk(), node.now.power_state)
 * ```
 */
export class ManualClock implements Clock {
  readonly #queue = new TimeQueue<Sleeper>()
  #now: number
  /** The number of zero-length sleeps under way. */
  #short = 0
  /** The number of calls of `run` and `advance` under way. */
  #turns = 0
  readonly #forgotten = new ForgottenRun({ isAwaited: () => this.#queue.size > 0 })

  constructor(options: ManualClockOptions = {}) {
    this.#now = new Date(options.startAt ?? '2026-01-01T00:00:00Z').getTime()
    if (Number.isNaN(this.#now)) throw new TypeError('ManualClock: startAt is not a valid date.')
  }

  now(): number {
    return this.#now
  }

  /**
   * Sleeps for `ms` of clock time. A zero-length sleep ends by itself, at the next turn of the event loop.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    if (!(ms > 0)) return this.#sleepShortly()
    return new Promise((resolve) => {
      const sleeper: Sleeper = { at: this.#now + ms, order: 0, wake: resolve }
      this.#queue.add(sleeper)
      if (this.#turns === 0 && ms !== Infinity) this.#forgotten.sleepBegan()
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

  /** The current sleeps, the next to wake first. */
  get pendingSleeps(): readonly { readonly at: number; readonly inMs: number }[] {
    return this.#queue.sorted().map(({ at }) => ({ at, inMs: at - this.#now }))
  }

  /** Advances time by `ms`. Sleepers wake in order, each with time to react before the next. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new TypeError(`ManualClock.advance: ms must be 0 or more, not ${ms}.`)
    requireRealTimers('ManualClock.advance')
    return this.#turning(() => this.#advance(ms))
  }

  async #advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await this.#reactions()
    for (let next = this.#queue.first(); next !== undefined && next.at <= end; next = this.#queue.first()) {
      this.#wake(next)
      await this.#reactions()
    }
    this.#now = Math.max(this.#now, end)
  }

  /**
   * Advances time until `work` has settled, and returns its result.
   *
   * Fails when nothing sleeps and the work does not settle, when it takes longer than `limitMs`, and beside the fake timers
   * of a test library.
   */
  async run<T>(work: PromiseLike<T>, options: ManualClockRunOptions = {}): Promise<T> {
    if (typeof work === 'function')
      throw new TypeError('ManualClock.run: pass a promise, such as clock.run(call()), not a function.')
    requireRealTimers('ManualClock.run')
    return this.#turning(() => this.#run(work, options))
  }

  async #run<T>(work: PromiseLike<T>, options: ManualClockRunOptions): Promise<T> {
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
        if (await waitFor(stirs, patienceMs)) {
          // What began to sleep may wait for work that needs no time.
          await this.#reactions()
          continue
        }
        throw new Error(
          `ManualClock.run: the work has not settled after ${patienceMs} ms of real time, and nothing sleeps that time could wake. Pass the same clock to the simulator and to the driver.`,
        )
      }
      if (next.at > end)
        throw new Error(`ManualClock.run: the work has not settled after ${limitMs} ms of clock time.`)
      this.#wake(next)
      await this.#reactions()
    }
    return watched
  }

  /** Runs work that advances the clock. */
  async #turning<T>(work: () => Promise<T>): Promise<T> {
    this.#turns += 1
    this.#forgotten.turned()
    try {
      return await work()
    } finally {
      this.#turns -= 1
    }
  }

  async #sleepShortly(): Promise<void> {
    this.#short += 1
    await turnOfTheLoop()
    this.#short -= 1
  }

  /** Lets all work run that needs no time, including zero-length sleeps on its way. */
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

/** Waits for an immediate, by which time all promise work that can run has run. */
function turnOfTheLoop(): Promise<void> {
  return new Promise(onNextTurn)
}

async function waitFor(condition: () => boolean, realMs: number): Promise<boolean> {
  const end = performance.now() + realMs
  while (!condition()) {
    if (performance.now() >= end) return false
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return true
}
