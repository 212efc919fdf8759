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

/** A resource that is made, listed, patched and deleted like many others; only what differs is said here. */
export interface ResourceKind {
  /** Its table in Ironic's database. */
  readonly table: string
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
  /** True when a name that ends in `.json` is found in old versions too. */
  readonly takesSuffix?: boolean
  /** What writes a new one, which tells of what cannot be stored. */
  readonly storedBy?: 'api' | 'conductor'
  readonly since: number
  /** What versions too old are told. */
  readonly tooOld: string
  readonly fields: FieldVersions
  readonly listFields: readonly string[]
  readonly unsortable: readonly string[]
  /** Not columns of the table, so that nothing can be sorted by them. */
  readonly computed: readonly string[]
  /** Lists of it could be asked for in detail before others could. */
  readonly alwaysInDetail?: boolean
  /** The version that brought `fields`, where it came later than the resource. */
  readonly fieldsSince?: number
  /** The version that brought its patches, with what older ones are told. */
  readonly patchSince?: readonly [minor: number, refusal: string]
  /** What newer servers check by a schema of the route, in words of its own: the query, or the body too. */
  readonly routeSchemas?: 'query' | 'all'
  /** Named by the schema of the query, although no reply has them. */
  readonly alsoSelectable?: readonly string[]
  readonly schemas: FieldSchemas
  readonly needed: readonly string[]
  readonly patchable: readonly string[]
  /** What a refused patch says could be patched, where that is something else. */
  readonly saidPatchable?: readonly string[]
  /** Fields of the body that versions before these are told do not exist. */
  readonly bodySince?: (request: ApiRequest) => FieldVersions
  /** A patch of a field that is too new is told which there are. */
  readonly knowsByVersion?: boolean
  /** What a field is that was not given, or was taken away. */
  readonly empty: JsonObject
  /** What schemas of single fields cannot say. `about` is `patch` when it was patched. */
  readonly check?: (request: ApiRequest, given: JsonObject, about: string) => void
  /** What a patch is refused for before it is applied. */
  readonly checkPatch?: (request: ApiRequest, patch: readonly PatchOperation[]) => void
  /** How an identifier that can be none is refused, where that is not by its form. */
  readonly badIdent?: (request: ApiRequest, ident: string) => ApiFault | undefined
  /** Kept in tables of their own: changing only these leaves `updated_at` as it is. */
  readonly apart?: readonly string[]
  /** Whether it may be written, now that it is well-formed: names that are taken, nodes that are not off. */
  readonly allow?: (request: ApiRequest, given: JsonObject, before: ResourceRecord | undefined) => void
  readonly allowDeletion?: (request: ApiRequest, record: ResourceRecord) => void
  /** What is shown beside the fields, or in their place. */
  readonly view?: (request: ApiRequest, record: ResourceRecord) => JsonObject
}

/** The router of an Ironic that has it refuses by itself; an older Ironic has no such path. */
export function requireKind(request: ApiRequest, kind: ResourceKind): void {
  const { since, tooOld } = kind
  if (request.minor >= since) return
  if (since > request.world.settings.maxMinor || tooOld === '') throw noSuchRoute()
  const form = hasRouteSchemas(request, kind, 'all') ? 'fault' : 'webob'
  throw new ApiFault(request.method === 'GET' ? 404 : 405, tooOld, form)
}

/** Whether this server checks by a schema of the route. */
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

/** What Ironic calls the identifier in a path. */
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
