import type { ReplyDifference } from '../replies/reply-differences.js'

interface MeantInSweep {
  readonly reason: string
  readonly isIt: (difference: ReplyDifference) => boolean
}

const refuses = (said: string) => /^[45]\d\d /.test(said)

/** Every kind of difference that shall stay. */
export const meantInSweep: readonly MeantInSweep[] = [
  {
    reason: 'A page of a list is full of what others have made.',
    isIt: ({ asked }) => asked.endsWith('limit=5'),
  },
  {
    reason: 'Who may give a new node an owner depends on the login; Ironic without one lets nobody.',
    isIt: ({ asked, real }) => asked.startsWith('POST /v1/nodes') && real.includes('project scoped admin'),
  },
  {
    reason:
      'Both refuse it, and nothing happens. Which status and words a refusal has that nobody can act upon, such as of a method that a path does not have or of a value that is no text, is not followed everywhere.',
    isIt: ({ at, real, simulator }) =>
      (at === 'status' && refuses(real) && refuses(simulator)) ||
      (at === 'body' && real.includes('error_message') && simulator.includes('error_message')) ||
      at === 'headers.allow',
  },
  {
    reason:
      'Patches of a port group to null or to what no column holds are taken, where Ironic falls back or fails.',
    isIt: ({ asked }) => asked.startsWith('PATCH /v1/portgroups/'),
  },
  {
    reason: 'The empty name is one name, and another conversation on the same Ironic may have it.',
    isIt: ({ asked, real }) => asked.includes('"value":""') && real.includes('with name  already exists'),
  },
  {
    reason: 'The simulator knows no description of deploy templates, and takes an empty owner for one.',
    isIt: ({ asked }) => asked.startsWith('POST /v1/') && /"(description|owner)":(""|null)\}$/.test(asked),
  },
]
