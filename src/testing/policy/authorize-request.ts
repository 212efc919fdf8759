import type { ApiRequest } from '../api/framework/api-request.js'
import type { Route } from '../api/framework/route.js'
import { isJsonObject } from '../json/json-value.js'
import { nodeNotFound, notFound } from '../refusals/api-fault.js'
import type { NodeRecord } from '../world/node-record.js'
import type { PortgroupRecord, PortRecord } from '../world/port-record.js'
import type { ResourceRecord } from '../world/resource-record.js'
import { isUuidLike } from '../world/uuid-like.js'
import { isAllowed, requireRule } from './require-rule.js'
import { ruleOfRoute } from './route-rules.js'

/**
 * Refuses what the caller may not do, before anything else is checked, as in Ironic's handlers. What the
 * caller may not see is not found; what it may see but not do is forbidden.
 */
export function authorizeRequest(request: ApiRequest, route: Route): void {
  if (request.caller === undefined) return
  const rule = ruleOfRoute(route)
  const { node: ident } = request.params
  if (ident !== undefined) return authorizeOnNode(request, route, ident)
  if (request.method === 'POST' && isOnNode(route.path)) {
    requireRule(request, rule ?? 'node:get', nodeInBody(request) ?? {})
    return
  }
  const holder = holderOf(request, route)
  if (holder === 'none' || rule === undefined) return
  if (holder === undefined) return requireRule(request, rule)
  if (!isAllowed(request, holder.seenBy, holder.target)) throw holder.hidden()
  requireRule(request, rule, holder.target)
}

/**
 * Applies the rules to a request on a node. The rule for a deletion depends on the owner, that for a patch on
 * its paths.
 */
function authorizeOnNode(request: ApiRequest, route: Route, ident: string): void {
  // The form of a patch is checked before its rules: see `authorizePatch`.
  if (request.method === 'PATCH' && /\{node\}(\/\{extra\})?$/.test(route.path)) return
  const node =
    nodeNamed(request, ident) ?? (request.hadSuffix ? nodeNamed(request, `${ident}.json`) : undefined)
  if (node === undefined) return
  if (!isAllowed(request, 'node:get', node)) throw nodeNotFound(ident)
  if (request.method === 'DELETE' && route.path === '/v1/nodes/{node}') {
    if (!isAllowed(request, 'node:delete', node)) requireRule(request, 'node:delete:self_owned_node', node)
    return
  }
  const rule = ruleOfRoute(route)
  if (rule !== undefined) requireRule(request, rule, node)
}

interface Holder {
  readonly target: { readonly owner?: string | null; readonly lessee?: string | null }
  readonly seenBy: 'node:get' | 'allocation:get'
  readonly hidden: () => Error
}

/**
 * Returns the owner and lessee of what is requested; `none` when it does not exist, which the handler
 * reports.
 */
function holderOf(request: ApiRequest, { path }: Route): Holder | 'none' | undefined {
  const { store } = request.world
  const { port, portgroup, ident = '' } = request.params
  if (port !== undefined) return onNode(request, 'Port', port, named([...store.ports.values()], port))
  if (portgroup !== undefined)
    return onNode(request, 'Portgroup', portgroup, named([...store.portgroups.values()], portgroup))
  for (const [prefix, table, noun] of BELOW_NODES)
    if (path.startsWith(`${prefix}/{ident}`))
      return onNode(request, noun, ident, named([...store.resources.of(table).values()], ident))
  if (!path.startsWith('/v1/allocations/{ident}')) return undefined
  const found = named([...store.resources.of('allocation').values()], ident)
  if (found === undefined) return 'none'
  const owner = typeof found['owner'] === 'string' ? found['owner'] : null
  return {
    target: { owner },
    seenBy: 'allocation:get',
    hidden: () => notFound(`Allocation ${ident} could not be found.`),
  }
}

const BELOW_NODES: readonly (readonly [prefix: string, table: string, noun: string])[] = [
  ['/v1/volume/connectors', 'volume_connector', 'Volume connector'],
  ['/v1/volume/targets', 'volume_target', 'Volume target'],
]

const isOnNode = (path: string) => /^\/v1\/(ports|portgroups|volume\/(connectors|targets))$/.test(path)

function onNode(
  { world }: ApiRequest,
  noun: string,
  ident: string,
  found: PortRecord | PortgroupRecord | ResourceRecord | undefined,
): Holder | 'none' {
  const uuid = found?.node_uuid
  const node = typeof uuid === 'string' ? world.store.nodes.get(uuid) : undefined
  if (node === undefined) return 'none'
  return {
    target: node.record,
    seenBy: 'node:get',
    hidden: () => notFound(`${noun} ${ident} could not be found.`),
  }
}

function named<T extends { readonly uuid: string; readonly name?: unknown }>(
  all: readonly T[],
  ident: string,
): T | undefined {
  return all.find(({ uuid, name }) => (isUuidLike(ident) ? uuid === ident : name === ident))
}

function nodeInBody(request: ApiRequest): NodeRecord | undefined {
  const ident = isJsonObject(request.body) ? request.body['node_uuid'] : undefined
  return typeof ident === 'string' ? nodeNamed(request, ident) : undefined
}

function nodeNamed({ world: { store } }: ApiRequest, ident: string): NodeRecord | undefined {
  return (isUuidLike(ident) ? store.nodes.get(ident) : store.nodeByName(ident))?.record
}
