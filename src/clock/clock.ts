/**
 * The library's source of time. The library never reads the system time or sets a timer itself, so a test that passes
 * a `ManualClock` controls the time.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number

  /**
   * Resolves after `ms` milliseconds, or as soon as `signal` is aborted, whichever comes first. Never rejects: the
   * caller checks its signal.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
