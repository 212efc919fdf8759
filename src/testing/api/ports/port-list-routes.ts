import type { JsonValue } from '../../json/json-value.js'
import { isOnListedNode } from '../../policy/visible-nodes.js'
import { ApiFault, badRequest, needsVersion, notAcceptable, notFound } from '../../refusals/api-fault.js'
import type { PortRecord } from '../../world/port-record.js'
import { sameText } from '../../world/same-text.js'
import { unknownToServer } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { World } from '../../world/world.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import {
  boolean,
  macAddress,
  readArguments,
  string,
  stringList,
  uuid,
  uuidOrName,
} from '../framework/arguments.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import { requireFields, requireSortable, sortKeyRefusal, pickedFields } from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'
import { PORT_ASKED_FIELDS, PORT_LIST_FIELDS, PORT_UNSORTABLE, viewPort } from './port-fields.js'
import { portgroupOf, uuidOfParent } from './portgroup-lookup.js'

const DETAIL_ARGUMENTS = {
  ...PAGING_ARGUMENTS,
  node: uuidOrName,
  node_uuid: uuid,
  address: macAddress,
  portgroup: uuidOrName,
  shard: stringList,
  description_contains: string,
  conductor_groups: stringList,
} as const
const LIST_ARGUMENTS = { ...DETAIL_ARGUMENTS, fields: stringList, detail: boolean } as const

/** @see openstack/ironic `ironic/api/controllers/v1/port.py` (get_all, detail) */
export const PORT_LIST_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/ports', handle: (request) => listPorts(request, {}) },
  { method: 'GET', path: '/v1/ports/detail', handle: (request) => listInDetail(request, {}) },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/ports',
    handle: (request) => listPorts(request, { node: uuidOfParent(request) }),
  },
  { method: 'GET', path: '/v1/nodes/{node}/ports/detail', handle: notBelowAResource },
  {
    method: 'GET',
    path: '/v1/portgroups/{portgroup}/ports',
    since: 24,
    handle: (request) => listPorts(request, { portgroup: uuidOfPortgroup(request) }),
  },
  { method: 'GET', path: '/v1/portgroups/{portgroup}/ports/detail', since: 24, handle: notBelowAResource },
]

/** Names the filters that this server does not know yet. */
function newerFilters({ world }: ApiRequest) {
  return { newer: unknownToServer(world, { shard: 82, description_contains: 97, conductor_groups: 99 }) }
}

interface Parent {
  readonly node?: string | undefined
  readonly portgroup?: string | undefined
}

/** Refuses `detail` below another resource, which Ironic recognizes by the preceding part of the path. */
function notBelowAResource(request: ApiRequest): ApiReply {
  const { portgroup } = request.params
  return listInDetail(
    request,
    portgroup === undefined ? { node: uuidOfParent(request) } : { portgroup: uuidOfPortgroup(request) },
  )
}

/** Returns the UUID of the port group in the path, where a name is unknown. */
function uuidOfPortgroup(request: ApiRequest): string {
  const ident = request.params['portgroup'] ?? ''
  if (!isUuidLike(ident)) throw notFound(`Portgroup ${ident} could not be found.`)
  return ident
}

function listPorts(request: ApiRequest, parent: Parent): ApiReply {
  const { fields, detail, ...args } = readArguments(request.args, LIST_ARGUMENTS, newerFilters(request))
  if (fields !== undefined && request.minor < 8) throw notAcceptable()
  const picked = pickedFields(request, fields, detail, PORT_LIST_FIELDS)
  requireFields(PORT_ASKED_FIELDS, request, fields)
  return page(request, { ...args, ...given(parent) }, picked, 'ports', detail)
}

function listInDetail(request: ApiRequest, parent: Parent): ApiReply {
  const args = readArguments(request.args, DETAIL_ARGUMENTS, newerFilters(request))
  return page(request, { ...args, ...given(parent) }, undefined, 'ports/detail', undefined)
}

