import type { Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { growingPauseMs } from '../../clock/growing-pause.js'
import { onAbort } from '../../clock/on-abort.js'
import { pauseAskedForMs } from '../../transport/retry-after.js'
import type { TransportReply } from '../../transport/transport.js'
import type { ClientError } from '../errors/client-errors.js'
import { deadlineOf, isLook, postponeLook } from './call-signal.js'
import { RequestBudget } from './request-budget.js'
import { TurnQueue } from './turn-queue.js'

interface GateOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly maxRequestsPerSecond: number | undefined
}

interface Waiting {
  readonly go: () => void
  readonly fail: (cause: unknown) => void
}

/** Holds after a 429 that names no time, or none to wait. */
const HOLD_MS = { firstMs: 1_000, longestMs: 15_000 }

/** After a hold, requests start one by one with this distance at first, and twice as far apart after each further 429. */
const FIRST_DISTANCE_MS = 50
const LONGEST_DISTANCE_MS = 1_000

/** Without a 429 for this long, the last one is forgotten. */
const CALM_MS = 30_000

/**
 * Decides when each request of a client is sent: within the budget, and not while the server has asked all clients to
 * hold off. Requests wait for their turn until they are aborted or their deadline passes.
 */
export class RequestGate {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #budget: RequestBudget | undefined
  readonly #queue = new TurnQueue<Waiting>()
  #rouse = new AbortController()
  #running = false
  /** How many 429s have come in a row. */
  #refusals = 0
  #refusedAt = 0
  #holdMs = 0
  #lastGoAt = 0

  constructor({ clock, random, maxRequestsPerSecond }: GateOptions) {
    this.#clock = clock
    this.#random = random
    this.#budget = maxRequestsPerSecond === undefined ? undefined : new RequestBudget(maxRequestsPerSecond)
  }

  /**
   * Returns `undefined` when a request may be sent at once. Otherwise the promise resolves when it is its turn, when
   * the signal is aborted, or when the deadline of the signal has passed: the caller checks both.
   */
  turn(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (this.#budget === undefined && this.#refusals === 0) return undefined
    if (signal?.aborted === true) return undefined
    const now = this.#clock.now()
    if (this.#queue.isEmpty && this.#waitMs(now) <= 0) {
      this.#note(now)
      return undefined
    }
    return this.#wait(signal, now)
  }

  /**
   * Holds all requests after the server refused one with 429.
   *
   * @param askedMs - How long the server asks to wait.
   */
  refused(askedMs: number | undefined): void {
    const now = this.#clock.now()
    const leftMs = this.#holdLeftMs(now)
    // Requests that were under way together are refused together, which counts once.
    if (leftMs <= 0) this.#refusals += 1
    const asksForPause = askedMs !== undefined && askedMs > 0
    const holdMs = asksForPause ? askedMs : growingPauseMs(this.#refusals - 1, HOLD_MS, this.#random)
    this.#holdMs = Math.max(holdMs, leftMs)
    this.#refusedAt = now
  }

  /** Returns how long the server asks to wait; after a 429, all requests do. */
  askedPauseMs(reply: Result<TransportReply, ClientError>): number | undefined {
    if (reply.isErr())
      return reply.error.kind === 'authentication_failed' ? reply.error.retryAfterMs : undefined
    const askedMs = pauseAskedForMs(reply.value.headers, this.#clock.now(), this.#random)
    if (reply.value.status === 429) this.refused(askedMs)
    return askedMs
  }

  #wait(signal: AbortSignal | undefined, since: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = new AbortController()
      const settle = (end: () => void) => {
        over.abort()
        stopListening()
        end()
      }
      const kind = isLook(signal) ? 'look' : 'other'
      const waiting: Waiting = {
        go: () => {
          postponeLook(signal, this.#clock.now() - since)
          settle(resolve)
        },
        fail: (cause) => settle(() => reject(cause instanceof Error ? cause : new Error(String(cause)))),
      }
      const leave = () => {
        this.#queue.remove(waiting)
        if (this.#queue.isEmpty) this.#rouse.abort()
        settle(resolve)
      }
      const stopListening = onAbort(signal, leave)
      const deadlineAt = kind === 'look' ? Infinity : deadlineOf(signal)
      if (deadlineAt !== Infinity)
        this.#clock.sleep(Math.max(0, deadlineAt - since), over.signal).then(() => {
          if (!over.signal.aborted) leave()
        }, waiting.fail)
      this.#queue.add(waiting, kind)
      void this.#run()
    })
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    try {
      while (!this.#queue.isEmpty) {
        const now = this.#clock.now()
        const waitMs = this.#waitMs(now)
        if (waitMs > 0) {
          this.#rouse = new AbortController()
          await this.#clock.sleep(waitMs, this.#rouse.signal)
          continue
        }
        this.#note(now)
        this.#queue.take()?.go()
      }
    } catch (cause) {
      for (const waiting of this.#queue.takeAll()) waiting.fail(cause)
    } finally {
      this.#running = false
    }
  }

  #note(now: number): void {
    this.#budget?.note(now)
    this.#lastGoAt = now
  }

  /** Returns how long the next request has to wait. */
  #waitMs(now: number): number {
    return Math.max(this.#budget?.waitMs(now) ?? 0, this.#refusals === 0 ? 0 : this.#recoveryMs(now))
  }

  #recoveryMs(now: number): number {
    const sinceMs = now - this.#refusedAt
    // Negative when the clock was set back.
    if (sinceMs < 0 || sinceMs >= this.#holdMs + CALM_MS) {
      this.#refusals = 0
      return 0
    }
    const distanceMs = Math.min(LONGEST_DISTANCE_MS, FIRST_DISTANCE_MS * 2 ** (this.#refusals - 1))
    this.#lastGoAt = Math.min(this.#lastGoAt, now)
    return Math.max(this.#holdLeftMs(now), this.#lastGoAt + distanceMs - now)
  }

  #holdLeftMs(now: number): number {
    return this.#refusals === 0 || now < this.#refusedAt ? 0 : this.#refusedAt + this.#holdMs - now
  }
}
