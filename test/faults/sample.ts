import { caseId, type MatrixCase } from './matrix-case.js'

/** FNV-1a: returns the same number for the same text everywhere. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) >>> 0
}

/** Returns `count` of the cases, the same ones for the same seed. */
export function sampled(cases: readonly MatrixCase[], count: number, seed: string): readonly MatrixCase[] {
  return cases
    .map((one) => ({ one, order: hashOf(`${seed}:${caseId(one)}`) }))
    .sort((first, second) => first.order - second.order)
    .slice(0, count)
    .map(({ one }) => one)
}

/**
 * Returns how many cases of an operation a sample runs. The number grows more slowly than that of all cases.
 */
export function sampleSize(all: number): number {
  return Math.min(all, Math.ceil(2.8 * Math.sqrt(all)))
}
