import type { Conversation } from '../replies/conversation.js'

/** One conversation in so many is held with the real ones each time. */
const ONE_IN = 20

/** The same conversations each time, some of every kind: those that stand together ask of one resource. */
export const sampleOf = (conversations: readonly Conversation[]): readonly Conversation[] =>
  conversations.filter((_conversation, index) => index % ONE_IN === 0)
