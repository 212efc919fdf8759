import type { JsonObject } from '../../json/json-value.js'
import { ApiFault, noSuchRoute, notFound } from '../../refusals/api-fault.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import { sameText } from '../../world/same-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { type ApiRequest, linksTo, withSuffix } from '../framework/api-request.js'
import { uuid, uuidOrName } from '../framework/arguments.js'
import type { FieldSchemas } from '../framework/field-schema.js'
import type { PatchOperation } from '../framework/json-patch.js'
import { type FieldVersions, pickFrom, visible } from '../framework/resource-fields.js'

/**
 * A resource that is created, listed, patched and deleted like many others. A kind says only what differs.
 */
export interface ResourceKind {
  /** Its table in Ironic's database. */
  readonly table: string
  /** The path below `/v1`. */
  readonly path: string
  /** The key of the list in its body. */
  readonly collection: string
  /** The first words of the text about a missing one. */
  readonly noun: string
  /** Ironic's name for the body in texts of schemas, and for the identifier in routes. */
  readonly about: string
  /** True when it can be found by name. */
  readonly named: boolean
  /** True when a name that ends in `.json` is found in old versions too. */
  readonly takesSuffix?: boolean
  /** The part of Ironic that writes it, and reports what cannot be stored. */
  readonly storedBy?: 'api' | 'conductor'
  readonly since: number
  /** The refusal of versions that are too old. */
  readonly tooOld: string
  readonly fields: FieldVersions
  readonly listFields: readonly string[]
  readonly unsortable: readonly string[]
  /** Fields that are not columns of the table, so that nothing can be sorted by them. */
  readonly computed: readonly string[]
  /** True when its lists were available in detail before others were. */
  readonly alwaysInDetail?: boolean
  /** The version that introduced `fields`, when it is newer than the resource. */
  readonly fieldsSince?: number
  /** The version that introduced its patches, and the refusal of older ones. */
  readonly patchSince?: readonly [minor: number, refusal: string]
  /** What newer servers check by a schema of the route, with texts of its own: the query, or the body too. */
  readonly routeSchemas?: 'query' | 'all'
  /** Fields that the schema of the query names although no reply has them. */
  readonly alsoSelectable?: readonly string[]
  readonly schemas: FieldSchemas
  readonly needed: readonly string[]
  readonly patchable: readonly string[]
  /** The fields that a refused patch lists as patchable, when they differ. */
  readonly saidPatchable?: readonly string[]
  /** Fields of the body that are unknown in versions before these. */
  readonly bodySince?: (request: ApiRequest) => FieldVersions
  /** True when the refusal of a patch of a field that is too new lists the known fields. */
  readonly knowsByVersion?: boolean
  /** The values of fields that were not given or were removed. */
  readonly empty: JsonObject
  /** Checks what schemas of single fields cannot check. `about` is `patch` after a patch. */
  readonly check?: (request: ApiRequest, given: JsonObject, about: string) => void
  /** Refuses a patch before it is applied. */
  readonly checkPatch?: (request: ApiRequest, patch: readonly PatchOperation[]) => void
  /** Returns the refusal of an invalid identifier, when it is not refused by its form. */
  readonly badIdent?: (request: ApiRequest, ident: string) => ApiFault | undefined
  /** Fields in tables of their own: changing only these does not change `updated_at`. */
  readonly apart?: readonly string[]
  /** Refuses a well-formed record, for example for a name in use or a node that is not powered off. */
  readonly allow?: (request: ApiRequest, given: JsonObject, before: ResourceRecord | undefined) => void
  readonly allowDeletion?: (request: ApiRequest, record: ResourceRecord) => void
  /** Returns the fields shown in addition to the others, or in their place. */
  readonly view?: (request: ApiRequest, record: ResourceRecord) => JsonObject
}

/**
 * Refuses versions without this kind. The router of a newer Ironic refuses by itself; an older Ironic has no
 * such path.
 */
export function requireKind(request: ApiRequest, kind: ResourceKind): void {
  const { since, tooOld } = kind
  if (request.minor >= since) return
  if (since > request.world.settings.maxMinor || tooOld === '') throw noSuchRoute()
  const form = hasRouteSchemas(request, kind, 'all') ? 'fault' : 'webob'
  throw new ApiFault(request.method === 'GET' ? 404 : 405, tooOld, form)
}

/** Returns whether this server checks by a schema of the route. */
export function hasRouteSchemas(
  { world }: ApiRequest,
  { routeSchemas }: ResourceKind,
  what: 'query' | 'all',
): boolean {
  if (routeSchemas === undefined || (what === 'all' && routeSchemas !== 'all')) return false
  return serverHas(world, 'routeSchemas')
}

export function tableOf({ world }: ApiRequest, { table }: ResourceKind): Map<string, ResourceRecord> {
  return world.store.resources.of(table)
}

/** Returns Ironic's name for the identifier in a path. */
export function identName({ about, named }: ResourceKind): string {
  return named ? `${about}_ident` : `${about}_uuid`
}

export function findResource(request: ApiRequest, kind: ResourceKind): ResourceRecord {
  const { named, noun } = kind
  const ident = request.params['ident'] ?? ''
  const refusal = kind.badIdent?.(request, ident)
  if (refusal !== undefined) throw refusal
  if (named) uuidOrName(identName(kind), ident)
  else uuid(identName(kind), ident)
  const find = (wanted: string) => {
    const table = tableOf(request, kind)
    const found = isUuidLike(wanted)
      ? table.get(wanted)
      : [...table.values()].find(({ name: known }) => sameText(known, wanted))
    if (found === undefined) throw notFound(`${noun} ${wanted} could not be found.`)
    return found
  }
  return kind.takesSuffix === true ? withSuffix(request, ident, find) : find(ident)
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
