import { errAsync, type ResultAsync } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { rootFieldsOf, type JsonPatch } from '../requests/json-patch.js'
import { readingArguments } from '../requests/argument-check.js'
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

/** Options of a read: `fields` restricts the reply, and its type, to those fields. */
export interface GetOptions<Field extends PropertyKey = never> extends CallOptions {
  /** The whole resource if absent or empty. */
  readonly fields?: readonly Field[] | undefined
}

/**
 * Options of a list. Members come in the order of their creation. No other order is offered: over several pages, a
 * server that sorts by a changing field shows some members twice and others never.
 */
export interface ListOptions<Field extends PropertyKey = never> extends GetOptions<Field> {
  /** Members per page. Default: the server's own limit (1000 unless configured). */
  readonly pageSize?: number | undefined
}

/** Options of a list that Ironic can filter. */
export interface FilteredListOptions<
  ItemFilter,
  Field extends PropertyKey = never,
> extends ListOptions<Field> {
  /** Which members to list; all if absent. */
  readonly filter?: ItemFilter | undefined
}

/** What a list contains of each member: everything, or the named fields and the one that identifies it. */
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
  return readingArguments(
    { operation: `${resource.name}.get`, node: resource.node },
    () => {
      const { fields, ...call } = options ?? {}
      const operation = `${resource.name}.get`
      const problem = problemInQuery(options, ['fields'])
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
    },
    errAsync,
  )
}

/** How a list differs from the usual one. */
interface ListFacts {
  readonly needs?: readonly Need[] | undefined
  /** Whether members are read in full although only these fields of them are requested. */
  readonly readsInFull?: ((fields: readonly string[]) => boolean) | undefined
}

/** Lists a collection, or the members that match a filter. */
export function listAll<Item, Id extends keyof Item & string, Field extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item, Id>,
  options: FilteredListOptions<object, Field> | undefined,
  facts: ListFacts = {},
): Collection<Listed<Item, Field, Id>> {
  return readingArguments(
    { operation: `${resource.name}.list`, node: resource.node },
    () => {
      const { fields, pageSize, filter, ...call } = options ?? {}
      const operation = `${resource.name}.list`
      const problem = problemInQuery(options, ['fields', 'filter', 'pageSize'], resource.filters)
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
    },
    refusedCollection<Listed<Item, Field, Id>>,
  )
}

/** Changes one member and returns its new state. */
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
 * Deletes one member; one that is already gone counts as deleted. With `once`, a lost reply is left to the caller,
 * since another member may have taken its place.
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

/** Returns the microversions that these fields of an input need. */
export function inputNeeds<Item, Id extends keyof Item>(
  { schema, inputs = {} }: Resource<Item, Id>,
  fields: readonly string[],
): readonly Need[] {
  const ofInputs = fields.flatMap((field) => (Object.hasOwn(inputs, field) ? [inputs[field]] : []))
  return [...ofInputs.filter((need) => need !== undefined), ...schema.needs(fields)]
}

/** Returns the expected shape of a reply: the whole member, or only the requested fields. */
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

/** Returns the requested fields; an empty list means all. */
export function givenOnly(fields: readonly string[] | undefined): readonly string[] | undefined {
  return fields === undefined || fields.length === 0 ? undefined : fields
}

function textAt(value: unknown, key: string): string | undefined {
  const text = (value as Readonly<Record<string, unknown>>)[key]
  return typeof text === 'string' ? text : undefined
}
