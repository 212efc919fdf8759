/**
 * Returns a pause that differs at random by up to `share` in both directions, so that many callers do not fall in
 * step.
 *
 * @param random - Returns a number from 0 up to 1.
 */
export function jittered(ms: number, share: number, random: () => number): number {
  return Math.round(ms * (1 - share + 2 * share * between0And1(random())))
}

/** Guards against a source of randomness that returns no number, which would cause a loop without pauses. */
export function between0And1(number: number): number {
  return number >= 0 && number <= 1 ? number : 0.5
}
