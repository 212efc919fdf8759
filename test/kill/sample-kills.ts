import type { KillCase } from './run-kills.js'

/** A sample tries one of so many kills of an operation, and never fewer than `LEAST`. */
const ONE_IN = 3
const LEAST = 3

/** Returns some kills of each operation, the same ones for the same seed. */
export function sampleKills(cases: readonly KillCase[], seed: number): readonly KillCase[] {
  const operations = [...new Set(cases.map(({ operation }) => operation))]
  return operations.flatMap((operation) => {
    const ofIt = cases.filter((one) => one.operation === operation)
    const count = Math.max(LEAST, Math.ceil(ofIt.length / ONE_IN))
    return ofIt
      .map((one, index) => ({ one, rank: hashOf(`${seed} ${operation.name} ${index}`) }))
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, count)
      .map(({ one }) => one)
  })
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash
}
