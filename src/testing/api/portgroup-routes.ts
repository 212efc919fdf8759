import { requireLock } from '../conductor/task.js'
import { type JsonObject, type JsonValue, sameJson, textIn } from '../json-value.js'
import { newPortgroupRecord, type PortgroupRecord } from '../store/port-record.js'
import {
  type ApiReply,
  type ApiRequest,
  locationOf,
  nodeInBody,
  nodeOf,
  patchedNode,
  requireApi,
  requireMembers,
} from './api-request.js'
import {
  ApiFault,
  badRequest,
  conflict,
  needsVersion,
  noSuchRoute,
  notAcceptable,
  notFound,
} from './api-fault.js'
import {
  boolean,
  isLogicalName,
  isUuidLike,
  macAddress,
  readArguments,
  string,
  stringList,
} from './arguments.js'
import { checkBody, checkFields } from './field-schema.js'
import { applyPatch, type PatchOperation, patchValues, readPatch, requirePatchable } from './json-patch.js'
import { pickedFields } from './node-list-routes.js'
import { collectionBody, cutPage, pageOrder, PAGING_ARGUMENTS } from './paging.js'
import {
  PORTGROUP_ASKED_FIELDS,
  PORTGROUP_FIELDS,
  PORTGROUP_LIST_FIELDS,
  PORTGROUP_PATCH_FIELDS,
  PORTGROUP_SCHEMAS,
  PORTGROUP_UNSORTABLE,
  viewPortgroup,
} from './port-fields.js'
import { portgroupOf, refuseBelowANode, uuidOfParent } from './portgroup-lookup.js'
import { pythonRepr, pythonText } from './python-text.js'
import { knownSchemas, requireFields, requireOldEnough, requireSortable } from './resource-fields.js'
import { type Route, withBodyInPath, withFieldsInPath } from './route.js'
import { serverHas, unknownToServer } from './server-features.js'

/** @see openstack/ironic `ironic/api/controllers/v1/portgroup.py` */
export const PORTGROUP_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/portgroups', handle: (request) => listPortgroups(request) },
  {
    method: 'GET',
    path: '/v1/portgroups/detail',
    handle: (request) => listPortgroups(request, { inDetail: true }),
  },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/portgroups',
    since: 24,
    handle: (request) => listPortgroups(request, { node: uuidOfParent(request) }),
  },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/portgroups/detail',
    since: 24,
    handle: (request) => listPortgroups(request, { node: uuidOfParent(request), inDetail: true }),
  },
  ...(['GET', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/nodes/{node}/portgroups/{portgroup}',
    since: 24,
    handle: refuseBelowANode,
  })),
  { method: 'POST', path: '/v1/nodes/{node}/portgroups', since: 24, handle: refuseBelowANode },
  ...withBodyInPath({ method: 'POST', path: '/v1/portgroups', handle: createPortgroup }),
  { method: 'DELETE', path: '/v1/portgroups', handle: missingIdent },
  { method: 'PATCH', path: '/v1/portgroups', handle: missingIdent },
  ...withFieldsInPath({ method: 'GET', path: '/v1/portgroups/{portgroup}', handle: getPortgroup }),
  { method: 'PATCH', path: '/v1/portgroups/{portgroup}', handle: patchPortgroup },
  { method: 'DELETE', path: '/v1/portgroups/{portgroup}', handle: deletePortgroup },
]

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

function missingIdent({ world }: ApiRequest): never {
  throw serverHas(world, 'portgroupSchemas')
    ? new ApiFault(500, 'tuple index out of range')
    : badRequest('Missing mandatory parameter: portgroup_ident')
}

/** Older servers do not even look for one of what a version has not got. */
function requireVersion(request: ApiRequest): void {
  const isOld = request.minor < 23 && !serverHas(request.world, 'portgroupSchemas')
  if (isOld && (request.params['portgroup'] !== undefined || request.path.endsWith('/detail')))
    throw noSuchRoute()
  requireApi(request, 23)
}

const askedFields = ({ world }: ApiRequest) =>
  serverHas(world, 'portgroupSchemas') ? PORTGROUP_ASKED_FIELDS : PORTGROUP_FIELDS

/** The names that a schema knows, in its order. */
const SCHEMA_FIELDS = [...Object.keys(PORTGROUP_FIELDS), 'links'].sort()

