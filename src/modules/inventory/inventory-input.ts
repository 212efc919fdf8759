import * as z from 'zod'
import { askOptionsWith, milliseconds } from '../../operations/input-schemas.js'
import type {
  FindInstanceOptions,
  InventoryOptions,
  PlacementOptions,
  WatchInventoryOptions,
} from './inventory-module.js'
import { inventoryScope } from './inventory-scope.js'

const NOT_NEGATIVE_MS = 'must be 0 or a finite number of milliseconds, such as 60000 for a minute'

const maxAgeMs = z.lazy(() =>
  z.number().min(0, NOT_NEGATIVE_MS).refine(Number.isFinite, NOT_NEGATIVE_MS).optional(),
)

const listShape = { scope: inventoryScope.optional(), maxAgeMs }

export const inventoryOptions: z.ZodType<InventoryOptions> = askOptionsWith(listShape)

export const findInstanceOptions: z.ZodType<FindInstanceOptions> = askOptionsWith(listShape)

export const placementOptions: z.ZodType<PlacementOptions> = z.lazy(() =>
  askOptionsWith({
    ...listShape,
    knownTraits: z.record(z.string(), z.array(z.string('must be a string'))).optional(),
    inUse: z.enum(['reserved', 'offered'], 'must be "reserved" or "offered"').optional(),
  }),
)

export const watchInventoryOptions: z.ZodType<WatchInventoryOptions> = z.lazy(() =>
  askOptionsWith({
    scope: inventoryScope.optional(),
    everyMs: milliseconds.min(1_000, 'must be at least 1000 milliseconds').optional(),
  }),
)

/** UUID or name of an instance. */
export const instanceIdent = z
  .string()
  .min(1, 'is empty; pass the UUID or the name of an instance')
  .max(255, 'is longer than the 255 characters that a name may have')
