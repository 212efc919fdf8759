import { sameJson } from '../../../formats/same-json.js'
import type { JsonObject } from '../../json/json-value.js'
import {
  ApiFault,
  badRequest,
  conflict,
  invalidFields,
  notAcceptable,
  notFound,
} from '../../refusals/api-fault.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import { sameText } from '../../world/same-text.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, locationOf } from '../framework/api-request.js'
import {
  type ArgumentTable,
  type ArgumentValues,
  boolean,
  logicalName,
  readArguments,
  string,
  stringList,
} from '../framework/arguments.js'
import { checkBody, checkFields } from '../framework/field-schema.js'
import { applyPatch, readPatch, requirePatch, requirePatchable } from '../framework/json-patch.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import {
  knownSchemas,
  requireFields,
  requireOldEnough,
  requireSortable,
  pickedFields,
} from '../framework/resource-fields.js'
import { type Route, withFieldsInPath } from '../framework/route.js'
import { requireStorable } from '../framework/stored-text.js'
import {
  findResource,
  hasRouteSchemas,
  identName,
  requireKind,
  type ResourceKind,
  tableOf,
  viewResource,
} from './resource-kind.js'
import { checkResourceQuery } from './resource-query.js'

/** Returns the common routes of a resource; each resource adds its own. */
export function resourceRoutes(kind: ResourceKind, filters: ResourceFilters = {}): readonly Route[] {
  const one = `/v1/${kind.path}/{ident}`
  return [
    { method: 'GET', path: `/v1/${kind.path}`, handle: (request) => listResources(request, kind, filters) },
    { method: 'POST', path: `/v1/${kind.path}`, handle: (request) => createResource(request, kind) },
    ...withFieldsInPath({ method: 'GET', path: one, handle: (request) => getResource(request, kind) }, 8),
    { method: 'PATCH', path: one, handle: (request) => patchResource(request, kind) },
    { method: 'DELETE', path: one, handle: (request) => deleteResource(request, kind) },
    { method: 'PATCH', path: `/v1/${kind.path}`, handle: (request) => refuseWithoutIdent(request, kind) },
    { method: 'DELETE', path: `/v1/${kind.path}`, handle: (request) => refuseWithoutIdent(request, kind) },
  ]
}

function refuseWithoutIdent(request: ApiRequest, kind: ResourceKind): never {
  if (request.method === 'PATCH') requirePatchVersion(request, kind)
  else requireKind(request, kind)
  if (hasRouteSchemas(request, kind, 'all')) throw new ApiFault(500, 'tuple index out of range')
  throw badRequest(`Missing mandatory parameter: ${identName(kind)}`)
}

/** The filters of a list: how each argument is read, and which records it keeps. */
export interface ResourceFilters {
  readonly table?: ArgumentTable
  /** What servers without schemas for queries read differently. */
  readonly olderTable?: ArgumentTable
  readonly matcher?: (
    request: ApiRequest,
    args: Readonly<Record<string, unknown>>,
  ) => (record: ResourceRecord) => boolean
  /** Set when a list is always in detail. */
  readonly inDetail?: boolean
  /** Set when fields cannot be selected. */
  readonly whole?: boolean
}

