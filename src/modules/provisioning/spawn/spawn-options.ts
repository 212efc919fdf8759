import * as z from 'zod'
import { bulkShape, type BulkOptions, type BulkOutcome } from '../../../operations/bulk-run.js'
import { milliseconds, waitOptionsWith } from '../../../operations/input-schemas.js'
import type { WaitOptions } from '../../../operations/module-context.js'
import type { ProvisioningStatus } from '../../../operations/node-status.js'
import type { SpawnError } from '../errors/provisioning-errors.js'
import type { SpawnOutcome } from './spawn-instance.js'

/** An instance on its node. */
export interface SpawnedInstance extends ProvisioningStatus {
  readonly instance: string
  /** Whether this call deployed the instance. */
  readonly outcome: SpawnOutcome
}

export interface SpawnOptions extends WaitOptions {
  /**
   * What to do when the spawn fails. `undo` (the default) puts the node back as it was found. `keep` leaves it
   * as it is, so that you can inspect it; clean up with `destroy` later.
   */
  readonly onFailure?: 'undo' | 'keep' | undefined
  /**
   * What to do when the signal is aborted. `undo` (the default) treats it as a failure. `keep` leaves
   * everything as it is; a later spawn of the same instance continues from there.
   */
  readonly onAbort?: 'undo' | 'keep' | undefined
  /** Time limit of the undo, in milliseconds, on top of the deadline. Default: 15 minutes. */
  readonly undoDeadlineMs?: number | undefined
  /**
   * How many nodes may turn out bad before the spawn fails, if the node is picked and not named. Nodes that
   * another client reserved first do not count. Default: 3.
   */
  readonly maxNodes?: number | undefined
}

/** The outcome of one spawn of `spawnAll`. Its subject is the UUID of the instance. */
export type SpawnAllOutcome = BulkOutcome<string, SpawnedInstance, SpawnError>

/** Options of `spawnAll`. The deadline and the callbacks apply to each instance. */
export interface SpawnAllOptions extends SpawnOptions, BulkOptions {
  /** Called when the outcome of an instance is known. */
  readonly onOutcome?: ((outcome: SpawnAllOutcome) => void) | undefined
}

const afterwards = z.enum(['undo', 'keep'], 'must be "undo" or "keep"').optional()

const spawnShape = {
  onFailure: afterwards,
  onAbort: afterwards,
  undoDeadlineMs: milliseconds.optional(),
  maxNodes: z.number().int('must be a whole number').min(1, 'must be at least 1').optional(),
}

export const spawnOptions: z.ZodType<SpawnOptions> = waitOptionsWith(spawnShape)

export const spawnAllOptions = z.lazy(
  () =>
    waitOptionsWith({
      ...spawnShape,
      ...bulkShape,
    }) as z.ZodType<SpawnAllOptions>,
)
