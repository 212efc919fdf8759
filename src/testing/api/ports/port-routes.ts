import { vifOf } from '../../conductor/network/vif-binding.js'
import { requireLock } from '../../conductor/task/task.js'
import { sameJson } from '../../../formats/same-json.js'
import { isJsonObject, type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { ApiFault, badRequest, conflict, notAcceptable } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { newPortRecord, type PortRecord } from '../../world/port-record.js'
import { sameText } from '../../world/same-text.js'
import type { Task } from '../../world/world.js'
import {
  type ApiReply,
  type ApiRequest,
  patchedNode,
  locationOf,
  nodeInBody,
  nodeOf,
  refuseMove,
} from '../framework/api-request.js'
import { readArguments, stringList, uuid } from '../framework/arguments.js'
import { checkFields } from '../framework/field-schema.js'
import {
  applyPatch,
  type PatchOperation,
  patchValues,
  readPatch,
  requirePatchable,
} from '../framework/json-patch.js'
import { type FieldVersions, requireFields, requireOldEnough } from '../framework/resource-fields.js'
import { type Route, withFieldsInPath } from '../framework/route.js'
import { requireStorable } from '../framework/stored-text.js'
import { checkLocalLink } from './local-link-schema.js'
import {
  PORT_ASKED_FIELDS,
  PORT_FIELDS,
  PORT_PATCH_FIELDS,
  PORT_PATCHED_FIELDS,
  PORT_SCHEMAS,
  viewPort,
} from './port-fields.js'
import { NAMED_SINCE, NODE_IDENT_SINCE, portIdentOf, readNewPort } from './port-request.js'
import { portOf } from './portgroup-lookup.js'

/** @see openstack/ironic `ironic/api/controllers/v1/port.py` */
export const PORT_ROUTES: readonly Route[] = [
  {
    method: 'DELETE',
    path: '/v1/ports',
    handle: () => {
      throw badRequest('Missing mandatory parameter: port_uuid')
    },
  },
  { method: 'POST', path: '/v1/ports', handle: createPort },
  { method: 'PATCH', path: '/v1/ports', handle: missingIdent },
  ...withFieldsInPath({ method: 'GET', path: '/v1/ports/{port}', handle: getPort }),
  { method: 'PATCH', path: '/v1/ports/{port}', handle: patchPort },
  { method: 'DELETE', path: '/v1/ports/{port}', handle: deletePort },
]

function missingIdent({ world }: ApiRequest): never {
  throw badRequest(
    `Missing mandatory parameter: ${world.settings.maxMinor < NAMED_SINCE ? 'port_uuid' : 'port_ident'}`,
  )
}

function getPort(request: ApiRequest): ApiReply {
  const { fields } = readArguments(request.args, { fields: stringList })
  const port = portOf(request, portIdentOf(request))
  if (fields !== undefined && request.minor < 8) throw notAcceptable()
  requireFields(PORT_ASKED_FIELDS, request, fields)
  return { status: 200, body: viewPort(request, port, fields) }
}

function createPort(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { world, minor } = request
  const { node_ident: ident, ...given } = readNewPort(request)
  const named = [ident, given['node_uuid']].filter((name) => name !== undefined)
  if (ident !== undefined && minor < NODE_IDENT_SINCE) throw notAcceptable()
  const { node } = nodeInBody(
    request,
    textIn({ name: named[0] }, 'name'),
    textIn(given, 'node_uuid') || 'None',
  )
  requireOldEnough(PORT_FIELDS, minor, Object.keys(given))
  if (given['pxe_enabled'] === null) throw new ApiFault(500, "Field `pxe_enabled' cannot be None")
  checkPortgroup(request, node.uuid, given)
  const link = checkLocalLink(given['local_link_connection'], given['is_smartnic'] === true, minor)
  if (link !== undefined) given['local_link_connection'] = link
  if (given['physical_network'] === '')
    throw badRequest('A non-empty value is required when setting physical_network')
  checkPhysicalNetwork(request, given, undefined)
  const address = textIn(given, 'address')
  requireUnused(request, { ...given, address })
  requireStorable(given, 'conductor')
  const port = newPortRecord({
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== null),
    ) as Partial<PortRecord>),
    id: world.store.nextId('port'),
    uuid: typeof given['uuid'] === 'string' ? given['uuid'] : world.random.uuid(),
    node_uuid: node.uuid,
    address,
    created_at: world.timeText(),
  })
  world.store.addPort(port)
  return { status: 201, body: viewPort(request, port), location: locationOf(request, `ports/${port.uuid}`) }
}

