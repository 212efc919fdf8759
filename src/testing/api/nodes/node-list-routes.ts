import { stateRow } from '../../conductor/task/state-machine.js'
import type { JsonValue } from '../../json/json-value.js'
import { listedProject } from '../../policy/visible-nodes.js'
import { ApiFault, badRequest, needsVersion, nodeNotFound, notAcceptable } from '../../refusals/api-fault.js'
import type { NodeRecord } from '../../world/node-record.js'
import { sameText } from '../../world/same-text.js'
import { serverHas, unknownToServer } from '../../world/server-features.js'
import type { ApiReply, ApiRequest } from '../framework/api-request.js'
import { boolean, readArguments, string, stringList, uuid } from '../framework/arguments.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import { sortKeyRefusal, pickedFields } from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'
import { requireListedChassis } from './chassis-lookup.js'
import {
  isSelectableNodeField,
  NODE_FIELD_SINCE,
  NODE_LIST_FIELDS,
  NODE_UNSORTABLE,
  type NodeField,
} from './node-fields.js'
import { viewNode } from './node-view.js'

const FILTER_ARGUMENTS = {
  chassis_uuid: uuid,
  instance_uuid: uuid,
  associated: boolean,
  maintenance: boolean,
  retired: boolean,
  provision_state: string,
  driver: string,
  resource_class: string,
  fault: string,
  conductor_group: string,
  conductor: string,
  owner: string,
  description_contains: string,
  lessee: string,
  project: string,
  shard: stringList,
  sharded: boolean,
  include_children: boolean,
  parent_node: string,
  instance_name: string,
} as const

const DETAIL_ARGUMENTS = { ...PAGING_ARGUMENTS, ...FILTER_ARGUMENTS } as const
const LIST_ARGUMENTS = { ...DETAIL_ARGUMENTS, fields: stringList, detail: boolean } as const

type Filters = { [K in keyof typeof FILTER_ARGUMENTS]?: ReturnType<(typeof FILTER_ARGUMENTS)[K]> }

/** Fields of a node that Ironic does not keep in the node's row. */
const NOT_COLUMNS: readonly string[] = ['conductor', 'allocation_uuid', 'chassis_uuid']

const FAULTS = ['power failure', 'clean failure', 'rescue abort failure', 'service failure']

/** Filters that are refused in older versions, with the version that introduced each. */
const FILTER_SINCE: readonly (readonly [keyof Filters, number])[] = [
  ['driver', 16],
  ['resource_class', 21],
  ['fault', 42],
  ['conductor_group', 46],
  ['conductor', 49],
  ['owner', 50],
  ['lessee', 65],
  ['shard', 82],
  ['sharded', 82],
]

/** Names the filters that this server does not know yet. */
function newerFilters({ world }: ApiRequest) {
  const since = { shard: 82, sharded: 82, include_children: 83, parent_node: 83, instance_name: 104 }
  return { newer: unknownToServer(world, since) }
}

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (get_all, detail) */
export const NODE_LIST_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes', handle: listNodes },
  { method: 'GET', path: '/v1/nodes/detail', handle: listNodesInDetail },
  {
    method: 'GET',
    path: '/v1/nodes/detail/{extra}',
    handle: () => {
      throw nodeNotFound('detail')
    },
  },
]

export function listNodes(request: ApiRequest): ApiReply {
  const args = readArguments(request.args, LIST_ARGUMENTS, newerFilters(request))
  const { fields, detail, sort_key: sortKey } = args
  checkFieldVersions(request, fields)
  if (sortKey !== undefined) requireFieldVersions(request, [sortKey])
  checkFilters(request, args)
  if ((args.include_children !== undefined || args.parent_node !== undefined) && request.minor < 83)
    throw needsVersion(83)
  const picked = pickedFields(request, fields, detail, NODE_LIST_FIELDS)
  return page(request, args, picked, 'nodes', detail)
}

export function listNodesInDetail(request: ApiRequest): ApiReply {
  const args = readArguments(request.args, DETAIL_ARGUMENTS, newerFilters(request))
  checkFilters(request, args)
  if (args.sort_key !== undefined) requireFieldVersions(request, [args.sort_key])
  return page(request, args, undefined, 'nodes/detail', undefined)
}

export function checkFieldVersions(request: ApiRequest, fields: readonly string[] | undefined): void {
  if (fields === undefined) return
  if (request.minor < 8) throw notAcceptable()
  requireFieldVersions(request, fields)
}

function requireFieldVersions({ minor, world }: ApiRequest, fields: readonly string[]): void {
  const { maxMinor } = world.settings
  for (const field of fields) {
    const since = NODE_FIELD_SINCE[field as NodeField] ?? 0
    if (since > minor && since <= maxMinor) throw notAcceptable()
  }
}

