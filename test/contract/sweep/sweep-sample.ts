import type { Conversation } from '../replies/conversation.js'

/** One in this many conversations is held with real Ironic each time. */
const ONE_IN = 20

/** Returns the same conversations each time, some of every kind: neighbours are about one resource. */
export const sampleOf = (conversations: readonly Conversation[]): readonly Conversation[] =>
  conversations.filter((_conversation, index) => index % ONE_IN === 0)
