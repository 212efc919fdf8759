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
  /** How it came to be there. */
  readonly outcome: SpawnOutcome
}

export interface SpawnOptions extends WaitOptions {
  /**
   * What becomes of a failed spawn. `undo` (the default) puts the node back as it was found; `keep` leaves it to
   * be looked at, and `destroy` cleans up later.
   */
  readonly onFailure?: 'undo' | 'keep' | undefined
  /**
   * What becomes of a spawn whose signal is aborted. `undo` (the default) takes it for a failure; `keep` leaves
   * everything as it is, and a later spawn of the same instance goes on from there.
   */
  readonly onAbort?: 'undo' | 'keep' | undefined
  /** How long undoing may take, in milliseconds, on top of the deadline. Default: 15 minutes. */
  readonly undoDeadlineMs?: number | undefined
  /**
   * How many nodes may turn out bad before it is given up, where the node is not named but picked. Nodes that somebody
   * else was quicker to take do not count. Default: 3.
   */
  readonly maxNodes?: number | undefined
}

/** What became of one of many spawns; its subject is the UUID of the instance. */
export type SpawnAllOutcome = BulkOutcome<string, SpawnedInstance, SpawnError>

/** The deadline and the callbacks are for each instance. */
export interface SpawnAllOptions extends SpawnOptions, BulkOptions {
  /** Called when it is known what became of one. */
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

export const spawnAllOptions = waitOptionsWith({
  ...spawnShape,
  ...bulkShape,
}) as z.ZodType<SpawnAllOptions>
