import { forgetAllocation } from '../../conductor/allocation/allocation.js'
import { isUpdatable } from '../../conductor/task/state-machine.js'
import { requireLock, touch } from '../../conductor/task/task.js'
import { HARDWARE_INTERFACES } from '../../hardware/hardware-profile.js'
import { sameJson } from '../../../formats/same-json.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { authorizePatch } from '../../policy/patch-rules.js'
import { ApiFault, badRequest, conflict, noConductorFor, notAcceptable } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { newNodeRecord, type NodeRecord } from '../../world/node-record.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, nodeWithSuffix } from '../framework/api-request.js'
import { boolean, readArguments, uuidOrName } from '../framework/arguments.js'
import {
  applyPatch,
  type PatchOperation,
  patchValues,
  readPatch,
  requirePatchable,
} from '../framework/json-patch.js'
import { checkPatchedNetworkData } from '../framework/network-data-schema.js'
import type { Route } from '../framework/route.js'
import { requireStorable } from '../framework/stored-text.js'
import { requireChassis } from './chassis-lookup.js'
import {
  defaultInterfaces,
  profileOfDriver,
  requireInterfaces,
  requireNodeName,
  parentOf,
  takesGroup,
} from './node-create-routes.js'
import { isKnownNodeField, NODE_FIELD_SINCE, NODE_PATCH_FIELDS } from './node-fields.js'
import { requireSizes } from './node-properties-check.js'
import { leaveMaintenance } from './node-routes.js'
import { checkPatchedNode } from './node-schema.js'
import { viewNode } from './node-view.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (patch) */
export const NODE_PATCH_ROUTES: readonly Route[] = [
  { method: 'PATCH', path: '/v1/nodes/{node}', handle: patchNode },
  {
    method: 'PATCH',
    path: '/v1/nodes/{node}/{extra}',
    handle: (request) =>
      patchNode({ ...request, args: { ...request.args, reset_interfaces: request.params['extra'] ?? '' } }),
  },
]

/** The states in which the interfaces may change. */
const FREE_STATES = ['enroll', 'inspecting', 'inspect wait', 'manageable', 'available']

function patchNode(request: ApiRequest): ApiReply {
  const { reset_interfaces: resets } = readArguments(request.args, { reset_interfaces: boolean })
  const ident = uuidOrName('node_ident', request.params['node'] ?? '')
  const patch = readPatch(request.body)
  if (resets !== undefined && request.minor < 45) throw notAcceptable()
  checkPatch(request, patch, resets)
  const task = nodeWithSuffix(request)
  authorizePatch(request, task.node, ident, patch)
  requireUpdatable(request, task, patch, ident)
  for (const name of patchValues(patch, '/name'))
    requireNodeName(
      request.minor,
      typeof name === 'string' ? name : '',
      `Node ${ident}: Cannot change name to invalid name '${pythonText(name)}'`,
    )

  const parents = patchValues(patch, '/parent_node').map((parent) => parentOf(request.world, parent ?? null))
  const before = patchable(task.node)
  const after = checkPatchedNode(onlyPatchable(applyPatch(before, patch)))
  if (parents.length > 0) after['parent_node'] = parents.at(-1) ?? null
  const changed = changesBetween(before, after)
  syncInstanceName(task, changed)
  checkChanges(task, changed, request)
  requireLock(task)
  checkUnderLock(task, changed)
  requireStorable(changed, 'conductor')
  save(task, changed, resets === true)
  // The reply is written before the lock of the change itself is dropped, so it shows the lock.
  const locked = { ...task.node, reservation: request.world.settings.conductorHost }
  return { status: 200, body: viewNode(request, locked) }
}

/** Checks a patch as far as possible without the node. */
function checkPatch({ minor, world }: ApiRequest, patch: readonly PatchOperation[], resets?: boolean): void {
  requirePatchable(
    patch,
    NODE_PATCH_FIELDS.filter((field) => isKnownNodeField(field, world.settings.maxMinor)),
  )
  for (const [field, since] of Object.entries(NODE_FIELD_SINCE))
    if (since > minor && patchValues(patch, `/${field}`).length > 0) throw notAcceptable()
  if (resets && patchValues(patch, '/driver').length === 0)
    throw badRequest("The reset_interfaces parameter can only be used when changing the node's driver.")
  // The handler reads the value that turns automated cleaning off, even when there is none.
  if (
    patch.some(
      ({ op, path, sent }) => op === 'remove' && path.startsWith('/automated_clean') && !('value' in sent),
    )
  )
    throw new ApiFault(500, "'value'")
  for (const data of patchValues(patch, '/network_data')) checkPatchedNetworkData(data ?? null)
  const description = patchValues(patch, '/description')[0]
  if (description === null) throw new ApiFault(500, "object of type 'NoneType' has no len()")
  if (typeof description === 'number')
    throw new ApiFault(
      500,
      `object of type '${Number.isInteger(description) ? 'int' : 'float'}' has no len()`,
    )
  if (typeof description === 'string' && description.length > 4096)
    throw badRequest('Cannot update node with description exceeding 4096 characters')
}

