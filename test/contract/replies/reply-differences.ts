import { findJsonDifferences, type JsonDifference, printJson } from '../comparison/json-differences.js'
import type { ComparedReply } from './compared-reply.js'
import type { Exchange } from './hold-conversation.js'

export interface ReplyDifference extends JsonDifference {
  /** The conversation with its microversion. */
  readonly conversation: string
  readonly asked: string
}

/** Returns every place in which a reply differs. */
export function findReplyDifferences(
  conversation: string,
  real: readonly Exchange[],
  simulator: readonly Exchange[],
): readonly ReplyDifference[] {
  return real.flatMap(({ asked, reply }, index) => {
    const other = simulator[index]
    if (other?.asked !== asked) throw new Error(`"${asked}" stands against "${String(other?.asked)}"`)
    return compareReplies(reply, other.reply).map((difference) => ({ conversation, asked, ...difference }))
  })
}

/** If only one of them is a refusal, the whole reply is one difference. */
function compareReplies(real: ComparedReply, simulator: ComparedReply): readonly JsonDifference[] {
  if (real.status !== simulator.status)
    return [{ at: 'status', real: outline(real), simulator: outline(simulator) }]
  if (real.status >= 400 && printJson(real.body) !== printJson(simulator.body))
    return [{ at: 'body', real: printJson(real.body), simulator: printJson(simulator.body) }]
  return [
    ...findJsonDifferences(real.headers, simulator.headers, 'headers'),
    ...findJsonDifferences(real.location, simulator.location, 'location'),
    ...findJsonDifferences(real.body, simulator.body, 'body'),
  ]
}

const outline = ({ status, body }: ComparedReply) => `${String(status)} ${JSON.stringify(body).slice(0, 300)}`
