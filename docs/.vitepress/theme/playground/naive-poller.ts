/** How often the poller reads each node: Nova's default, `[ironic] api_retry_interval`. */
const NAIVE_INTERVAL_MS = 2_000

/** A wait of one call for one node. */
export interface WaitSpan {
  readonly from: number
  /** Absent while the call runs. */
  readonly to?: number | undefined
}

/**
 * Counts the requests of a client that sends the same changes and reads each node once in an interval while it waits,
 * without sharing reads between its calls.
 */
export function naiveRequests(changes: number, waits: readonly WaitSpan[], now: number): number {
  const reads = waits.map(({ from, to = now }) => Math.ceil(Math.max(0, to - from) / NAIVE_INTERVAL_MS))
  return changes + reads.reduce((sum, count) => sum + count, 0)
}
