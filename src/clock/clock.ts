/**
 * Where the library gets its time from. Nothing in it reads the system's time or sets a timer by itself, so a
 * test that passes a `ManualClock` decides what time it is.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number

  /**
   * Resolves after `ms` milliseconds, or as soon as `signal` is aborted, whichever is first.
   * Never rejects: the caller looks at its signal.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
