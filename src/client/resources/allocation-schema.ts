import * as z from 'zod'
import { freeForm, nullableText, textList } from '../collections/field-schemas.js'
import { resourceSchema, type ItemOf } from '../collections/resource-schema.js'

const state: z.ZodType<'allocating' | 'active' | 'error' | (string & {})> = z.string()

export const allocationSchema = resourceSchema(
  'an allocation',
  {
    uuid: z.string(),
    name: nullableText,
    /** `allocating` until Ironic has looked for a node, then `active` or `error`. */
    state,
    /** UUID of the node that was found. */
    node_uuid: nullableText,
    resource_class: nullableText,
    traits: textList,
    /** UUIDs of the nodes that it had to choose from; any when empty. */
    candidate_nodes: textList,
    last_error: nullableText,
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {
    owner: [nullableText, '1.60'],
  },
)

/** A claim to a node that Ironic picks. Its UUID is what `instance_uuid` of the node then says. */
export interface Allocation extends ItemOf<typeof allocationSchema> {}
/** A field of an allocation that may be asked for by name. */
export type AllocationField = keyof Allocation
