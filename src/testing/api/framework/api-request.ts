import type { JsonObject, JsonValue } from '../../json/json-value.js'
import type { SimulatedCaller } from '../../login/simulated-caller.js'
import { ApiFault, badRequest, nodeNotFound, notFound } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { Task, World } from '../../world/world.js'
import { isHostnameSafe, isLogicalName } from './arguments.js'

/** A request with its negotiated version, on the route that was found. */
export interface ApiRequest {
  readonly world: World
  readonly method: string
  /** Without the query, and without a removed suffix. */
  readonly path: string
  /** True when `.json` was removed from the path. */
  readonly hadSuffix: boolean
  /** The negotiated minor version. */
  readonly minor: number
  /** The values of the `{…}` parts of the route. */
  readonly params: Readonly<Record<string, string>>
  /** The query, merged with a PUT's JSON body, as pecan passes them to a handler. */
  readonly args: Readonly<Record<string, JsonValue>>
  /** The parsed body; `undefined` without one. */
  readonly body: JsonValue | undefined
  /** The caller to whom the policy applies; without one, everything is allowed. */
  readonly caller?: SimulatedCaller | undefined
  /** The scheme and host that the client used, for links. */
  readonly publicUrl: string
}

/** The reply of a handler. Without `body`, none is sent. */
export interface ApiReply {
  readonly status: number
  readonly body?: unknown
  readonly location?: string
  /** How long the reply takes beyond the latency, in milliseconds of the clock. */
  readonly afterMs?: number
}

/** Returns the node of the route: by UUID, or since 1.5 by name. */
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

/**
 * Returns the node of the route, with the removed `.json` as a part of its name when there is none without.
 */
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

/** Returns the node named in a body. A missing node is an error in the body. */
export function nodeInBody(request: ApiRequest, ident: string, shown = ident): Task {
  try {
    return nodeOf(request, ident)
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 404) throw badRequest(nodeNotFound(shown).message)
    throw fault
  }
}

/** Refuses what a newer version introduced, as a handler does. */
export function requireApi({ minor, world }: ApiRequest, since: number): void {
  if (minor >= since) return
  throw notFound(
    serverHas(world, 'portgroupSchemas')
      ? 'The API is not supported for this version'
      : 'Resource could not be found.',
  )
}

/** Refuses a body of `null`: handlers read members of a new resource before they check its form. */
export function requireMembers({ body }: ApiRequest): void {
  if (body === null) throw new ApiFault(500, "'NoneType' object has no attribute 'get'")
}

/** Returns the node of a patched resource. Older servers fail on a removed link. */
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

/**
 * Refuses to move a resource to another node, as Ironic's database does: it would give one node the
 * identifier of the other.
 */
export function refuseMove({ node_uuid: before }: { readonly node_uuid: string }, { node }: Task): void {
  if (node.uuid !== before) throw new ApiFault(500, 'Unexpected error raised by RPC')
}

/** Returns the node to which a patch moves another resource. */
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
