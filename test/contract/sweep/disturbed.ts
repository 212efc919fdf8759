import { printJson } from '../comparison/json-differences.js'
import type { Exchange } from '../replies/hold-conversation.js'

/** Replies that are others' doing: a node is locked once a minute while Ironic looks at its power. */
export function disturbedReplies(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges
    .filter(({ reply }) => printJson(reply.body).includes(' is locked by host '))
    .map(({ asked }) => asked)
}
