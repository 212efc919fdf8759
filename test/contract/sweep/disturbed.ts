import { printJson } from '../comparison/json-differences.js'
import type { Exchange } from '../replies/hold-conversation.js'

/** Replies that other work causes: Ironic locks a node once a minute to read its power. */
export function disturbedReplies(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges
    .filter(({ reply }) => printJson(reply.body).includes(' is locked by host '))
    .map(({ asked }) => asked)
}