/** Refuses a change in a state that allows none, with or without a lock. */
function requireUpdatable(
  { minor }: ApiRequest,
  { node }: Task,
  patch: readonly PatchOperation[],
  ident: string,
): void {
  const [only] = patch
  const freesInstance = patch.length === 1 && only?.op === 'remove' && only.path === '/instance_uuid'
  if (node.maintenance && freesInstance && Object.keys(only.sent).length === 2) return
  if (node.target_provision_state !== null && !isUpdatable(node.provision_state))
    throw conflict(`Node ${ident} can not be updated while a state transition is in progress.`)
  if (node.provision_state === 'inspecting' && minor >= 39)
    throw conflict(`Cannot update node "${node.uuid}" while it is in state "inspecting".`)
}

function patchable(node: NodeRecord): JsonObject {
  return Object.fromEntries(
    NODE_PATCH_FIELDS.map((field) => [field, node[field as keyof NodeRecord] as JsonValue]),
  )
}

/** The values of removed fields. */
const EMPTY = newNodeRecord({ id: 0, uuid: '', driver: '', created_at: '', provision_state: '' })

function onlyPatchable(patched: JsonObject): JsonObject {
  const kept: JsonObject = {}
  for (const field of NODE_PATCH_FIELDS) {
    const value = patched[field]
    if (field === 'driver' && value === undefined)
      throw badRequest("Schema error for patch: 'driver' is a required property")
    const empty = NULLABLE_FLAGS.includes(field) ? null : (EMPTY[field as keyof NodeRecord] as JsonValue)
    // Ironic folds the group's case before it checks that there is a group.
    if (field === 'conductor_group' && value === undefined) throw new ApiFault(500, "'conductor_group'")
    if (field === 'conductor_group' && value === null)
      throw new ApiFault(500, "'NoneType' object has no attribute 'lower'")
    if (field === 'maintenance' && (value ?? null) === null)
      throw new ApiFault(500, "Field `maintenance' cannot be None")
    if (field === 'driver' && value === null)
      throw badRequest("Schema error for patch: None is not of type 'string'")
    kept[field] = value === undefined || (value === null && isNeverNull(field, empty)) ? empty : value
  }
  return kept
}

/** The flags whose columns may be null. */
const NULLABLE_FLAGS: readonly string[] = ['retired', 'disable_power_off']

function isNeverNull(field: string, empty: JsonValue): boolean {
  if (NULLABLE_FLAGS.includes(field)) return false
  return isJsonObject(empty) || typeof empty === 'boolean' || empty === ''
}

function changesBetween(before: JsonObject, after: JsonObject): Partial<NodeRecord> {
  const changed: JsonObject = {}
  for (const [field, value] of Object.entries(after))
    if (!sameJson(before[field], value))
      changed[field] = field === 'conductor_group' ? pythonText(value).toLowerCase() : value
  return changed
}

function syncInstanceName({ node, world }: Task, changed: Partial<NodeRecord>): void {
  if (!isKnownNodeField('instance_name', world.settings.maxMinor)) return
  const displayName = changed.instance_info?.['display_name']
  if (typeof displayName !== 'string' || displayName === '') return
  if (!(changed.instance_name ?? node.instance_name)) changed.instance_name = displayName
}

