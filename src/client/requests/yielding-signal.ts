const yielding = new WeakSet<AbortSignal>()

/**
 * Marks the requests with this signal as looks of a wait: in a queue they let other requests go first, and the time in
 * the queue does not count towards their deadline.
 */
export function letYield(signal: AbortSignal): void {
  yielding.add(signal)
}

export function isYielding(signal: AbortSignal | undefined): boolean {
  return signal !== undefined && yielding.has(signal)
}