function given({ node, portgroup }: Parent): { node?: string; portgroup?: string } {
  return { ...(node === undefined ? {} : { node }), ...(portgroup === undefined ? {} : { portgroup }) }
}

type Arguments = ReturnType<typeof readArguments<typeof DETAIL_ARGUMENTS>>

function page(
  request: ApiRequest,
  args: Arguments,
  fields: readonly string[] | undefined,
  resource: string,
  detail: boolean | undefined,
): ApiReply {
  const { world, minor } = request
  const order = pageOrder(request, args)
  const { node = args.node_uuid, portgroup, shard, address, conductor_groups: groups } = args
  requireSortable(PORT_ASKED_FIELDS, request, order.sortKey, PORT_UNSORTABLE)
  if (order.sortKey === 'portgroup_uuid') throw badRequest(sortKeyRefusal(order.sortKey, PORT_UNSORTABLE))
  if (order.sortKey === 'node_uuid')
    throw new ApiFault(
      500,
      "The association proxy can't be used as a plain column expression; it only works inside of a comparison expression",
    )
  if (portgroup !== undefined && minor < 24) throw notAcceptable()
  if (shard !== undefined && minor < 82) throw needsVersion(82)
  if (node !== undefined && minor < 5 && !isUuidLike(node)) throw notAcceptable()
  const marker = order.marker === undefined ? undefined : world.store.ports.get(order.marker)
  if (order.marker !== undefined && marker === undefined)
    throw notFound(`Port ${order.marker} could not be found.`)
  if ([node, portgroup, shard].filter((filter) => filter !== undefined).length > 1)
    throw new ApiFault(403, 'Operation not permitted.')
  if (groups !== undefined && (node ?? portgroup ?? address) !== undefined)
    throw badRequest(
      'Filtering by conductor_groups cannot be combined with node_ident, portgroup_ident, or node address filters.',
    )

  const candidates = candidatesOf(request, args, node)
  const isListed = isOnListedNode(request, 'port')
  const text = args.description_contains?.toLowerCase() || undefined
  const found = cutPage(
    candidates,
    marker,
    order,
    (port) =>
      isListed(port.node_uuid) &&
      (text === undefined || port.description?.toLowerCase().includes(text) === true) &&
      (shard === undefined ||
        shard.length === 0 ||
        shard.some((one) => sameText(one, nodeField(world, port, 'shard')))) &&
      (groups === undefined ||
        groups.length === 0 ||
        groups.includes(nodeField(world, port, 'conductor_group'))),
    (port, key) => port[key as keyof PortRecord] as JsonValue,
  )
  const items = found.map((port) => viewPort(request, port, fields))
  const kept = { sort_key: order.sortKey, sort_dir: order.sortDir, detail }
  const next = { resource, order, fields, kept }
  return { status: 200, body: collectionBody(request, 'ports', items, found.at(-1)?.uuid, next) }
}

function candidatesOf(request: ApiRequest, args: Arguments, node: string | undefined): PortRecord[] {
  const { store } = request.world
  if (args.portgroup !== undefined) {
    const { uuid: portgroupUuid, node_uuid: nodeUuid } = portgroupOf(request, args.portgroup)
    return store.portsOf(nodeUuid).filter((port) => port.portgroup_uuid === portgroupUuid)
  }
  if (node !== undefined) return store.portsOf(nodeOf(request, node).node.uuid).sort(byId)
  if (args.address !== undefined) {
    const port = store.portByAddress(args.address)
    return port === undefined ? [] : [port]
  }
  return [...store.ports.values()].sort(byId)
}

function byId(a: { readonly id: number }, b: { readonly id: number }): number {
  return a.id - b.id
}

function nodeField({ store }: World, port: PortRecord, field: 'shard' | 'conductor_group'): string {
  return store.nodes.get(port.node_uuid)?.record[field] ?? ''
}
