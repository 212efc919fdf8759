import { requireLock } from '../../conductor/task/task.js'
import { sameJson } from '../../../formats/same-json.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { ApiFault, badRequest, conflict, notAcceptable } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { type PortgroupRecord } from '../../world/port-record.js'
import { serverHas } from '../../world/server-features.js'
import {
  type ApiReply,
  type ApiRequest,
  nodeOf,
  patchedNode,
  refuseMove,
  withSuffix,
} from '../framework/api-request.js'
import { readArguments } from '../framework/arguments.js'
import { checkFields } from '../framework/field-schema.js'
import {
  applyPatch,
  type PatchOperation,
  patchValues,
  readPatch,
  requirePatch,
  requirePatchable,
} from '../framework/json-patch.js'
import { requireStorable } from '../framework/stored-text.js'
import { PORTGROUP_FIELDS, PORTGROUP_PATCH_FIELDS, PORTGROUP_SCHEMAS, viewPortgroup } from './port-fields.js'
import { hasPorts, requireName, requireUnused, requireVersion } from './portgroup-checks.js'
import { portgroupOf } from './portgroup-lookup.js'

const MOVING_STATES = ['enroll', 'inspecting', 'inspect wait', 'manageable']

export function patchPortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  if (serverHas(request.world, 'portgroupSchemas')) requirePatch(request.body)
  const patch = readPatch(request.body)
  const ident = request.params['portgroup'] ?? ''
  const portgroup = withSuffix(request, ident, (name) => portgroupOf(request, name))
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
  const checked = checkFields(patched, PORTGROUP_SCHEMAS, 'patch')
  if ((patched['standalone_ports_supported'] ?? null) === null)
    throw new ApiFault(500, "Field `standalone_ports_supported' cannot be None")
  const after: JsonObject = { ...EMPTY_PORTGROUP, ...withoutNulls(checked), node_uuid: target.node.uuid }
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
  requireStorable(changed, 'conductor')
  refuseMove(portgroup, target)
  request.world.store.removePortgroup(portgroup)
  Object.assign(portgroup, changed)
  if (Object.keys(changed).length > 0) portgroup.updated_at = request.world.timeText()
  request.world.store.addPortgroup(portgroup)
  // The network is removed first, and read afterwards.
  if (removesNetwork(patch) && serverHas(request.world, 'portgroupSchemas'))
    throw new ApiFault(500, 'list index out of range')
  return { status: 200, body: viewPortgroup(request, portgroup) }
}

/** Returns the values with the defaults of a new port group for fields that are never null. */
function withoutNulls(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([field, value]) => value !== null || !isJsonObject(EMPTY_PORTGROUP[field]),
    ),
  )
}

const removesNetwork = (patch: readonly PatchOperation[]) =>
  patch.some(({ op, path }) => op === 'remove' && path === '/physical_network')

/** The values of removed fields. */
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