export function listResources(
  request: ApiRequest,
  kind: ResourceKind,
  { table = {}, olderTable = {}, matcher, inDetail = false, whole = false }: ResourceFilters,
): ApiReply {
  requireKind(request, kind)
  const checksAll = hasRouteSchemas(request, kind, 'all')
  const known = {
    ...PAGING_ARGUMENTS,
    ...(checksAll ? { marker: string, sort_key: string, sort_dir: string } : {}),
    ...(kind.named && kind.routeSchemas !== 'all' ? { marker: logicalName } : {}),
    ...(whole ? {} : { fields: stringList }),
    ...(inDetail ? {} : { detail: boolean }),
    ...table,
    ...(checksAll ? {} : olderTable),
  }
  if (checksAll) {
    // the schema of the query is checked before its values
    readArguments(Object.fromEntries(Object.keys(request.args).map((name) => [name, null])), known)
    checkResourceQuery(request, kind, undefined)
  }
  const args: ArgumentValues<typeof known & { fields: typeof stringList; detail: typeof boolean }> =
    readArguments(request.args, known)
  const { fields, detail } = args
  if (hasRouteSchemas(request, kind, 'query')) checkResourceQuery(request, kind, fields)
  requireSelectable(request, kind, fields)
  const picked = inDetail ? fields : pick(request, kind, fields, detail)
  const order = pageOrder(request, args)
  // the version is not checked
  requireSortable(kind.fields, { ...request, minor: Infinity }, order.sortKey, kind.unsortable, kind.computed)
  const records = [...tableOf(request, kind).values()]
  const marker = records.find((record) => sameText(record.uuid, order.marker))
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

function requireSelectable(request: ApiRequest, kind: ResourceKind, fields?: readonly string[]): void {
  if (fields !== undefined && request.minor < (kind.fieldsSince ?? 1)) throw notAcceptable()
  // some do not distinguish newer fields from unknown ones
  const newer = fields?.filter((field) => (kind.fields[field] ?? 1) > request.minor) ?? []
  if (kind.knowsByVersion === true && newer.length > 0) throw invalidFields(newer)
  requireFields(kind.fields, request, fields)
}

function getResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  const { fields } = readArguments(request.args, { fields: stringList })
  if (hasRouteSchemas(request, kind, 'query')) checkResourceQuery(request, kind, fields)
  const record = findResource(request, kind)
  requireSelectable(request, kind, fields)
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

/** Returns the body of a new resource after checking its form. */
export function readResource(request: ApiRequest, kind: ResourceKind): JsonObject {
  const about = hasRouteSchemas(request, kind, 'all') ? '' : kind.about
  const newer = kind.bodySince?.(request) ?? {}
  const known = Object.entries(knownSchemas(request, kind.schemas, kind.fields)).filter(
    ([name]) => (newer[name] ?? 1) <= request.minor,
  )
  const given = checkBody(request.body, Object.fromEntries(known), kind.needed, about)
  kind.check?.(request, given, about)
  requireOldEnough(kind.fields, request.minor, Object.keys(given))
  return given
}

export function addResource(request: ApiRequest, kind: ResourceKind, given: JsonObject): ResourceRecord {
  const { world } = request
  requireNew(request, kind, given)
  const kept = Object.entries(given).filter(([field]) => Object.hasOwn(kind.fields, field))
  requireStorable(Object.fromEntries(kept), kind.storedBy ?? 'api')
  const uuid = typeof given['uuid'] === 'string' ? given['uuid'] : world.random.uuid()
  const record = {
    ...kind.empty,
    ...withoutNulls(given),
    ...(given['owner'] === '' && serverHas(world, 'routeSchemas') ? { owner: null } : {}),
    id: world.store.nextId(kind.table),
    uuid,
    created_at: world.timeText(),
    updated_at: null,
  }
  world.store.addResource(kind.table, record)
  return record
}

/** Refuses a new resource that cannot be created. */
export function requireNew(request: ApiRequest, kind: ResourceKind, given: JsonObject): void {
  kind.allow?.(request, given, undefined)
  const { uuid } = given
  if (typeof uuid === 'string' && tableOf(request, kind).has(uuid))
    throw conflict(`${anOf(kind)} with UUID ${uuid} already exists.`)
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

function patchResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requirePatchVersion(request, kind)
  readArguments(request.args, {})
  const { maxMinor } = request.world.settings
  if (hasRouteSchemas(request, kind, 'query')) requirePatch(request.body)
  const patch = readPatch(request.body, hasRouteSchemas(request, kind, 'all') ? '' : 'patch')
  const patchable = kind.patchable.filter((field) => (kind.fields[field] ?? 1) <= maxMinor)
  kind.checkPatch?.(request, patch)
  const said = kind.saidPatchable ?? patchable
  requirePatchable(
    patch,
    kind.knowsByVersion === true ? said.filter((field) => (kind.fields[field] ?? 1) <= request.minor) : said,
  )
  requireOldEnough(
    kind.fields,
    request.minor,
    patch.map(({ path }) => path.split('/')[1] ?? ''),
  )
  const record = findResource(request, kind)
  const before = Object.fromEntries(patchable.map((field) => [field, record[field] ?? null]))
  const patched = applyPatch(before, patch)
  // newer servers look up the node that the resource has after the patch
  if (Object.hasOwn(before, 'node_uuid') && serverHas(request.world, 'tellsWhatIsWrong'))
    patched['node_uuid'] ??= before['node_uuid'] ?? null
  const given = checkBody(patched, kind.schemas, kind.needed, 'patch')
  kind.check?.(request, given, 'patch')
  const after: JsonObject = {
    ...Object.fromEntries(patchable.map((field) => [field, kind.empty[field] ?? null])),
    ...withoutNulls(checkFields(given, kind.schemas, 'patch')),
  }
  kind.allow?.(request, after, record)
  const changed = Object.entries(after).filter(([field, value]) => !sameJson(before[field], value))
  requireStorable(Object.fromEntries(changed), 'api')
  for (const [field, value] of changed) record[field] = value
  const keepsDate = changed.length > 0 && changed.every(([field]) => kind.apart?.includes(field))
  if (!keepsDate) record.updated_at = request.world.timeText()
  return { status: 200, body: viewResource(request, kind, record) }
}

function requirePatchVersion(request: ApiRequest, kind: ResourceKind): void {
  const [since, refusal] = kind.patchSince ?? [1, '']
  const isKnown = request.minor >= kind.since || hasRouteSchemas(request, kind, 'all')
  if (isKnown && request.minor < since) throw new ApiFault(405, refusal)
  requireKind(request, kind)
}

function deleteResource(request: ApiRequest, kind: ResourceKind): ApiReply {
  requireKind(request, kind)
  readArguments(request.args, {})
  const record = findResource(request, kind)
  kind.allowDeletion?.(request, record)
  tableOf(request, kind).delete(record.uuid)
  return { status: 204 }
}

/** Refuses a name that is in use. */
export function requireFreeName(
  request: ApiRequest,
  kind: ResourceKind,
  given: JsonObject,
  but: ResourceRecord | undefined,
): void {
  const { name } = given
  if (typeof name !== 'string') return
  for (const other of tableOf(request, kind).values())
    if (sameText(other['name'], name) && other !== but)
      throw conflict(`${anOf(kind)} with name ${name} already exists.`)
}

const anOf = ({ noun }: ResourceKind) => `${/^[aeiou]/i.test(noun) ? 'An' : 'A'} ${noun.toLowerCase()}`
