import type { ResultAsync } from 'neverthrow'
import type { CallOptions, QueryValues, SendRequest } from './api-request.js'
import type { RequestError, RequestErrorOr } from './client-errors.js'
import type { SpecificFaultKind } from './fault-errors.js'
import type { JsonPatch } from './json-patch.js'
import type { Need } from './missing-feature.js'
import { collection, type Collection } from './paging.js'
import { sendPatch } from './patch-request.js'
import type { ReplyShape } from './reply-shape.js'
import type { Only, ResourceSchema, Selected } from './resource-schema.js'

/** A collection of the API whose members have UUIDs: where it is, and what is in it. */
export interface Resource<Item> {
  /** Its name in `IronicClient`, for errors and logs. */
  readonly name: string
  /** Below `/v1`. */
  readonly path: readonly string[]
  /** The key of the list in the body of a list. */
  readonly key: string
  /** How a list shows its members in full. */
  readonly inFull: 'detail_path' | 'detail_query' | 'always'
  readonly needs: readonly Need[]
  readonly schema: ResourceSchema<Item>
}

/** What reading takes: `fields` makes the reply, and its type, just those. */
export interface GetOptions<Field extends PropertyKey = never> extends CallOptions {
  readonly fields?: readonly Field[] | undefined
}

/** What listing takes. */
export interface ListOptions<Field extends PropertyKey = never> extends GetOptions<Field> {
  /** Members per page; the server's own limit (1000 by default) when absent. */
  readonly pageSize?: number | undefined
}

/** What a list shows of each member: all, or the fields that were named and the UUID, by which pages go on. */
export type Listed<Item extends WithUuid, Field extends keyof Item> = [Field] extends [never]
  ? Item
  : Only<Item, Field | 'uuid'>

interface WithUuid {
  readonly uuid: string
}

/** Reads one member of a collection. */
export function readOne<Item, Field extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item>,
  id: string,
  { fields, ...options }: GetOptions<Field> = {},
): ResultAsync<Selected<Item, Field>, RequestError> {
  return send(
    {
      operation: `${resource.name}.get`,
      method: 'GET',
      path: [...resource.path, id],
      query: { fields },
      needs: [...resource.needs, ...fieldNeeds(resource, fields)],
      safety: 'read',
      reply: replyShape<Item, Selected<Item, Field>>(resource, fields),
    },
    options,
  )
}

/** Lists a collection, or the part of it that `query` chooses. */
export function listAll<Item extends WithUuid, Field extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item>,
  { query, needs = [] }: { readonly query?: QueryValues | undefined; readonly needs?: readonly Need[] },
  { fields, pageSize, ...options }: ListOptions<Field> = {},
): Collection<Listed<Item, Field>> {
  // The marker of the next page is a UUID, so it is always asked for.
  const asked = fields === undefined ? undefined : [...new Set<string>(['uuid', ...fields])]
  const whole = asked === undefined
  return collection(
    send,
    {
      operation: `${resource.name}.list`,
      path: whole && resource.inFull === 'detail_path' ? [...resource.path, 'detail'] : resource.path,
      query: {
        ...query,
        detail: (whole && resource.inFull === 'detail_query') || undefined,
        fields: asked,
        limit: pageSize,
      },
      needs: [...resource.needs, ...needs, ...fieldNeeds(resource, asked)],
      key: resource.key,
      item: replyShape<Item, Listed<Item, Field>>(resource, asked),
      markerOf: (member) => (member).uuid,
    },
    options,
  )
}

/** Changes one member and returns it as it is then. */
export function patchOne<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  id: string,
  patch: JsonPatch,
  { faults }: { readonly faults: readonly Kind[] },
  options?: CallOptions,
): ResultAsync<Item, RequestErrorOr<Kind>> {
  return sendPatch(
    send,
    {
      operation: `${resource.name}.patch`,
      path: [...resource.path, id],
      patch,
      needs: [...resource.needs, ...resource.schema.needs(patch.map(({ path }) => path.split('/')[1] ?? ''))],
      reply: resource.schema.whole,
      faults,
    },
    options,
  )
}

/** Removes one member; gone meanwhile counts as done. */
export function deleteOne<Item, Kind extends SpecificFaultKind>(
  send: SendRequest,
  resource: Resource<Item>,
  id: string,
  { faults }: { readonly faults: readonly Kind[] },
  options?: CallOptions,
): ResultAsync<void, RequestErrorOr<Kind>> {
  return send(
    {
      operation: `${resource.name}.delete`,
      method: 'DELETE',
      path: [...resource.path, id],
      needs: resource.needs,
      safety: 'delete',
      faults,
    },
    options,
  )
}

function replyShape<Item, Reply>(
  { schema }: Resource<Item>,
  fields: readonly string[] | undefined,
): ReplyShape<Reply> {
  return (fields === undefined ? schema.whole : schema.only(fields)) as ReplyShape<Item & Reply>
}

function fieldNeeds<Item>(resource: Resource<Item>, fields: readonly string[] | undefined): readonly Need[] {
  return fields === undefined ? [] : ['node_fields', ...resource.schema.needs(fields)]
}
