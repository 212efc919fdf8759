import { type JsonValue } from '../../json/json-value.js'
import { isOnListedNode } from '../../policy/visible-nodes.js'
import { badRequest, needsVersion, notFound } from '../../refusals/api-fault.js'
import { type PortgroupRecord } from '../../world/port-record.js'
import { sameText } from '../../world/same-text.js'
import { serverHas, unknownToServer } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { boolean, macAddress, readArguments, string, stringList, uuidOrName } from '../framework/arguments.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import { requireFields, requireSortable, pickedFields } from '../framework/resource-fields.js'
import { PORTGROUP_LIST_FIELDS, PORTGROUP_UNSORTABLE, viewPortgroup } from './port-fields.js'
import { askedFields, checkQuery, requireVersion } from './portgroup-checks.js'

const DETAIL_ARGUMENTS = {
  ...PAGING_ARGUMENTS,
  node: string,
  address: string,
  shard: stringList,
  conductor_groups: stringList,
} as const
const LIST_ARGUMENTS = { ...DETAIL_ARGUMENTS, fields: stringList, detail: boolean } as const

interface ListOptions {
  readonly node?: string | undefined
  readonly inDetail?: boolean
}

export function listPortgroups(
  request: ApiRequest,
  { node: parent, inDetail = false }: ListOptions = {},
): ApiReply {
  const isOld = !serverHas(request.world, 'portgroupSchemas')
  if (!isOld || inDetail) requireVersion(request)
  checkQuery(request)
  const usual = inDetail ? DETAIL_ARGUMENTS : LIST_ARGUMENTS
  const table = isOld ? { ...usual, address: macAddress, node: uuidOrName } : usual
  const args: ReturnType<typeof readArguments<typeof LIST_ARGUMENTS>> = readArguments(request.args, table, {
    newer: unknownToServer(request.world, { shard: 106, conductor_groups: 99 }),
  })
  if (isOld) requireVersion(request)
  const { fields, detail, address, shard, conductor_groups: groups } = args
  const { world, minor } = request
  const { store } = world
  const node = parent ?? args.node
  if (shard !== undefined && minor < 106) throw needsVersion(106)
  requireFields(askedFields(request), request, fields)
  const picked = inDetail ? undefined : pickedFields(request, fields, detail, PORTGROUP_LIST_FIELDS)
  const order = pageOrder(request, args)
  requireSortable(askedFields(request), request, order.sortKey, PORTGROUP_UNSORTABLE)
  const marker = order.marker === undefined ? undefined : store.portgroups.get(order.marker)
  if (order.marker !== undefined && marker === undefined)
    throw notFound(`Portgroup ${order.marker} could not be found.`)
  const others = serverHas(world, 'portgroupSchemas') ? [address, shard, groups] : []
  if ([node, ...others].filter((filter) => filter !== undefined).length > 1)
    throw badRequest('Filtering by node, address, or shard simultaneously is not supported.')

  const nodeUuid = node === undefined ? undefined : nodeOf(request, node).node.uuid
  const of = (group: PortgroupRecord) => store.nodes.get(group.node_uuid)?.record
  // Older servers check only one of the two.
  const isOfNode = isOld && nodeUuid !== undefined
  const isListed = isOnListedNode(request, 'portgroup')
  const found = cutPage(
    [...store.portgroups.values()].sort((one, other) => one.id - other.id),
    marker,
    order,
    (group) =>
      isListed(group.node_uuid) &&
      (nodeUuid === undefined || group.node_uuid === nodeUuid) &&
      (address === undefined || isOfNode || group.address === address.toLowerCase()) &&
      (shard === undefined || shard.length === 0 || shard.some((one) => sameText(one, of(group)?.shard))) &&
      (groups === undefined || groups.length === 0 || groups.includes(of(group)?.conductor_group ?? '')),
    (group, key) => group[key as keyof PortgroupRecord] as JsonValue,
  )
  const items = found.map((group) => viewPortgroup(request, group, { picked, listed: true }))
  const kept = { sort_key: order.sortKey, sort_dir: order.sortDir, detail }
  const next = { resource: inDetail ? 'portgroups/detail' : 'portgroups', order, fields: picked, kept }
  return { status: 200, body: collectionBody(request, 'portgroups', items, found.at(-1)?.uuid, next) }
}
