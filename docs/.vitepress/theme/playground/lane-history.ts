/** How long a node was in a state. Times are milliseconds since the session began. */
export interface LaneSegment {
  readonly state: string
  readonly from: number
  to: number
}

/** The states of each node over time, sampled: what the time line draws. */
export class LaneHistory {
  readonly #lanes = new Map<string, LaneSegment[]>()

  note(node: string, state: string, now: number): void {
    const lane = this.#lanes.get(node) ?? []
    if (lane.length === 0) this.#lanes.set(node, lane)
    const last = lane.at(-1)
    if (last?.state === state) {
      last.to = now
      return
    }
    // The sample that shows a new state also ends the one before: between two samples there is no gap to draw.
    if (last !== undefined) last.to = now
    lane.push({ state, from: last === undefined ? 0 : now, to: now })
  }

  of(node: string): readonly LaneSegment[] {
    return this.#lanes.get(node) ?? []
  }
}

const SHORTEST_SPAN_MS = 120_000

/** The span of the time line: it doubles when it is full, so that the bars move seldom. */
export function spanFor(now: number): number {
  let span = SHORTEST_SPAN_MS
  while (span < now) span *= 2
  return span
}

const STEPS_S = [15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200]

/** The marks under the time line, at most eight, at round times. */
export function marksFor(spanMs: number): number[] {
  const step = 1_000 * (STEPS_S.find((seconds) => spanMs / (seconds * 1_000) <= 8) ?? 14_400)
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step)
}