function checkQuery(request: ApiRequest): void {
  if (!serverHas(request.world, 'portgroupSchemas')) return
  const { fields, sort_dir: direction, marker, address } = request.args
  const refuse = (value: unknown, text: string) => badRequest(`Schema error: '${String(value)}' ${text}`)
  if (typeof fields === 'string')
    for (const field of stringList('fields', fields))
      if (!SCHEMA_FIELDS.includes(field)) throw refuse(field, `is not one of ${pythonRepr(SCHEMA_FIELDS)}`)
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    throw refuse(direction, "is not one of ['asc', 'desc']")
  if (typeof marker === 'string' && !isUuidLike(marker)) throw refuse(marker, "is not a 'uuid'")
  if (typeof address === 'string' && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
    throw refuse(address, "is not a 'mac-address'")
}

function listPortgroups(request: ApiRequest, { node: parent, inDetail = false }: ListOptions = {}): ApiReply {
  const isOld = !serverHas(request.world, 'portgroupSchemas')
  if (!isOld || inDetail) requireVersion(request)
  checkQuery(request)
  const usual = inDetail ? DETAIL_ARGUMENTS : LIST_ARGUMENTS
  const table = isOld ? { ...usual, address: macAddress } : usual
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
  // Older servers look at one of the two.
  const isOfNode = isOld && nodeUuid !== undefined
  const found = cutPage(
    [...store.portgroups.values()].sort((one, other) => one.id - other.id),
    marker,
    order,
    (group) =>
      (nodeUuid === undefined || group.node_uuid === nodeUuid) &&
      (address === undefined || isOfNode || group.address === address.toLowerCase()) &&
      (shard === undefined || shard.includes(of(group)?.shard ?? '')) &&
      (groups === undefined || groups.includes(of(group)?.conductor_group ?? '')),
    (group, key) => group[key as keyof PortgroupRecord] as JsonValue,
  )
  const items = found.map((group) => viewPortgroup(request, group, { picked, listed: true }))
  const kept = { sort_key: order.sortKey, sort_dir: order.sortDir, detail }
  const next = { resource: inDetail ? 'portgroups/detail' : 'portgroups', order, fields: picked, kept }
  return { status: 200, body: collectionBody(request, 'portgroups', items, found.at(-1)?.uuid, next) }
}

function getPortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  checkQuery(request)
  const { fields } = readArguments(request.args, { fields: stringList })
  const portgroup = portgroupOf(request, request.params['portgroup'] ?? '')
  requireFields(askedFields(request), request, fields)
  return { status: 200, body: viewPortgroup(request, portgroup, { picked: fields }) }
}

function createPortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  const { world, minor } = request
  if (request.body === null && serverHas(world, 'portgroupSchemas'))
    throw badRequest("Schema error: None is not of type 'object'")
  requireMembers(request)
  const given = checkBody(
    request.body,
    knownSchemas(request, PORTGROUP_SCHEMAS, PORTGROUP_FIELDS),
    ['node_uuid'],
    'portgroup',
  )
  const { node } = nodeInBody(request, textIn(given, 'node_uuid'))
  requireOldEnough(
    askedFields(request),
    minor,
    Object.keys(given).filter((name) => given[name] !== null),
  )
  requireName(given['name'], `Cannot create portgroup with invalid name '${textIn(given, 'name')}'`)
  requireUnused(request, given)
  const portgroup = newPortgroupRecord({
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== null),
    ) as Partial<PortgroupRecord>),
    id: world.store.nextId('portgroup'),
    uuid: typeof given['uuid'] === 'string' ? given['uuid'] : world.random.uuid(),
    node_uuid: node.uuid,
    created_at: world.timeText(),
  })
  world.store.addPortgroup(portgroup)
  return {
    status: 201,
    body: viewPortgroup(request, portgroup),
    location: locationOf(request, `portgroups/${portgroup.uuid}`),
  }
}

function requireName(name: JsonValue | undefined, refusal: string): void {
  if (typeof name === 'number' || (typeof name === 'string' && name !== '' && !isLogicalName(name)))
    throw badRequest(refusal)
}

function requireUnused({ world }: ApiRequest, given: JsonObject, but?: PortgroupRecord): void {
  const { uuid: wanted, name, address } = given
  if (typeof wanted === 'string' && but === undefined && world.store.portgroups.has(wanted))
    throw conflict(`A portgroup with UUID ${wanted} already exists.`)
  for (const group of world.store.portgroups.values()) {
    if (group === but) continue
    if (typeof name === 'string' && group.name === name)
      throw conflict(`A portgroup with name ${name} already exists.`)
    if (typeof address === 'string' && group.address === address)
      throw conflict(`A portgroup with MAC address ${address} already exists.`)
  }
}

