import { isUuid } from '../../states/same-id.js'
import { rootFieldsOf, type JsonPatch } from '../requests/json-patch.js'
import type { Expected } from '../requests/reply-identity.js'
import type { Resource } from './resource.js'

/** Returns what a reply must contain to be about the resource requested by UUID or name. */
export function expectedOf<Item, Id extends keyof Item>(
  { id, schema }: Resource<Item, Id>,
  ident: string,
): readonly Expected[] {
  const byName = id === 'uuid' && !isUuid(ident)
  if (byName && !schema.has('name')) return []
  return [{ what: schema.what, field: byName ? 'name' : String(id), value: ident }]
}

/** Returns what the reply to a patch must contain: the patch may have changed the name. */
export function expectedAfter<Item, Id extends keyof Item>(
  resource: Resource<Item, Id>,
  ident: string,
  patch: JsonPatch,
): readonly Expected[] {
  const expected = expectedOf(resource, ident)
  return expected.filter(({ field }) => field !== 'name' || !rootFieldsOf(patch).includes('name'))
}

/** The fields that identify a new member. Ironic writes addresses in lower case. */
const IDENTIFYING = ['uuid', 'name', 'node_uuid', 'address']

/** Returns what the reply to a creation must contain: the identifying fields that were sent. */
export function expectedToHave<Item, Id extends keyof Item>(
  { schema }: Pick<Resource<Item, Id>, 'schema'>,
  sent: Readonly<Record<string, unknown>>,
): readonly Expected[] {
  return IDENTIFYING.flatMap((field) => {
    const value = sent[field]
    return typeof value === 'string' ? [{ what: schema.what, field, value }] : []
  })
}
