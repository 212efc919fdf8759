import * as z from 'zod'
import { bulkShape, type BulkOptions, type BulkOutcome } from '../../../operations/bulk-run.js'
import { target, waitOptionsWith, type NodeTarget } from '../../../operations/input-schemas.js'
import type { WaitOptions } from '../../../operations/module-context.js'
import type { ProvisioningStatus } from '../../../operations/node-status.js'
import type { DestroyError, SpawnRemains } from '../errors/provisioning-errors.js'

export interface DestroyOptions extends WaitOptions {
  /**
   * When to return. `gone` (the default): when the instance is off the node, before the node is cleaned.
   * `available`: when the node is also cleaned, which can take hours.
   */
  readonly until?: 'gone' | 'available' | undefined
}

/**
 * The result of `destroy`. `node` is `undefined` if none was named and none carries the instance, or if the
 * node itself is gone.
 */
export interface DestroyedInstance {
  readonly outcome: 'destroyed' | 'was_gone'
  readonly node: ProvisioningStatus | undefined
  /** What Ironic refused to let anyone remove. It does not affect the next instance. Absent if nothing remains. */
  readonly remains?: readonly SpawnRemains[]
}

/** The outcome of one target of `destroyAll`. */
export type DestroyAllOutcome = BulkOutcome<NodeTarget, DestroyedInstance, DestroyError>

/** Options of `destroyAll`. The deadline and the callbacks apply to each target. */
export interface DestroyAllOptions extends DestroyOptions, BulkOptions {
  /** Called when the outcome of a target is known. */
  readonly onOutcome?: ((outcome: DestroyAllOutcome) => void) | undefined
}

const destroyShape = {
  until: z.enum(['gone', 'available'], 'must be "gone" or "available"').optional(),
}

export const destroyOptions: z.ZodType<DestroyOptions> = waitOptionsWith(destroyShape)

export const destroyAllOptions = z.lazy(
  () =>
    waitOptionsWith({
      ...destroyShape,
      ...bulkShape,
    }) as z.ZodType<DestroyAllOptions>,
)

export const destroyTargets: z.ZodType<readonly NodeTarget[]> = z.array(target)
