import type { NodeField } from '../../../client/resources/node/node-schema.js'
import type { KnownMachines } from './known-machines.js'

/** One enrolment on its way. */
export interface EnrollWork {
  /** What Ironic knew when it began. */
  readonly known: KnownMachines
  /** What is read of nodes. */
  readonly fields: readonly NodeField[]
  /** Until when locks, outages and lost answers are waited out. */
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
}