function requireKnownPortgroup({ world }: ApiRequest, wanted: JsonValue | undefined): void {
  // An empty one is looked up only after its form was checked.
  if (wanted === undefined || wanted === null || wanted === '') return
  if (isJsonObject(wanted)) throw new ApiFault(500, 'dict can not be used as parameter')
  requireStorable({ portgroup_uuid: typeof wanted === 'string' ? wanted.slice(0, 36) : '' }, 'api')
  if (typeof wanted !== 'string' || !world.store.portgroups.has(wanted))
    throw badRequest(`Portgroup ${pythonText(wanted)} could not be found.`)
}

/** Refuses a port group of another node. */
function checkPortgroup({ world }: ApiRequest, nodeUuid: string, given: JsonObject): void {
  const wanted = given['portgroup_uuid']
  if (typeof wanted !== 'string') return
  const portgroup = world.store.portgroups.get(wanted)
  if (portgroup === undefined) throw badRequest(`Portgroup ${wanted} could not be found.`)
  if (portgroup.node_uuid !== nodeUuid)
    throw badRequest('Port can not be added to a portgroup belonging to a different node.')
  if (given['pxe_enabled'] === true && !portgroup.standalone_ports_supported)
    throw conflict(
      `Port group ${wanted} doesn't support standalone ports. This port cannot be created as a member of that ` +
        "portgroup as the port's 'pxe_enabled' field was set to True.",
    )
}

/** Refuses a port group whose ports are on another physical network. */
function checkPhysicalNetwork({ world }: ApiRequest, given: JsonObject, port: PortRecord | undefined): void {
  const groupUuid = given['portgroup_uuid']
  if (typeof groupUuid !== 'string') return
  const group = world.store.portgroups.get(groupUuid)
  const other = [...world.store.ports.values()].find(
    (member) => member.portgroup_uuid === groupUuid && member.uuid !== port?.uuid,
  )
  const wanted = other === undefined ? group?.physical_network : other.physical_network
  const own = given['physical_network'] ?? null
  if (wanted === undefined || (other === undefined && wanted === null) || wanted === own) return
  throw conflict(
    `Port with physical network ${pythonText(own)} cannot become a member of port group ` +
      `${groupUuid} which has ports in physical network ${wanted ?? 'None'}.`,
  )
}

function requireUnused({ world }: ApiRequest, given: JsonObject, but?: PortRecord): void {
  const { uuid: wanted, address, name } = given
  const { store } = world
  if (typeof wanted === 'string' && but === undefined && store.ports.has(wanted))
    throw conflict(`A port with UUID ${wanted} already exists.`)
  const sameAddress = typeof address === 'string' ? store.portByAddress(address) : undefined
  if (sameAddress !== undefined && sameAddress !== but)
    throw conflict(`A port with MAC address ${pythonText(address)} already exists.`)
  if (typeof name === 'string')
    for (const port of store.ports.values())
      if (sameText(port.name, name) && port !== but)
        throw conflict(`A port with name ${name} already exists.`)
}

