import type { ReplyDifference } from './reply-differences.js'

interface MeantDifference {
  /** The conversation, or its beginning. */
  readonly conversation: string
  /** The request, or its beginning. */
  readonly asked: string
  /** Where in the reply, or its beginning. */
  readonly at: string
  readonly reason: string
}

/** Every difference that shall stay. One that nobody meets any more has to go from here. */
export const meantDifferences: readonly MeantDifference[] = []

export const reasonFor = ({ conversation, asked, at }: ReplyDifference): MeantDifference | undefined =>
  meantDifferences.find(
    (meant) =>
      conversation.startsWith(meant.conversation) && asked.startsWith(meant.asked) && at.startsWith(meant.at),
  )
