import { type JsonObject, sameJson } from '../json-value.js'
import type { ResourceRecord } from '../store/resource-record.js'
import { type ApiReply, type ApiRequest, locationOf } from './api-request.js'
import { badRequest, conflict, notFound } from './api-fault.js'
import { type ArgumentTable, boolean, readArguments, string, stringList } from './arguments.js'
import { checkBody, checkFields } from './field-schema.js'
import { applyPatch, readPatch, requirePatchable } from './json-patch.js'
import { pickedFields } from './node-list-routes.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from './paging.js'
import { knownSchemas, requireFields, requireOldEnough, requireSortable } from './resource-fields.js'
import { findResource, requireKind, type ResourceKind, tableOf, viewResource } from './resource-kind.js'
import { type Route, withFieldsInPath } from './route.js'

/** The routes that such a resource has; those that it has besides stand with it. */
export function resourceRoutes(kind: ResourceKind, filters: ResourceFilters = {}): readonly Route[] {
  const one = `/v1/${kind.path}/{ident}`
  return [
    { method: 'GET', path: `/v1/${kind.path}`, handle: (request) => listResources(request, kind, filters) },
    { method: 'POST', path: `/v1/${kind.path}`, handle: (request) => createResource(request, kind) },
    ...withFieldsInPath({ method: 'GET', path: one, handle: (request) => getResource(request, kind) }),
    { method: 'PATCH', path: one, handle: (request) => patchResource(request, kind) },
    { method: 'DELETE', path: one, handle: (request) => deleteResource(request, kind) },
  ]
}

/** What a list can be narrowed by: how each argument is read, and which records it leaves. */
export interface ResourceFilters {
  readonly table?: ArgumentTable
  readonly matcher?: (
    request: ApiRequest,
    args: Readonly<Record<string, unknown>>,
  ) => (record: ResourceRecord) => boolean
  /** Set where a list is always in detail. */
  readonly inDetail?: boolean
}

export function listResources(
  request: ApiRequest,
  kind: ResourceKind,
  { table = {}, matcher, inDetail = false }: ResourceFilters,
): ApiReply {
  requireKind(request, kind)
  const args = readArguments(request.args, {
    ...PAGING_ARGUMENTS,
    ...(kind.named ? { marker: string } : {}),
    fields: stringList,
    detail: boolean,
    ...table,
  })
  const { fields, detail } = args
  requireFields(kind.fields, request, fields)
  const picked = inDetail ? undefined : pick(request, kind, fields, detail)
  const order = pageOrder(request, args)
  requireSortable(kind.fields, request, order.sortKey, kind.unsortable)
  const records = [...tableOf(request, kind).values()]
  const marker = records.find((record) => record.uuid === order.marker)
  if (order.marker !== undefined && marker === undefined)
    throw notFound(`${kind.noun} ${order.marker} could not be found.`)
  const matches = matcher?.(request, args) ?? (() => true)
  const found = cutPage(records, marker, order, matches, (record, key) => record[key])
  const items = found.map((record) => viewResource(request, kind, record, picked))
  const kept = { sort_key: order.sortKey, sort_dir: order.sortDir, detail }
  const next = { resource: kind.path, order, fields: picked, kept }
  return { status: 200, body: collectionBody(request, kind.collection, items, found.at(-1)?.uuid, next) }
}

function pick(
  request: ApiRequest,
  { listFields, alwaysInDetail }: ResourceKind,
  fields: readonly string[] | undefined,
  detail: boolean | undefined,
): readonly string[] | undefined {
  if (!alwaysInDetail) return pickedFields(request, fields, detail, listFields)
  if (detail === true && fields !== undefined)
    throw badRequest("Can't fetch a subset of fields with 'detail' set")
  return detail === true ? undefined : (fields ?? listFields)
}

function getResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  const { fields } = readArguments(request.args, { fields: stringList })
  const record = findResource(request, kind)
  requireFields(kind.fields, request, fields)
  return { status: 200, body: viewResource(request, kind, record, fields) }
}

function createResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  readArguments(request.args, {})
  const record = addResource(request, kind, readResource(request, kind))
  return {
    status: 201,
    body: viewResource(request, kind, record),
    location: locationOf(request, `${kind.path}/${record.uuid}`),
  }
}

/** The body of a new resource, once its form has been checked. */
export function readResource(request: ApiRequest, kind: ResourceKind): JsonObject {
  const schemas = knownSchemas(request, kind.schemas, kind.fields)
  const given = checkBody(request.body, schemas, kind.needed, kind.about)
  kind.check?.(request, given, kind.about)
  requireOldEnough(kind.fields, request.minor, Object.keys(given))
  return given
}

export function addResource(request: ApiRequest, kind: ResourceKind, given: JsonObject): ResourceRecord {
  const { world } = request
  kind.allow?.(request, given, undefined)
  const uuid = typeof given['uuid'] === 'string' ? given['uuid'] : world.random.uuid()
  if (tableOf(request, kind).has(uuid)) throw conflict(`${anOf(kind)} with UUID ${uuid} already exists.`)
  const record = {
    ...kind.empty,
    ...withoutNulls(given),
    id: world.store.nextId(kind.table),
    uuid,
    created_at: world.timeText(),
    updated_at: null,
  }
  world.store.addResource(kind.table, record)
  return record
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

function patchResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  readArguments(request.args, {})
  const { maxMinor } = request.world.settings
  const patch = readPatch(request.body)
  const patchable = kind.patchable.filter((field) => (kind.fields[field] ?? 1) <= maxMinor)
  requirePatchable(patch, patchable)
  requireOldEnough(
    kind.fields,
    request.minor,
    patch.map(({ path }) => path.split('/')[1] ?? ''),
  )
  const record = findResource(request, kind)
  const before = Object.fromEntries(patchable.map((field) => [field, record[field] ?? null]))
  const patched = applyPatch(before, patch)
  const given = checkBody(patched, kind.schemas, kind.needed, 'patch')
  kind.check?.(request, given, 'patch')
  const after: JsonObject = {
    ...Object.fromEntries(patchable.map((field) => [field, kind.empty[field] ?? null])),
    ...withoutNulls(checkFields(given, kind.schemas, 'patch')),
  }
  kind.allow?.(request, after, record)
  const changed = Object.entries(after).filter(([field, value]) => !sameJson(before[field], value))
  for (const [field, value] of changed) record[field] = value
  record.updated_at = request.world.timeText()
  return { status: 200, body: viewResource(request, kind, record) }
}

function deleteResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  readArguments(request.args, {})
  const record = findResource(request, kind)
  kind.allowDeletion?.(request, record)
  tableOf(request, kind).delete(record.uuid)
  return { status: 204 }
}

/** Names are told apart by case, and there is one of each. */
export function requireFreeName(
  request: ApiRequest,
  kind: ResourceKind,
  given: JsonObject,
  but: ResourceRecord | undefined,
): void {
  const { name } = given
  if (typeof name !== 'string') return
  for (const other of tableOf(request, kind).values())
    if (other['name'] === name && other !== but)
      throw conflict(`${anOf(kind)} with name ${name} already exists.`)
}

const anOf = ({ noun }: ResourceKind) => `${/^[aeiou]/i.test(noun) ? 'An' : 'A'} ${noun.toLowerCase()}`
