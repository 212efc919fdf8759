import * as z from 'zod'
import { isRequestId, REQUEST_ID_PROBLEM } from '../client/requests/call-options.js'
import { describeGiven } from '../errors/given-value.js'
import { describeSignal, POSITIVE_MS } from '../errors/option-sentences.js'
import { isUuid } from '../states/same-id.js'
import type { AskOptions, WaitOptions } from './module-context.js'

/** Ironic keeps the case of a UUID that it was given. Compare UUIDs with `sameId`, which ignores case. */
export const uuid = z
  .string()
  .refine(isUuid, 'must be a UUID, such as 1be26c0b-03f2-4d2e-ae87-c02d7f33c123')
  .toLowerCase()

/** UUID or name of a node, unchanged: Ironic may have it in capitals. */
export const nodeIdent = z
  .string()
  .min(1, 'is empty; pass the UUID or the name of a node')
  .max(255, 'is longer than the 255 characters that a name may have')
  .regex(/^[A-Za-z0-9\-._~]+$/, 'must be a UUID or a name of letters, digits and - . _ ~')
  .refine((ident) => !/^\.+$/.test(ident), 'must be the UUID or the name of a node')

/** Names a node, the instance on it, or both. If both are given, they must match. */
export type NodeTarget =
  | { readonly instance: string; readonly node?: undefined }
  | { readonly node: string; readonly instance?: undefined }
  | { readonly node: string; readonly instance: string }

export const target = z.lazy(
  () =>
    z
      .strictObject(
        { instance: uuid.optional(), node: nodeIdent.optional() },
        { error: ({ code, input }) => (code === 'invalid_type' ? noTarget(input) : undefined) },
      )
      .refine(
        ({ instance, node }) => instance !== undefined || node !== undefined,
        'is empty; pass { instance }, { node } or both',
      ) as z.ZodType<NodeTarget>,
)

/** Returns the sentence about a target that is no object. A text is probably the node itself. */
function noTarget(given: unknown): string {
  const wanted = "an object that names the node or its instance, such as { node: 'rack3-node7' }"
  if (given === undefined) return `is missing; pass ${wanted}`
  if (typeof given !== 'string' || !nodeIdent.safeParse(given).success)
    return `must be ${wanted}, not ${describeGiven(given)}`
  const instance = isUuid(given) ? `, or { instance: '${given}' }` : ''
  return `must be an object, not a string; pass { node: '${given}' }${instance}`
}

/** An instance and its node; both are required. */
export const instanceOnNode = z.strictObject({ instance: uuid, node: nodeIdent })

/** Plain JavaScript ignores `exactOptionalPropertyTypes`, so an `undefined` counts as absent everywhere. */
export const signal = z
  .custom<AbortSignal>((value) => value instanceof AbortSignal, {
    error: ({ input }) => describeSignal(input),
  })
  .optional()

export const milliseconds = z.number().positive(POSITIVE_MS).refine(Number.isFinite, POSITIVE_MS)

const askShape = {
  signal,
  timeoutMs: milliseconds.optional(),
  requestId: z.string().refine(isRequestId, REQUEST_ID_PROBLEM).optional(),
}
const waitShape = {
  ...askShape,
  deadlineMs: milliseconds.optional(),
  onProgress: z
    .custom<NonNullable<WaitOptions['onProgress']>>(
      (value) => typeof value === 'function',
      'must be a function',
    )
    .optional(),
}

export const askOptions: z.ZodType<AskOptions> = z.strictObject(askShape)
export const waitOptions: z.ZodType<WaitOptions> = z.strictObject(waitShape)

/** Returns the schema of the options of a verb that waits, with additional ones. */
export function waitOptionsWith<const Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...waitShape, ...shape })
}

/** Returns the schema of the options of a verb that only requests, with additional ones. */
export function askOptionsWith<const Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...askShape, ...shape })
}

/** Ironic's rule (`ironic/api/controllers/v1/utils.py`). The names of the os-traits package follow it too. */
export const traitName = z
  .string()
  .regex(/^[A-Z0-9_]{1,255}$/, 'must be a trait: capitals, digits and underscores, CUSTOM_ before your own')
