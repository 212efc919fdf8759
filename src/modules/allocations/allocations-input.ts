import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { askOptionsWith, milliseconds, nodeIdent, uuid, traitName } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import type { AskOptions } from '../../operations/module-context.js'

/** The fields that `create` and `backfill` share. */
interface AllocationFields {
  /** Pass a UUID of your own to be able to repeat the request. It becomes the node's `instance_uuid`. */
  readonly uuid?: string | undefined
  /** Unique among allocations. A free node of the same name is taken first. */
  readonly name?: string | undefined
  /** Traits that the node must have, at most 50. Ironic also writes them into its `instance_info`. */
  readonly traits?: readonly string[] | undefined
  /** UUIDs or names of the nodes to choose from. Default: any. */
  readonly candidates?: readonly string[] | undefined
  /** Any data to store with the allocation. */
  readonly extra?: FreeForm | undefined
  /** Only nodes with this owner or lessee; microversion 1.60. */
  readonly owner?: string | undefined
}

/** The requirements for a node, and the allocation's own fields. */
export interface AllocationRequest extends AllocationFields {
  /** The node's resource class; at most 80 characters. */
  readonly resourceClass: string
}

/** The fields of the allocation of an active node; the node must match all of them. */
export interface BackfillRequest extends AllocationFields {
  /** Default: the node's own. */
  readonly resourceClass?: string | undefined
}

/** How long to wait for an allocation. */
export interface AllocationWaitOptions extends AskOptions {
  /** In milliseconds. Default: 120 000; Ironic decides within seconds. */
  readonly deadlineMs?: number | undefined
}

const resourceClass = z
  .string()
  .min(1, 'is empty; pass the resource class of a node')
  .max(80, 'is longer than the 80 characters of a class')

const logicalName = z
  .string()
  .min(1, 'is empty')
  .max(255, 'is longer than the 255 characters that a name may have')
  .regex(/^[A-Za-z0-9\-._~]+$/, 'must consist of letters, digits and - . _ ~')
  .refine((name) => !/^\.+$/.test(name), 'must not consist of dots only')

const fields = {
  uuid: uuid.optional(),
  name: logicalName
    .refine((name) => !uuid.safeParse(name).success, 'must not look like a UUID; pass that as uuid')
    .optional(),
  traits: z.array(traitName).max(50, 'has more than the 50 traits that a node can have').optional(),
  candidates: z.array(nodeIdent).min(1, 'names no node; leave it out for any').optional(),
  extra: jsonObject.optional(),
  owner: z
    .string()
    .min(1, 'is empty; leave it out for any')
    .max(255, 'is longer than 255 characters')
    .optional(),
}

export const allocationRequest: z.ZodType<AllocationRequest> = z.strictObject({ ...fields, resourceClass })

export const backfillRequest: z.ZodType<BackfillRequest> = z.lazy(() =>
  z.strictObject({
    ...fields,
    resourceClass: resourceClass.optional(),
  }),
)

/** UUID or name of an allocation. */
export const allocationIdent = logicalName.transform((ident) => {
  const checked = uuid.safeParse(ident)
  return checked.success ? checked.data : ident
})

export const allocationWaitOptions: z.ZodType<AllocationWaitOptions> = z.lazy(() =>
  askOptionsWith({
    deadlineMs: milliseconds.optional(),
  }),
)