function checkFilters(request: ApiRequest, filters: Filters): void {
  const { minor } = request
  const { provision_state: state, fault } = filters
  if (state !== undefined) {
    if (minor < 9) throw notAcceptable()
    if (stateRow(state) === undefined) throw badRequest(`Provision state "${state}" is not valid`)
  }
  for (const [name, since] of FILTER_SINCE)
    if (filters[name] !== undefined && minor < since) throw needsVersion(since)
  const faults = serverHas(request.world, 'serviceFault') ? FAULTS : FAULTS.slice(0, 3)
  if (fault !== undefined && !faults.includes(fault))
    throw badRequest(
      `Unrecognized fault "${fault}" is specified, allowed faults are ` +
        `(${faults.map((known) => `'${known}'`).join(', ')})`,
    )
  if (filters.instance_name !== undefined && minor < 104)
    throw notAcceptable('instance_name is not acceptable in this API version')
}

function page(
  request: ApiRequest,
  args: Filters & Parameters<typeof pageOrder>[1],
  fields: readonly string[] | undefined,
  resource: string,
  detail: boolean | undefined,
): ApiReply {
  const { world } = request
  const project = listedProject(request, 'node', args.project)
  const order = pageOrder(request, args)
  if (NODE_UNSORTABLE.includes(order.sortKey) || !isSortable(order.sortKey, world.settings.maxMinor))
    throw badRequest(sortKeyRefusal(order.sortKey, NODE_UNSORTABLE))
  if (args.chassis_uuid !== undefined) requireListedChassis(request, args.chassis_uuid)
  const marker = order.marker === undefined ? undefined : world.store.nodes.get(order.marker)
  if (order.marker !== undefined && marker === undefined) throw nodeNotFound(order.marker)
  // Ironic's refusal of a field that its database lacks.
  const unknown = fields?.find(
    (field) => !isSelectableNodeField(field, world.settings.maxMinor) || NOT_COLUMNS.includes(field),
  )
  if (unknown !== undefined && unknown !== 'created_at' && unknown !== 'updated_at')
    throw new ApiFault(500, `type object 'Node' has no attribute '${unknown}'`)
  if (unknown !== undefined && world.store.nodes.size > 0)
    throw badRequest(`Field ${unknown} is not a valid field.`)

  const matches = filterOf(project === undefined ? args : { ...args, project })
  const found = cutPage(
    pageableNodes(request),
    marker?.record,
    order,
    matches,
    (node, key) => node[key as keyof NodeRecord] as JsonValue,
  ).filter((node) => !args.conductor || node.conductor === args.conductor)
  const picked = fields as readonly NodeField[] | undefined
  const items = found.map((node) => viewNode(request, node, picked))
  const kept = {
    sort_key: order.sortKey,
    sort_dir: order.sortDir,
    associated: onlyTrue(args.associated),
    maintenance: onlyTrue(args.maintenance),
    retired: onlyTrue(args.retired),
    detail,
  }
  const last = args.instance_uuid === undefined ? found.at(-1)?.uuid : undefined
  return {
    status: 200,
    body: collectionBody(request, 'nodes', items, last, { resource, order, fields, kept }),
  }
}

/** Returns a filter as the link to the next page keeps it: without `false`. */
function onlyTrue(value: boolean | undefined): true | undefined {
  return value === true ? true : undefined
}

function pageableNodes({ world }: ApiRequest): readonly NodeRecord[] {
  return world.store.recordsInOrder
}

function isSortable(key: string, serverMinor: number): boolean {
  if (key === 'id' || key === 'created_at' || key === 'updated_at') return true
  return isSelectableNodeField(key, serverMinor) && !NOT_COLUMNS.includes(key)
}

function filterOf(filters: Filters): (node: NodeRecord) => boolean {
  const tests: ((node: NodeRecord) => boolean)[] = []
  const { associated, shard, sharded, project, description_contains: text, parent_node: parent } = filters
  const equal: readonly (keyof Filters & keyof NodeRecord)[] = [
    'chassis_uuid',
    'instance_uuid',
    'maintenance',
    'retired',
    'provision_state',
    'driver',
    'resource_class',
    'fault',
    'conductor_group',
    'owner',
    'lessee',
    'instance_name',
  ]
  for (const name of equal) {
    const wanted = filters[name]
    if (wanted !== undefined) tests.push((node) => sameText(node[name], wanted))
  }
  if (associated !== undefined) tests.push((node) => (node.instance_uuid !== null) === associated)
  if (shard !== undefined) tests.push((node) => shard.some((one) => sameText(one, node.shard)))
  if (sharded !== undefined) tests.push((node) => (node.shard !== null) === sharded)
  if (project !== undefined)
    tests.push((node) => sameText(node.owner, project) || sameText(node.lessee, project))
  if (text !== undefined)
    tests.push((node) => node.description?.toLowerCase().includes(text.toLowerCase()) === true)
  if (filters.include_children === true) return (node) => tests.every((test) => test(node))
  if (parent !== undefined) tests.push((node) => sameText(node.parent_node, parent))
  else tests.push((node) => node.parent_node === null)
  return (node) => tests.every((test) => test(node))
}
