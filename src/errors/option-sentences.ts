/** What a time must be. */
export const POSITIVE_MS = 'must be a positive, finite number of milliseconds, such as 60000 for a minute'

/** What the time of a retry must be. */
export const RETRY_MS =
  'must be a finite number of milliseconds, such as 60000 for a minute; 0 sends every request once'

/** Returns the sentence about something that is not a signal. */
export function describeSignal(given: unknown): string {
  const isController = typeof AbortController === 'function' && given instanceof AbortController
  return isController
    ? 'must be an AbortSignal; pass the `signal` of this AbortController'
    : 'must be an AbortSignal, such as the `signal` of an AbortController or AbortSignal.timeout(60000)'
}
