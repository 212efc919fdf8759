import { errAsync, type ResultAsync } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { rootFieldsOf, type JsonPatch } from '../requests/json-patch.js'
import type { Need } from '../requests/missing-feature.js'
import { about, type Expected } from '../requests/reply-identity.js'
import type { ReplyShape } from '../requests/reply-shape.js'
import { neededByFilter, problemInQuery, type Filter } from './list-filter.js'
import { fitting } from './list-identity.js'
import { collection, refusedCollection, type Collection } from './paging.js'
import { sendPatch, type PatchRequest } from './patch-request.js'
import { expectedOf, expectedAfter } from './resource-identity.js'
import type { Only, ResourceSchema, Selected } from './resource-schema.js'
import type { Resource } from './resource.js'

export type { Resource } from './resource.js'

/** What reading takes: `fields` makes the reply, and its type, just those. */
export interface GetOptions<Field extends PropertyKey = never> extends CallOptions {
  /** The whole resource when absent or empty. */
  readonly fields?: readonly Field[] | undefined
}

/**
 * What listing takes. Members come in the order in which they were made. There is no other: over several pages, a
 * server that sorts by what changes meanwhile shows some members twice and others never.
 */
export interface ListOptions<Field extends PropertyKey = never> extends GetOptions<Field> {
  /** Members per page; the server's own limit (1000 by default) when absent. */
  readonly pageSize?: number | undefined
}

/** What listing takes where Ironic can narrow the list. */
export interface FilteredListOptions<
  ItemFilter,
  Field extends PropertyKey = never,
> extends ListOptions<Field> {
  /** Which members are listed; all when absent. */
  readonly filter?: ItemFilter | undefined
}

/** What a list shows of each member: all, or the fields that were named and the one that tells members apart. */
export type Listed<Item, Field extends keyof Item, Id extends keyof Item = 'uuid' & keyof Item> = [
  Field,
] extends [never]
  ? Item
  : Only<Item, Field | Id>

/** Reads one member of a collection. */
export function readOne<Item, Id extends keyof Item, Field extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item, Id>,
  ident: string,
  options: GetOptions<Field> | undefined,
  expected: readonly Expected[] = expectedOf(resource, ident),
): ResultAsync<Selected<Item, Field>, RequestError> {
  const { fields, ...call } = options ?? {}
  const operation = `${resource.name}.get`
  const problem = problemInQuery({ fields })
  if (problem !== undefined) return errAsync(problem.within({ operation, node: resource.node }))
  const asked = givenOnly(fields)
  return send(
    {
      operation,
      method: 'GET',
      path: [...resource.path, ident],
      query: { fields: asked },
      needs: [...resource.needs, ...fieldNeeds(resource, asked)],
      safety: 'read',
      reply: about(replyShape<Item, Selected<Item, Field>>(resource.schema, asked), expected),
      node: resource.node,
    },
    call,
  )
}

/** What is special about a list. */
interface ListFacts {
  readonly needs?: readonly Need[] | undefined
  /** Whether members are read in full although just these fields of them are asked for. */
  readonly readsInFull?: ((fields: readonly string[]) => boolean) | undefined
}

/** Lists a collection, or the part of it that the filter chooses. */
export function listAll<Item, Id extends keyof Item & string, Field extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item, Id>,
  options: FilteredListOptions<object, Field> | undefined,
  facts: ListFacts = {},
): Collection<Listed<Item, Field, Id>> {
  const { fields, pageSize, filter, ...call } = options ?? {}
  const operation = `${resource.name}.list`
  const problem = problemInQuery({ fields, filter, pageSize }, resource.filters)
  if (problem !== undefined) return refusedCollection(problem.within({ operation, node: resource.node }))
  const named = givenOnly(fields)
  const whole = named === undefined || (facts.readsInFull?.(named) ?? false)
  const asked = whole ? undefined : [...new Set<string>([resource.id, ...named])]
  const item = replyShape<Item, Listed<Item, Field, Id>>(resource.schema, asked)
  return collection(
    send,
    {
      operation,
      path: whole && resource.inFull === 'detail_path' ? [...resource.path, 'detail'] : resource.path,
      query: {
        ...(filter as Filter | undefined),
        detail: (whole && resource.inFull === 'detail_query') || undefined,
        fields: asked,
        limit: pageSize,
      },
      needs: [
        ...resource.needs,
        ...(facts.needs ?? []),
        ...neededByFilter(filter as Filter | undefined, resource.filters),
        ...fieldNeeds(resource, named),
      ],
      key: resource.key,
      item: fitting(item, filter as Filter | undefined, resource.filters),
      markerOf: (member) => textAt(member, resource.id),
      node: resource.node,
    },
    call,
  )
}

/** Changes one member and returns it as it is then. */
export function patchOne<Item, Id extends keyof Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item, Id>,
  ident: string,
  patch: JsonPatch,
  facts: { readonly faults: readonly Kind[] } & Pick<PatchRequest<Item, Kind>, 'needs' | 'query' | 'safety'>,
  options?: CallOptions,
): ResultAsync<Item, RequestErrorOr<Kind>> {
  const needs = [...resource.needs, ...(facts.needs ?? []), ...inputNeeds(resource, rootFieldsOf(patch))]
  return sendPatch(
    send,
    {
      operation: `${resource.name}.patch`,
      path: [...resource.path, ident],
      patch,
      reply: about(resource.schema.whole, expectedAfter(resource, ident, patch)),
      node: resource.node,
      ...facts,
      needs,
    },
    options,
  )
}

/**
 * Removes one member; gone meanwhile counts as done. With `once` a lost reply is left to the caller, where another
 * member may have taken its place.
 */
export function deleteOne<Item, Id extends keyof Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item, Id>,
  ident: string,
  { faults, safety = 'delete' }: { readonly faults: readonly Kind[]; readonly safety?: 'delete' | 'once' },
  options?: CallOptions,
): ResultAsync<void, RequestErrorOr<Kind>> {
  return send(
    {
      operation: `${resource.name}.delete`,
      method: 'DELETE',
      path: [...resource.path, ident],
      needs: resource.needs,
      safety,
      faults,
      node: resource.node,
    },
    options,
  )
}

/** The microversions that these fields of an input need. */
export function inputNeeds<Item, Id extends keyof Item>(
  { schema, inputs = {} }: Resource<Item, Id>,
  fields: readonly string[],
): readonly Need[] {
  const ofInputs = fields.flatMap((field) => (Object.hasOwn(inputs, field) ? [inputs[field]] : []))
  return [...ofInputs.filter((need) => need !== undefined), ...schema.needs(fields)]
}

/** What a reply must be: the whole member, or just the fields that were asked for. */
export function replyShape<Item, Reply>(
  schema: ResourceSchema<Item>,
  fields: readonly string[] | undefined,
): ReplyShape<Reply> {
  return (fields === undefined ? schema.whole : schema.only(fields)) as ReplyShape<Item & Reply>
}

function fieldNeeds<Item, Id extends keyof Item>(
  { schema }: Resource<Item, Id>,
  fields: readonly string[] | undefined,
): readonly Need[] {
  return fields === undefined ? [] : ['node_fields', ...schema.needs(fields)]
}

/** The fields that were asked for; none are all. */
export function givenOnly(fields: readonly string[] | undefined): readonly string[] | undefined {
  return fields === undefined || fields.length === 0 ? undefined : fields
}

function textAt(value: unknown, key: string): string | undefined {
  const text = (value as Readonly<Record<string, unknown>>)[key]
  return typeof text === 'string' ? text : undefined
}
