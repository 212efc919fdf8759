import { isUuid } from '../../states/same-id.js'
import { rootFieldsOf, type JsonPatch } from '../requests/json-patch.js'
import type { Expected } from '../requests/reply-identity.js'
import type { Resource } from './resource.js'

/** What a reply must hold that was asked for by UUID or name. */
export function expectedOf<Item, Id extends keyof Item>(
  { id, schema }: Resource<Item, Id>,
  ident: string,
): readonly Expected[] {
  const byName = id === 'uuid' && !isUuid(ident)
  if (byName && !schema.has('name')) return []
  return [{ what: schema.what, field: byName ? 'name' : String(id), value: ident }]
}

/** What the reply to a patch must hold: the patch may have changed the name. */
export function expectedAfter<Item, Id extends keyof Item>(
  resource: Resource<Item, Id>,
  ident: string,
  patch: JsonPatch,
): readonly Expected[] {
  const expected = expectedOf(resource, ident)
  return expected.filter(({ field }) => field !== 'name' || !rootFieldsOf(patch).includes('name'))
}

/** What tells one that was made from all others. Ironic writes addresses in lower case. */
const IDENTIFYING = ['uuid', 'name', 'node_uuid', 'address']

/** What the reply to a creation must hold: the identifying fields that were sent. */
export function expectedToHave<Item, Id extends keyof Item>(
  { schema }: Pick<Resource<Item, Id>, 'schema'>,
  sent: Readonly<Record<string, unknown>>,
): readonly Expected[] {
  return IDENTIFYING.flatMap((field) => {
    const value = sent[field]
    return typeof value === 'string' ? [{ what: schema.what, field, value }] : []
  })
}
