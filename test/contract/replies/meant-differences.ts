import type { ReplyDifference } from './reply-differences.js'

interface MeantDifference {
  /** The conversation, or the start of its name. */
  readonly conversation: string
  /** The request, or its start. */
  readonly asked: string
  /** The place in the reply, or its start. */
  readonly at: string
  readonly reason: string
}

/** All intended differences. A test fails if one no longer occurs. */
export const meantDifferences: readonly MeantDifference[] = [
  {
    conversation: 'bodies that make no node at',
    asked: 'POST /v1/nodes {"driver": NaN}',
    at: '',
    reason:
      'JSON has no NaN. The parser of Ironic 21.4 reads it all the same; that of the simulator does not.',
  },
  {
    conversation: 'the field owner of a node at',
    asked: 'POST /v1/nodes',
    at: '',
    reason: 'Who may give a new node an owner depends on the login; Ironic without one lets nobody.',
  },
  {
    conversation: 'paths of a patch at',
    asked: 'PATCH /v1/nodes/{id:web} [{"op":"remove","path":"/extra/list/-"}]',
    at: '',
    reason:
      'The library of Ironic 21.4 trips over it and answers 500; the simulator refuses it as newer ones do.',
  },
  {
    conversation: 'patches of a port group at',
    asked: 'DELETE /v1/portgroups/{id:it}',
    at: 'status',
    reason:
      'Ironic 21.4 answers 500 where ports are in the group; the simulator refuses it as newer ones do.',
  },
  ...['the life of a machine at', 'a machine that is serviced at'].map((conversation) => ({
    conversation,
    asked: 'GET /v1/nodes/{id:web}',
    at: 'body.driver_internal_info.',
    reason: 'What Ironic remembers of steps that failed is for itself; the simulator forgets it.',
  })),
]

export const reasonFor = ({ conversation, asked, at }: ReplyDifference): MeantDifference | undefined =>
  meantDifferences.find(
    (meant) =>
      conversation.startsWith(meant.conversation) && asked.startsWith(meant.asked) && at.startsWith(meant.at),
  )
