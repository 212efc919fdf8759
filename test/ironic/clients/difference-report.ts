import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Difference } from './differences.js'

/** The output of one client with one release. */
export interface Comparison {
  readonly client: string
  readonly server: string
  readonly steps: number
  readonly differences: readonly Difference[]
}

export const reportFile = join(tmpdir(), 'client-differences.txt')

/** Writes all comparisons into one file. A difference found by several of them occurs once. */
export async function writeReport(comparisons: readonly Comparison[]): Promise<void> {
  const seenBy = new Map<string, string[]>()
  for (const { client, server, differences } of comparisons)
    for (const difference of differences) {
      const text = describeDifference(difference)
      seenBy.set(text, [...(seenBy.get(text) ?? []), `${client} on ${server}`])
    }
  const summary = comparisons.map(
    ({ client, server, steps, differences }) =>
      `${client} on ${server}: ${String(steps)} steps, ${String(differences.length)} differences`,
  )
  const entries = [...seenBy].map(([text, who]) => `${text}\n  seen by    ${who.join('; ')}`)
  await writeFile(reportFile, `${summary.join('\n')}\n\n${entries.join('\n\n')}\n`)
}

const describeDifference = ({ number, step, at, real, simulator }: Difference) =>
  `${String(number)}. ${step}\n  at         ${at}\n  real       ${real}\n  simulator  ${simulator}`
