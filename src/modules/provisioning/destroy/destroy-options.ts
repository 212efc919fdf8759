import * as z from 'zod'
import { bulkShape, type BulkOptions, type BulkOutcome } from '../../../operations/bulk-run.js'
import { target, waitOptionsWith, type NodeTarget } from '../../../operations/input-schemas.js'
import type { WaitOptions } from '../../../operations/module-context.js'
import type { ProvisioningStatus } from '../../../operations/node-status.js'
import type { DestroyError, SpawnRemains } from '../errors/provisioning-errors.js'

export interface DestroyOptions extends WaitOptions {
  /**
   * `gone` (the default): until the instance is off the node, which then is cleaned. `available`: until it is
   * cleaned as well, which can take hours.
   */
  readonly until?: 'gone' | 'available' | undefined
}

/** The node is `undefined` when none was named and none carries the instance, or when it is gone itself. */
export interface DestroyedInstance {
  readonly outcome: 'destroyed' | 'was_gone'
  readonly node: ProvisioningStatus | undefined
  /** What Ironic let nobody remove; it hinders no next instance. Absent where nothing remains. */
  readonly remains?: readonly SpawnRemains[]
}

/** What became of one of many tear-downs. */
export type DestroyAllOutcome = BulkOutcome<NodeTarget, DestroyedInstance, DestroyError>

/** The deadline and the callbacks are for each instance. */
export interface DestroyAllOptions extends DestroyOptions, BulkOptions {
  /** Called when it is known what became of one. */
  readonly onOutcome?: ((outcome: DestroyAllOutcome) => void) | undefined
}

const destroyShape = {
  until: z.enum(['gone', 'available'], 'must be "gone" or "available"').optional(),
}

export const destroyOptions: z.ZodType<DestroyOptions> = waitOptionsWith(destroyShape)

export const destroyAllOptions = waitOptionsWith({
  ...destroyShape,
  ...bulkShape,
}) as z.ZodType<DestroyAllOptions>

/** Many machines. */
export const destroyTargets: z.ZodType<readonly NodeTarget[]> = z.array(target)
