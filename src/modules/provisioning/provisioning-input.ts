import * as z from 'zod'
import { bulkShape } from '../../operations/bulk-run.js'
import {
  milliseconds,
  nodeIdent,
  target,
  uuid,
  waitOptionsWith,
  type Target,
} from '../../operations/input-schemas.js'
import { wantedNode } from './claim/node-requirements.js'
import type { DestroyOptions } from './destroy/destroy-options.js'
import type { DestroyAllOptions, SpawnAllOptions } from './provisioning-module.js'
import type { SpawnOptions } from './spawn/spawn-options.js'
import { spawnRequest, type WantedSpawn } from './spawn/spawn-request.js'

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

const destroyShape = {
  until: z.enum(['gone', 'available'], 'must be "gone" or "available"').optional(),
}

export const destroyOptions: z.ZodType<DestroyOptions> = waitOptionsWith(destroyShape)

export const destroyAllOptions = waitOptionsWith({
  ...destroyShape,
  ...bulkShape,
}) as z.ZodType<DestroyAllOptions>

/** Both are needed: which instance, and which node. */
export const instanceOnNode = z.strictObject({ instance: uuid, node: nodeIdent })

/** Which instance, and which node or what it must be. */
export const instanceOnWantedNode = z.strictObject({ instance: uuid, node: wantedNode })

/** Many requests, none of them for the same instance or the same named node as another. */
export const spawnRequests: z.ZodType<readonly WantedSpawn[]> = z
  .array(spawnRequest)
  .superRefine((requests, context) => {
    const seen = new Set<string>()
    for (const [index, { instance, node }] of requests.entries()) {
      const named = typeof node === 'string' ? [[['node'], `node ${node}`] as const] : []
      for (const [path, subject] of [[['instance', 'id'], `instance ${instance.id}`] as const, ...named]) {
        if (seen.has(subject))
          context.addIssue({
            code: 'custom',
            path: [index, ...path],
            message: 'is there twice; pass each once',
          })
        seen.add(subject)
      }
    }
  })

/** Many machines. */
export const targets: z.ZodType<readonly Target[]> = z.array(target)
