/** How long after the begin of a step an earlier wait ended: between two looks. */
export interface EndSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** What is known of the end of a wait since its last look. */
export interface EndForecast {
  /** The time of that look. */
  readonly seenAt: number
  /** How long the current step had lasted then. */
  readonly elapsedMs: number
  /** When earlier waits ended that went through the same step. */
  readonly spans: readonly EndSpan[]
  /** The pause before the next look if nothing were known of earlier waits. */
  readonly unlearntMs: number
}

interface LookBounds {
  readonly earliestAt: number
  readonly latestAt: number
  /** How many requests the look takes: a list has pages. Default: 1. */
  readonly requests?: number
}

/** A request is worth this much lateness: the next look comes when more than this is expected. */
const LOOK_WORTH_MS = 50

/** How many earlier waits the unlearnt pace weighs as much as, so that what was learnt never decides alone. */
const UNLEARNT_WEIGHT = 0.5

/** How exactly the time of a look is computed. */
const PRECISION_MS = 50

/**
 * Returns when to look next: when the expected lateness, on average over the waits, reaches what a look is worth. That
 * places few looks where no end is likely, and many where one is.
 */
export function worthwhileLookAt(
  forecasts: readonly EndForecast[],
  { earliestAt, latestAt, requests = 1 }: LookBounds,
): number {
  const isWorth = (at: number) =>
    forecasts.reduce((sum, forecast) => sum + expectedLatenessMs(forecast, at), 0) >=
    LOOK_WORTH_MS * requests * forecasts.length
  if (latestAt <= earliestAt || isWorth(earliestAt)) return earliestAt
  if (!isWorth(latestAt)) return latestAt
  let [low, high] = [earliestAt, latestAt]
  while (high - low > PRECISION_MS) {
    const middle = (low + high) / 2
    if (isWorth(middle)) high = middle
    else low = middle
  }
  return high
}

/** Returns how late a look at this time notices the end, on average over all times at which it may come. */
function expectedLatenessMs({ seenAt, elapsedMs, spans, unlearntMs }: EndForecast, at: number): number {
  const aheadMs = at - seenAt
  const untilMs = elapsedMs + aheadMs
  // As if ends came at a constant rate, at which `unlearntMs` is the pause with the lateness that a look is worth.
  let lateness = UNLEARNT_WEIGHT * LOOK_WORTH_MS * (aheadMs / unlearntMs) ** 2
  let weight = UNLEARNT_WEIGHT
  for (const { fromMs, toMs } of spans) {
    if (toMs <= elapsedMs) continue
    const lengthMs = toMs - fromMs
    const leftFromMs = Math.max(fromMs, elapsedMs)
    weight += (toMs - leftFromMs) / lengthMs
    if (untilMs <= leftFromMs) continue
    const withinMs = Math.min(untilMs, toMs) - leftFromMs
    lateness += (withinMs ** 2 / 2 + Math.max(0, untilMs - toMs) * withinMs) / lengthMs
  }
  return lateness / weight
}
