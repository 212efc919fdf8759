import type { NodeField } from '../../../client/resources/node/node-schema.js'
import type { KnownMachines } from './known-machines.js'

/** One enrollment under way. */
export interface EnrollWork {
  /** The resources in Ironic when it began. */
  readonly known: KnownMachines
  /** The fields to read of nodes. */
  readonly fields: readonly NodeField[]
  /** How long to retry through locks, outages and lost replies. */
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
}