function patchPort(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const patch = readPatch(request.body)
  const { maxMinor } = request.world.settings
  const since: FieldVersions = { ...PORT_FIELDS, node_ident: NODE_IDENT_SINCE }
  requirePatchable(
    patch,
    PORT_PATCH_FIELDS.filter((field) => (since[field] ?? 0) <= maxMinor),
  )
  for (const { path } of patch)
    requireOldEnough(PORT_PATCHED_FIELDS, request.minor, [path.split('/')[1] ?? ''])
  const port = portOf(request, portIdentOf(request))
  const before = Object.fromEntries(
    PORT_PATCH_FIELDS.filter((field) => field !== 'node_ident').map((field) => [
      field,
      port[field as keyof PortRecord] as JsonValue,
    ]),
  )
  const patched = applyPatch(before, patch)
  const target = patchedNode(request, patched, port.node_uuid)
  if ((patched['pxe_enabled'] ?? null) === null) throw new ApiFault(500, "Field `pxe_enabled' cannot be None")
  requireKnownPortgroup(request, patched['portgroup_uuid'])
  const after: JsonObject = { ...EMPTY_PORT, ...withoutNulls(checkFields(patched, PORT_SCHEMAS, 'patch')) }
  if (typeof patched['address'] !== 'string')
    throw badRequest("Schema error for patch: 'address' is a required property")
  const link = checkLocalLink(after['local_link_connection'], false, PATCHED_LINK_SINCE)
  after['local_link_connection'] = link ?? {}
  const changed = Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !sameJson(before[field], value)),
  )
  checkPatched(request, port, changed, after, patch, target)
  refuseMove(port, target)
  requireStorable(changed, 'conductor')
  storeOf(request).removePort(port)
  Object.assign(port, changed)
  if (Object.keys(changed).length > 0) port.updated_at = request.world.timeText()
  storeOf(request).addPort(port)
  return { status: 200, body: viewPort(request, port) }
}

/** The version since which the members of a patched link are checked. */
const PATCHED_LINK_SINCE = 90

function storeOf(request: ApiRequest) {
  return request.world.store
}

/** The values of removed fields. */
const EMPTY_PORT: JsonObject = {
  extra: {},
  is_smartnic: null,
  local_link_connection: {},
  physical_network: null,
  portgroup_uuid: null,
  pxe_enabled: true,
  name: null,
  description: null,
  vendor: null,
  category: null,
  available_for_dynamic_portgroup: true,
}

function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value !== null || EMPTY_PORT[field] === null),
  )
}

const CONNECTIVITY = ['portgroup_uuid', 'pxe_enabled', 'local_link_connection', 'physical_network']
const CONNECTIVITY_STATES = ['enroll', 'inspecting', 'inspect wait', 'manageable']

/** @see openstack/ironic `ironic/conductor/manager.py` (update_port) */
function checkPatched(
  request: ApiRequest,
  port: PortRecord,
  changed: JsonObject,
  after: JsonObject,
  patch: readonly PatchOperation[],
  target: Task,
): void {
  const { node } = nodeOf(request, port.node_uuid)
  if (node.provision_state === 'inspecting' && request.minor >= 39)
    throw conflict(`Cannot update port "${port.uuid}" on "${node.uuid}" while it is in state "inspecting".`)
  if (changed['portgroup_uuid'] !== undefined) checkPortgroup(request, target.node.uuid, after)
  if (patchValues(patch, '/physical_network').includes(''))
    throw badRequest('A non-empty value is required when setting physical_network')
  const first = patch[0]?.path.split('/')[1]
  if (request.minor >= 102 && first === 'physical_network' && after['portgroup_uuid'] !== null)
    throw badRequest('physical_network cannot be changed while the port belongs to a portgroup.')
  requireLock(request.world.task(target.stored))
  const busy = node.provision_state === 'active' || node.instance_uuid !== null
  if (busy && changed['address'] !== undefined && !node.maintenance)
    throw conflict(
      `Cannot update hardware address for port ${port.uuid} as node ${node.uuid} is active or has instance UUID assigned`,
    )
  const connectivity = CONNECTIVITY.some((field) => changed[field] !== undefined)
  if (connectivity && !CONNECTIVITY_STATES.includes(node.provision_state) && !node.maintenance)
    throw conflict(
      `Port ${port.uuid} can not have any connectivity attributes (pxe_enabled, portgroup_id, physical_network, ` +
        `local_link_connection) updated unless node ${node.uuid} is in a ${CONNECTIVITY_STATES.join(', ')} state or ` +
        `in maintenance mode. The current state is ${node.provision_state}.`,
    )
  checkPhysicalNetwork(request, after, port)
  requireUnused(request, changed, port)
}

function deletePort(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const port = portOf(request, uuid('port_uuid', request.params['port'] ?? ''))
  const task = nodeOf(request, port.node_uuid)
  requireLock(task)
  const vif = vifOf(port)
  if (vif !== null && !task.node.maintenance)
    throw conflict(`Cannot delete the port ${port.uuid} as it is bound to VIF ${vif} for use.`)
  request.world.store.removePort(port)
  return { status: 204 }
}
