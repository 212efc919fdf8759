import { between0And1 } from './jitter.js'

export interface GrowingPauses {
  readonly firstMs: number
  readonly longestMs: number
}

/** Limits the doubling, so that it cannot overflow. */
const MOST_DOUBLINGS = 10

/**
 * Returns the pause after `earlier` pauses. It doubles, with random jitter over its upper half, so that callers that
 * failed together do not retry together.
 */
export function growingPauseMs(
  earlier: number,
  { firstMs, longestMs }: GrowingPauses,
  random: () => number,
): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(earlier, MOST_DOUBLINGS))
  return Math.round(ceiling * (0.5 + between0And1(random()) / 2))
}
