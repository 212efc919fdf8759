import type { Exchange } from '../replies/hold-conversation.js'
import { findReplyDifferences, type ReplyDifference } from '../replies/reply-differences.js'
import { meantInSweep } from './meant-in-sweep.js'

type Held = ReadonlyMap<string, readonly Exchange[]>

/** What the simulator answers otherwise without a reason, as one sentence each. */
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

const isMeant = (difference: ReplyDifference) => meantInSweep.some((one) => one.isIt(difference))
