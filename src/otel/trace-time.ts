import type { Clock } from '../clock/clock.js'

/** The source of time of spans and durations. */
export interface TraceTime {
  /** Milliseconds, to measure durations with. */
  readonly now: () => number
  /** The time of a span or an event; `undefined` lets the SDK use its own, which is finer than a millisecond. */
  readonly stamp: () => number | undefined
}

export function traceTime(clock: Clock | undefined): TraceTime {
  if (clock === undefined) return { now: () => performance.now(), stamp: () => undefined }
  const now = () => clock.now()
  return { now, stamp: now }
}
