import type { Clock } from 'ironic-driver'

/** A clock that several processes share: it shows the same time in each, and goes faster than the machine's. */
export interface ClockSpec {
  /** When it showed the machine's own time. */
  readonly sinceMs: number
  /** How many of its seconds pass in a second. */
  readonly speed: number
}

const LONGEST_TIMER_MS = 2_147_483_647

export function scaledClock({ sinceMs, speed }: ClockSpec): Clock {
  return {
    now: () => sinceMs + (Date.now() - sinceMs) * speed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const finish = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', finish)
          resolve()
        }
        const timer = setTimeout(finish, Math.min(LONGEST_TIMER_MS, Math.max(0, ms) / speed))
        signal?.addEventListener('abort', finish, { once: true })
      }),
  }
}
