import type { Clock } from 'ironic-driver'
import type { ClockSpec } from './call-clock.js'

const LONGEST_TIMER_MS = 2_147_483_647

/** Returns the clock of a simulated Ironic, which never waits for its callers. */
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
