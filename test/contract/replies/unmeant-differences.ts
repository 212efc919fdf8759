import { meantDifferences, reasonFor } from './meant-differences.js'
import type { Exchange } from './hold-conversation.js'
import { findReplyDifferences } from './reply-differences.js'

type Held = ReadonlyMap<string, readonly Exchange[]>

const met = new Set<unknown>()

/** Lists the unintended differences of the simulator, one sentence each. */
export function unmeantDifferences(real: Held, simulator: Held): readonly string[] {
  return [...real].flatMap(([conversation, exchanges]) => {
    const found = findReplyDifferences(conversation, exchanges, simulator.get(conversation) ?? [])
    for (const difference of found) met.add(reasonFor(difference))
    return found
      .filter((difference) => reasonFor(difference) === undefined)
      .map(
        ({ asked, at, ...said }) =>
          `${conversation}: ${asked}\n  ${at}\n  real:      ${said.real}\n  simulator: ${said.simulator}`,
      )
  })
}

export const unmetDifferences = () => meantDifferences.filter((meant) => !met.has(meant))
