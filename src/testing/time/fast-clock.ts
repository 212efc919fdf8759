import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'

/** Returns a clock that starts at the system's time and runs `speed` times as fast. */
export function fastClock(speed: number): Clock {
  const system = systemClock()
  if (speed === 1) return system
  const startedAt = system.now()
  return {
    now: () => startedAt + (system.now() - startedAt) * speed,
    sleep: (ms, signal) => system.sleep(ms / speed, signal),
  }
}
