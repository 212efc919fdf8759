import type { JsonObject } from '../json-value.js'
import type { ResourceRecord, ResourceTable } from '../store/resource-record.js'
import { type ApiRequest, linksTo } from './api-request.js'
import { ApiFault, noSuchRoute, notFound } from './api-fault.js'
import { isUuidLike, uuid, uuidOrName } from './arguments.js'
import type { FieldSchemas } from './field-schema.js'
import { type FieldVersions, pickFrom, visible } from './resource-fields.js'

/** A resource that is made, listed, patched and deleted like many others; only what differs is said here. */
export interface ResourceKind {
  readonly table: ResourceTable
  /** Below `/v1`. */
  readonly path: string
  /** What a list is called in its body. */
  readonly collection: string
  /** As the sentence about one that is missing begins. */
  readonly noun: string
  /** What Ironic calls the body in the texts of its schemas, and the identifier in its routes. */
  readonly about: string
  /** True when it can be found by its name. */
  readonly named: boolean
  readonly since: number
  /** What versions too old are told. */
  readonly tooOld: string
  readonly fields: FieldVersions
  readonly listFields: readonly string[]
  readonly unsortable: readonly string[]
  /** Lists of it could be asked for in detail before others could. */
  readonly alwaysInDetail?: boolean
  readonly schemas: FieldSchemas
  readonly needed: readonly string[]
  readonly patchable: readonly string[]
  /** What a field is that was not given, or was taken away. */
  readonly empty: JsonObject
  /** What schemas of single fields cannot say. `about` is `patch` when it was patched. */
  readonly check?: (request: ApiRequest, given: JsonObject, about: string) => void
  /** Whether it may be written, now that it is well-formed: names that are taken, nodes that are not off. */
  readonly allow?: (request: ApiRequest, given: JsonObject, before: ResourceRecord | undefined) => void
  readonly allowDeletion?: (request: ApiRequest, record: ResourceRecord) => void
  /** What is shown beside the fields, or in their place. */
  readonly view?: (request: ApiRequest, record: ResourceRecord) => JsonObject
}

/** The router of an Ironic that has it refuses by itself; an older Ironic has no such path. */
export function requireKind(request: ApiRequest, { since, tooOld }: ResourceKind): void {
  if (request.minor >= since) return
  if (since > request.world.settings.maxMinor || tooOld === '') throw noSuchRoute()
  throw new ApiFault(request.method === 'GET' ? 404 : 405, tooOld, 'webob')
}

export function tableOf({ world }: ApiRequest, { table }: ResourceKind): Map<string, ResourceRecord> {
  return world.store.resources[table]
}

export function findResource(request: ApiRequest, kind: ResourceKind): ResourceRecord {
  const { about, named, noun } = kind
  const ident = request.params['ident'] ?? ''
  if (named) uuidOrName(`${about}_ident`, ident)
  else uuid(`${about}_uuid`, ident)
  const table = tableOf(request, kind)
  const found = isUuidLike(ident)
    ? table.get(ident)
    : [...table.values()].find((record) => record['name'] === ident)
  if (found === undefined) throw notFound(`${noun} ${ident} could not be found.`)
  return found
}

export function viewResource(
  request: ApiRequest,
  kind: ResourceKind,
  record: ResourceRecord,
  picked?: readonly string[],
): JsonObject {
  const whole = { ...record, ...kind.view?.(request, record) }
  return {
    ...pickFrom(whole, visible(kind.fields, request.minor, picked)),
    links: linksTo(request, kind.path, record.uuid),
  }
}
