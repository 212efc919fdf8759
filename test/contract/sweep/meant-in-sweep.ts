import type { ReplyDifference } from '../replies/reply-differences.js'

interface MeantInSweep {
  readonly reason: string
  readonly isIt: (difference: ReplyDifference) => boolean
}

/** All intended differences. A test fails if one no longer occurs. */
export const meantInSweep: readonly MeantInSweep[] = [
  {
    reason:
      'Who may give a new node an owner depends on the login. Ironic without one lets nobody; the simulator without a ' +
      'caller stands for a system admin, whom Ironic lets.',
    isIt: ({ asked, at, real }) =>
      asked.startsWith('POST /v1/nodes {') &&
      asked.includes('"owner":') &&
      at === 'status' &&
      real.includes('Cannot create a node as a project scoped admin'),
  },
]
