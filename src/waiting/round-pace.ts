import type { LookReader } from './look-reader.js'
import type { NodeWatch } from './node-watch.js'
import { restMs } from './poll-pace.js'
import { nextRound, type Round } from './round-plan.js'

/** The shortest time between two rounds of looks when there are many waits. */
const ROUND_MS = 1_000
const MANY = 3

/** The shortest time between two lists: a part for each of their requests. */
const LIST_MS = 600
const LIST_REQUEST_MS = 900

/** Spaces the rounds of looks, so that many waits do not overload the server. */
export class RoundPace {
  readonly #reader: LookReader
  readonly #random: () => number
  #lastRoundAt = 0
  /** The random part of the pause until the next list. */
  #spread = 0.5
  /** Until when a slow server is left alone after a list. */
  #restUntil = 0

  constructor(reader: LookReader, random: () => number) {
    this.#reader = reader
    this.#random = random
  }

  /** Returns when to look next, and how. */
  next(watches: readonly NodeWatch[], waits: number, now: number): Round {
    const { requestsPerList } = this.#reader
    const isSetBack = this.#lastRoundAt > now
    const roundFrom = isSetBack ? now : this.#lastRoundAt + ROUND_MS
    const listFrom = isSetBack
      ? now
      : Math.max(this.#lastRoundAt + LIST_MS + LIST_REQUEST_MS * requestsPerList, this.#restUntil)
    const round = nextRound({
      now,
      watches,
      wouldList: (nodes) => this.#reader.wouldList(nodes),
      requestsPerList,
      listFrom,
      random: () => this.#spread,
    })
    const isSpaced = round.isList || waits > MANY
    return isSpaced ? { ...round, at: Math.max(round.at, roundFrom) } : round
  }

  /** Notes that a round begins. */
  begin(now: number): void {
    if (this.#lastRoundAt > now) this.#restUntil = now
    this.#lastRoundAt = now
    this.#spread = this.#random()
  }

  /** Notes how long a list took that was read just now. */
  listTook(ms: number, now: number): void {
    this.#restUntil = now + restMs(ms)
  }
}
