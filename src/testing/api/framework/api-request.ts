import type { JsonObject, JsonValue } from '../../json/json-value.js'
import type { SimulatedCaller } from '../../login/simulated-caller.js'
import { ApiFault, badRequest, nodeNotFound, notFound } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { Task, World } from '../../world/world.js'
import { isHostnameSafe, isLogicalName } from './arguments.js'

/** A request whose version was negotiated and whose route was found. */
export interface ApiRequest {
  readonly world: World
  readonly method: string
  /** Without the query, and without the suffix that was cut off. */
  readonly path: string
  /** True where `.json` was cut off the path. */
  readonly hadSuffix: boolean
  /** The minor version that was negotiated. */
  readonly minor: number
  /** What the `{…}` parts of the route stood for. */
  readonly params: Readonly<Record<string, string>>
  /** The query, and a PUT's JSON body merged into it, as pecan hands them to a handler. */
  readonly args: Readonly<Record<string, JsonValue>>
  /** The parsed body; `undefined` when there was none. */
  readonly body: JsonValue | undefined
  /** Who asks, where a policy decides what it may do. */
  readonly caller?: SimulatedCaller | undefined
  /** Scheme and host that the client used, for links. */
  readonly publicUrl: string
}

/** What a handler answers. No body: none is sent. */
export interface ApiReply {
  readonly status: number
  readonly body?: unknown
  readonly location?: string
  /** How long the answer takes by the clock, beyond the latency. */
  readonly afterMs?: number
}

/** The node of the route: by UUID, or from 1.5 on by name. */
export function nodeOf(request: ApiRequest, ident = request.params['node'] ?? ''): Task {
  const { world } = request
  if (isUuidLike(ident)) {
    const stored = world.store.nodes.get(ident)
    if (stored === undefined) throw nodeNotFound(ident)
    return world.task(stored)
  }
  if (request.minor < 5) throw nodeNotFound(ident)
  if (!(request.minor < 10 ? isHostnameSafe(ident) : isLogicalName(ident)))
    throw badRequest(`Expected a logical name or UUID but received ${ident}.`)
  const stored = world.store.nodeByName(ident)
  if (stored === undefined) throw nodeNotFound(ident)
  return world.task(stored)
}

/** The same, where Ironic gives a name back the `.json` that it was cut off, if nothing was found without. */
export function nodeWithSuffix(request: ApiRequest): Task {
  return withSuffix(request, request.params['node'] ?? '', (ident) => nodeOf(request, ident))
}

/** @see openstack/ironic `ironic/api/controllers/v1/utils.py` (_get_with_suffix) */
export function withSuffix<T>({ hadSuffix }: ApiRequest, ident: string, find: (ident: string) => T): T {
  try {
    return find(ident)
  } catch (fault) {
    if (hadSuffix && fault instanceof ApiFault && fault.status === 404) return find(`${ident}.json`)
    throw fault
  }
}

/** The same, for a node that a body names: what is missing there is the body's fault. */
export function nodeInBody(request: ApiRequest, ident: string, shown = ident): Task {
  try {
    return nodeOf(request, ident)
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 404) throw badRequest(nodeNotFound(shown).message)
    throw fault
  }
}

/** Refuses what came with a newer version, as a handler does. */
export function requireApi({ minor, world }: ApiRequest, since: number): void {
  if (minor >= since) return
  throw notFound(
    serverHas(world, 'portgroupSchemas')
      ? 'The API is not supported for this version'
      : 'Resource could not be found.',
  )
}

/** Handlers look into a new resource before they check its form, and `null` has nothing to look into. */
export function requireMembers({ body }: ApiRequest): void {
  if (body === null) throw new ApiFault(500, "'NoneType' object has no attribute 'get'")
}

/** The node of a patched resource. Older servers trip over a link that was taken away. */
export function patchedNode(request: ApiRequest, patched: JsonObject, before: string): Task {
  const ident = patched['node_uuid']
  const isNewer = serverHas(request.world, 'tellsWhatIsWrong')
  if (ident === undefined && !isNewer) throw new ApiFault(500, "'node_uuid'")
  if (ident === null && isNewer) return linkedNode(request, 'node_uuid', null)
  const isText = typeof ident === 'string'
  if ((ident === null || typeof ident === 'object' || isText) && !(isText && isUuidLike(ident)) && !isNewer)
    throw badRequest(`Expected a UUID or int but received ${pythonText(ident)}.`)
  if (typeof ident === 'string' && request.world.store.nodeByName(ident) !== undefined)
    throw new ApiFault(500, 'Unexpected error raised by RPC')
  return linkedNode(request, 'node_uuid', ident ?? before)
}

/** Ironic's database would give one node the identifier of the other, and refuses that. */
export function refuseMove({ node_uuid: before }: { readonly node_uuid: string }, { node }: Task): void {
  if (node.uuid !== before) throw new ApiFault(500, 'Unexpected error raised by RPC')
}

/** The node that a patch makes another resource belong to. */
export function linkedNode(request: ApiRequest, field: string, ident: JsonValue): Task {
  const stored = typeof ident === 'string' ? request.world.store.nodes.get(ident) : undefined
  if (stored === undefined)
    throw badRequest(
      serverHas(request.world, 'tellsWhatIsWrong')
        ? `Unable to apply the requested ${field} '${pythonText(ident)}'. Requested value was invalid.`
        : `Node ${pythonText(ident)} could not be found.`,
    )
  return request.world.task(stored)
}

export function linksTo(
  request: ApiRequest,
  resource: string,
  rest: string,
): { href: string; rel: string }[] {
  const { publicUrl } = request
  return [
    { href: `${publicUrl}/v1/${resource}/${rest}`, rel: 'self' },
    { href: `${publicUrl}/${resource}/${rest}`, rel: 'bookmark' },
  ]
}

export function locationOf(request: ApiRequest, path: string): string {
  return `${request.publicUrl}/v1/${path}`
}
