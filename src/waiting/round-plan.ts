import { jittered } from '../clock/jitter.js'
import { worthwhileLookAt } from './end-forecast.js'
import type { NodeWatch } from './node-watch.js'
import { JITTER, sharedForecast } from './poll-pace.js'

/** When the next looks are due, and whether one list is to answer them all. */
export interface Round {
  readonly at: number
  readonly isList: boolean
}

export interface RoundInput {
  readonly now: number
  /** The waits that may look. */
  readonly watches: readonly NodeWatch[]
  /** Whether so many nodes are read in one list. */
  readonly wouldList: (nodes: number) => boolean
  /** How many requests a list takes, one for each page. */
  readonly requestsPerList: number
  /** The earliest time of a list. */
  readonly listFrom: number
  /** The same until the next round, so that its time does not move while it is waited for. */
  readonly random: () => number
}

/** Looks that are due within this time would share a list. */
const SHARED_MS = 2_000

/** No look is planned further ahead than this; one that appears to be means that the clock was set back. */
const LONGEST_PAUSE_MS = 180_000

/**
 * Decides when to look next. Few looks are made when each is due. Many share a list at the time that is best for all
 * waits on average: otherwise the one that is most in a hurry would set the pace of a thousand.
 */
export function nextRound(input: RoundInput): Round {
  const { now, watches, wouldList, listFrom } = input
  const firstAt = watches.reduce(
    (first, watch) => Math.min(first, isOutOfReach(watch, now) ? now : watch.nextLookAt),
    now + LONGEST_PAUSE_MS,
  )
  const soon = watches.filter((watch) => isDueBy(watch, now, SHARED_MS))
  const calm = watches.filter(({ isUrgent }) => !isUrgent)
  if (calm.length === 0 || !wouldList(nodesOf(calm))) return { at: firstAt, isList: false }
  const urgentAt = Math.min(...watches.filter(({ isUrgent }) => isUrgent).map(({ nextLookAt }) => nextLookAt))
  const listAt = Math.max(listFrom, sharedLookAt(calm, input))
  const singleAt = wouldList(nodesOf(soon)) ? urgentAt : firstAt
  return singleAt < listAt ? { at: singleAt, isList: false } : { at: listAt, isList: true }
}

/** Returns whether a look is due within this time. */
export function isDueBy(watch: NodeWatch, now: number, withinMs: number): boolean {
  return watch.nextLookAt <= now + withinMs || isOutOfReach(watch, now)
}

export function nodesOf(watches: readonly NodeWatch[]): number {
  return new Set(watches.map(({ options }) => options.node)).size
}

function sharedLookAt(
  calm: readonly NodeWatch[],
  { now, requestsPerList: requests, random }: RoundInput,
): number {
  const forecasts = calm.map(({ forecast }) => sharedForecast(forecast, calm.length))
  const seenAt = forecasts.reduce((last, one) => Math.max(last, one.seenAt), -Infinity)
  // The clock was set back.
  if (seenAt > now) return now
  const latestAt = forecasts.reduce((first, one) => Math.min(first, one.seenAt + one.longestMs), Infinity)
  const at = worthwhileLookAt(forecasts, {
    earliestAt: Math.min(seenAt, latestAt),
    latestAt,
    requests,
  })
  return seenAt + jittered(at - seenAt, JITTER, random)
}

function isOutOfReach({ nextLookAt }: NodeWatch, now: number): boolean {
  return nextLookAt > now + LONGEST_PAUSE_MS
}
