import type { Kill } from './run-kills.js'

/** Returns a line for each kill after which something is wrong. */
export function complaints(kills: readonly Kill[]): readonly string[] {
  return kills
    .filter(({ problems }) => problems.length > 0)
    .map(({ boundary: { route, nth, moment }, at, way, problems }) =>
      [`killed ${moment} ${route}, number ${nth} (${at ?? 'at its end'}), then ${way}:`, ...problems].join(
        '\n  ',
      ),
    )
}

/** Returns how many calls were killed at how many boundaries, by operation. */
export function countsOf(world: string, kills: readonly Kill[]): string {
  const names = [...new Set(kills.map(({ operation }) => operation.name))]
  const lines = names.map((name) => {
    const ofIt = kills.filter(({ operation }) => operation.name === name)
    const boundaries = new Set(ofIt.map(({ boundary }) => JSON.stringify(boundary)))
    return `${String(ofIt.length).padStart(6)} kills at ${String(boundaries.size).padStart(3)} boundaries of ${name}`
  })
  const dead = kills.filter(({ at }) => at !== undefined).length
  return [`${world}: ${kills.length} kills, ${dead} of them within a call`, ...lines].join('\n')
}
