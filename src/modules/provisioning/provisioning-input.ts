import * as z from 'zod'
import { milliseconds, nodeIdent, uuid, waitOptionsWith } from '../input-schemas.js'
import type { DestroyOptions, SpawnOptions } from './provisioning-module.js'

const afterwards = z.enum(['undo', 'keep'], 'must be "undo" or "keep"').optional()

export const spawnOptions: z.ZodType<SpawnOptions> = waitOptionsWith({
  onFailure: afterwards,
  onAbort: afterwards,
  undoDeadlineMs: milliseconds.optional(),
})

export const destroyOptions: z.ZodType<DestroyOptions> = waitOptionsWith({
  until: z.enum(['gone', 'available'], 'must be "gone" or "available"').optional(),
})

/** Both are needed: which instance, and which node. */
export const instanceOnNode = z.strictObject({ instance: uuid, node: nodeIdent })