const MOVING_STATES = ['enroll', 'inspecting', 'inspect wait', 'manageable']

function patchPortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  const patch = readPatch(request.body)
  const ident = request.params['portgroup'] ?? ''
  const portgroup = portgroupOf(request, ident)
  const roots = patch.map(({ path }) => path.split('/')[1] ?? '')
  if (request.minor < 26 && roots.some((root) => root === 'mode' || root === 'properties'))
    throw notAcceptable()
  requirePatchable(
    patch,
    PORTGROUP_PATCH_FIELDS.filter(
      (field) => (PORTGROUP_FIELDS[field] ?? 0) <= request.world.settings.maxMinor,
    ),
  )
  for (const name of patchValues(patch, '/name'))
    requireName(name, `Portgroup ${ident}: Cannot change name to invalid name '${pythonText(name)}'`)
  const before = Object.fromEntries(
    PORTGROUP_PATCH_FIELDS.map((field) => [field, portgroup[field as keyof PortgroupRecord] as JsonValue]),
  )
  const patched = applyPatch(before, patch)
  if (!Object.hasOwn(patched, 'mode'))
    throw badRequest("'mode' is a mandatory attribute and can not be removed")
  const target = patchedNode(request, patched, portgroup.node_uuid)
  const after: JsonObject = {
    ...EMPTY_PORTGROUP,
    ...checkFields(patched, PORTGROUP_SCHEMAS, 'patch'),
    node_uuid: target.node.uuid,
  }
  const changed = Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !sameJson(before[field], value)),
  )
  const { node } = nodeOf(request, portgroup.node_uuid)
  if (node.provision_state === 'inspecting' && request.minor >= 39)
    throw conflict(
      `Cannot update portgroup "${portgroup.uuid}" on node "${node.uuid}" while it is in state "inspecting".`,
    )
  requireLock(target)
  if (changed['node_uuid'] !== undefined) requireMovable(request, portgroup, target.node.uuid)
  requireUnused(request, changed, portgroup)
  request.world.store.removePortgroup(portgroup)
  Object.assign(portgroup, changed)
  if (Object.keys(changed).length > 0) portgroup.updated_at = request.world.timeText()
  request.world.store.addPortgroup(portgroup)
  // The network is taken away, and then it is looked for.
  if (removesNetwork(patch) && serverHas(request.world, 'portgroupSchemas'))
    throw new ApiFault(500, 'list index out of range')
  return { status: 200, body: viewPortgroup(request, portgroup) }
}

const removesNetwork = (patch: readonly PatchOperation[]) =>
  patch.some(({ op, path }) => op === 'remove' && path === '/physical_network')

/** What a removed field falls back to. */
const EMPTY_PORTGROUP: JsonObject = {
  address: null,
  extra: {},
  name: null,
  properties: {},
  standalone_ports_supported: true,
  physical_network: null,
  category: null,
}

function requireMovable({ world }: ApiRequest, portgroup: PortgroupRecord, nodeUuid: string): void {
  const node = world.store.nodes.get(nodeUuid)?.record
  if (node !== undefined && !MOVING_STATES.includes(node.provision_state) && !node.maintenance)
    throw conflict(
      `Portgroup ${portgroup.uuid} can not be associated to node ${nodeUuid} unless the node is in a ` +
        `${MOVING_STATES.join(', ')} state or in maintenance mode. Current state is '${node.provision_state}'.`,
    )
  if (hasPorts(world.store.portsOf(portgroup.node_uuid), portgroup))
    throw badRequest(
      `Portgroup ${portgroup.uuid} can not be associated with node ${nodeUuid} because there are ports associated ` +
        'with this portgroup.',
    )
}

function hasPorts(
  ports: readonly { portgroup_uuid: string | null }[],
  { uuid: group }: PortgroupRecord,
): boolean {
  return ports.some((port) => port.portgroup_uuid === group)
}

function deletePortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  const portgroup = portgroupOf(request, request.params['portgroup'] ?? '')
  const task = nodeOf(request, portgroup.node_uuid)
  requireLock(task)
  if (hasPorts(request.world.store.portsOf(portgroup.node_uuid), portgroup))
    throw badRequest(
      // The number in Ironic's database, which nobody else knows.
      `Cannot complete the requested action because portgroup ${portgroup.id} contains ports.`,
    )
  request.world.store.removePortgroup(portgroup)
  return { status: 204 }
}