/** @see openstack/ironic `ironic/conductor/manager.py` (update_node) */
function checkChanges(
  { node, world, machine }: Task,
  changed: Partial<NodeRecord>,
  request: ApiRequest,
): void {
  const { store } = world
  if (changed.chassis_uuid) requireChassis(request, changed.chassis_uuid)
  if (changed.chassis_uuid === null && request.minor < 25) throw notAcceptable()
  const driver = changed.driver ?? node.driver
  const group = changed.conductor_group ?? node.conductor_group
  const moves = changed.driver !== undefined || changed.conductor_group !== undefined
  if (moves && (profileOfDriver(world, driver) === undefined || !takesGroup(world, group)))
    throw noConductorFor(world, driver, group)
  if (changed.driver !== undefined) {
    if (node.console_enabled)
      throw conflict(
        `Node ${request.params['node'] ?? ''} can not update the driver while the console is enabled. Please ` +
          'stop the console first.',
      )
  }
  if (changed.protected === true && !['active', 'rescue'].includes(node.provision_state))
    throw conflict(
      `Node ${node.uuid} can only be made protected in provision states 'active' or 'rescue', the current state ` +
        `is '${node.provision_state}'`,
    )
  if (changed.protected_reason && !(changed.protected ?? node.protected))
    throw badRequest('The protected_reason field can only be set when protected is True')
  if (changed.retired === true && node.provision_state === 'available')
    throw conflict(
      `Node ${node.uuid} can not have 'retired' set in provision state 'available', the current state is 'available'`,
    )
  if (changed.retired_reason && !(changed.retired ?? node.retired))
    throw badRequest('The retired_reason field can only be set when retired is True')
  const maintenance = changed.maintenance ?? node.maintenance
  for (const name of HARDWARE_INTERFACES)
    if (`${name}_interface` in changed && !FREE_STATES.includes(node.provision_state) && !maintenance)
      throw conflict(
        `Node ${node.uuid} can not have ${name}_interface updated unless it is in one of allowed ` +
          `(${FREE_STATES.join(', ')}) states or in maintenance mode.` +
          (serverHas(world, 'tellsWhatIsWrong') ? ` Current state is '${node.provision_state}'.` : ''),
      )
  requireInterfaces(world, profileOfDriver(world, changed.driver ?? node.driver) ?? machine.profile, changed)
  if (typeof changed.name === 'string' && (store.nodeByName(changed.name)?.record ?? node) !== node)
    throw conflict(`A node with name ${changed.name} already exists.`)
}

function checkUnderLock({ node, world }: Task, changed: Partial<NodeRecord>): void {
  const instance = changed.instance_uuid
  const tellsState = serverHas(world, 'tellsWhatIsWrong')
  if (instance && node.instance_uuid !== null)
    throw conflict(`Node ${node.uuid} is associated with instance ${node.instance_uuid}.`)
  if (
    changed.resource_class !== undefined &&
    node.resource_class !== null &&
    !FREE_STATES.includes(node.provision_state)
  )
    throw conflict(
      `Node ${node.uuid} can not have resource_class updated unless it is in one of allowed ` +
        `(${FREE_STATES.join(', ')}) states.` +
        (tellsState ? ` Current state is '${node.provision_state}'.` : ''),
    )
  if (
    instance === null &&
    node.allocation_uuid !== null &&
    !node.maintenance &&
    !FREE_STATES.includes(node.provision_state)
  )
    throw conflict(
      `Node ${node.uuid} with an allocation can not have instance_uuid removed unless it is in one of allowed ` +
        `(${FREE_STATES.join(', ')}) states or in maintenance mode.` +
        (tellsState ? ` Current state is '${node.provision_state}'.` : ''),
    )
  if (changed.properties !== undefined) requireSizes(world, node.uuid, changed.properties)
  if (instance && world.store.nodeByInstance(instance) !== undefined)
    throw conflict(
      `Instance ${instance} is already associated with a node, it cannot be associated with this other node ` +
        node.uuid,
    )
}

function save(task: Task, changed: Partial<NodeRecord>, resets: boolean): void {
  const { node, world, machine } = task
  const { name, instance_uuid: instance, maintenance, ...rest } = changed
  if (rest.driver !== undefined) {
    const profile = profileOfDriver(world, rest.driver) ?? machine.profile
    machine.profile = profile
    if (resets) Object.assign(rest, { ...defaultInterfaces(world, profile), ...rest })
  }
  const defaults: Partial<NodeRecord> = defaultInterfaces(world, machine.profile)
  for (const name of HARDWARE_INTERFACES)
    if (rest[`${name}_interface`] === null) rest[`${name}_interface`] = defaults[`${name}_interface`] ?? null
  if (rest.protected === false) rest.protected_reason = null
  if (rest.retired !== undefined && rest.retired !== true) rest.retired_reason = null
  Object.assign(node, rest)
  if (name !== undefined) world.store.renameNode(node, name)
  if (instance !== undefined) world.store.setInstance(node, instance)
  if (instance === null) forgetAllocation(task)
  if (maintenance === true) node.maintenance = true
  if (maintenance === false) leaveMaintenance(task)
  touch(task)
}
