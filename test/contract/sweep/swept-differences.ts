import type { Exchange } from '../replies/hold-conversation.js'
import { findReplyDifferences, type ReplyDifference } from '../replies/reply-differences.js'
import { meantInSweep } from './meant-in-sweep.js'

type Held = ReadonlyMap<string, readonly Exchange[]>

const met = new Set<unknown>()

/** Lists the unintended differences of the simulator, one sentence each. */
export function sweptDifferences(real: Held, simulator: Held): readonly string[] {
  return [...real].flatMap(([conversation, exchanges]) =>
    findReplyDifferences(conversation, exchanges, simulator.get(conversation) ?? [])
      .filter((difference) => !isMeant(difference))
      .map(
        ({ asked, at, ...said }) =>
          `${conversation}: ${asked}\n  ${at}\n  real:      ${said.real}\n  simulator: ${said.simulator}`,
      ),
  )
}

/** Lists the allowed differences that do not occur. */
export const unmetInSweep = () => meantInSweep.filter((meant) => !met.has(meant))

function isMeant(difference: ReplyDifference): boolean {
  const meant = meantInSweep.find((one) => one.isIt(difference))
  met.add(meant)
  return meant !== undefined
}
