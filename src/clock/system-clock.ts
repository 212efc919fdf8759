import type { Clock } from './clock.js'
import { onAbort } from './on-abort.js'

/** The longest delay that a Node timer accepts; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647

/**
 * Returns a clock that uses the time of the operating system.
 *
 * @param options - `unref: true` lets the process exit during a sleep. By default a sleep keeps the process alive, so
 * that a script that awaits one runs to its end.
 */
export function systemClock(options: { readonly unref?: boolean } = {}): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve()
          return
        }
        let timer: ReturnType<typeof setTimeout>
        const finish = () => {
          clearTimeout(timer)
          stopListening()
          resolve()
        }
        const sleepOn = (leftMs: number) => {
          const partMs = Math.min(Math.max(leftMs, 0), LONGEST_TIMER_MS)
          timer = setTimeout(() => {
            if (leftMs > partMs) sleepOn(leftMs - partMs)
            else finish()
          }, partMs)
          // A browser's timers are numbers.
          if (options.unref && typeof timer === 'object') timer.unref()
        }
        const stopListening = onAbort(signal, finish)
        sleepOn(ms)
      }),
  }
}
