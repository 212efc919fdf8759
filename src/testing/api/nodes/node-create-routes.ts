import { interfacesOf } from '../../hardware/enabled-hardware.js'
import { HARDWARE_INTERFACES } from '../../hardware/hardware-profile.js'
import type { ProfileName } from '../../hardware/hardware-profiles.js'
import { isJsonObject, type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { isAllowed, requireRule } from '../../policy/require-rule.js'
import { ApiFault, badRequest, conflict, noConductorFor, notAcceptable } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { newMachine } from '../../world/machine.js'
import { newNodeRecord, type NodeRecord } from '../../world/node-record.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { World } from '../../world/world.js'
import { type ApiReply, type ApiRequest, locationOf, requireMembers } from '../framework/api-request.js'
import { isHostnameSafe, isLogicalName, readArguments } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { requireFlag, requireStorable } from '../framework/stored-text.js'
import { requireChassis } from './chassis-lookup.js'
import { NODE_FIELD_SINCE } from './node-fields.js'
import { requireSizes } from './node-properties-check.js'
import { checkNewNode } from './node-schema.js'
import { viewNode } from './node-view.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (post) */
export const NODE_CREATE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/nodes', handle: createNode },
]

function createNode(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { world, minor } = request
  requireMembers(request)
  if (
    isJsonObject(request.body) &&
    request.body['properties'] === null &&
    serverHas(world, 'namesCapabilities')
  )
    throw new ApiFault(500, "'NoneType' object has no attribute 'get'")
  const given = checkNewNode(request.body, world.settings.maxMinor)
  const { caller } = request
  if (!isAllowed(request, 'node:create:self_owned_node')) requireRule(request, 'node:create')
  for (const [field, since] of Object.entries(NODE_FIELD_SINCE))
    if (since > minor && isSet(field, given[field])) throw notAcceptable()
  const name = typeof given['name'] === 'string' ? given['name'] : null
  if (name !== null) requireNodeName(minor, name, `Cannot create node with invalid name '${name}'`)
  if (caller?.project !== undefined) given['owner'] = ownProject(caller.project, given['owner'])
  if (given['chassis_uuid']) requireChassis(request, textIn(given, 'chassis_uuid'))
  if (given['parent_node']) given['parent_node'] = parentOf(world, given['parent_node'])
  const driver = textIn(given, 'driver')
  const group = textIn(given, 'conductor_group').toLowerCase()
  const profile = profileOfDriver(world, driver)
  if (profile === undefined || !takesGroup(world, group))
    throw noConductorFor(world, driver, textIn(given, 'conductor_group'))
  requireFlag(given, 'console_enabled', 'maintenance')
  requireInterfaces(world, profile, given)
  if (isJsonObject(given['properties']))
    requireSizes(world, textIn(given, 'uuid') || world.random.uuid(), given['properties'])
  requireUnused(world, given)
  requireStorable(given, 'conductor')
  const record = newNodeRecord({
    ...defaultInterfaces(world, profile),
    ...withoutNulls(given),
    id: world.store.nextId('node'),
    uuid: typeof given['uuid'] === 'string' ? given['uuid'] : world.random.uuid(),
    driver,
    conductor_group: group,
    conductor: world.settings.conductorHost,
    provision_state: minor < 11 ? 'available' : 'enroll',
    created_at: world.timeText(),
  })
  world.store.addNode({ record, machine: newMachine(profile), history: [] })
  return {
    status: 201,
    body: viewNode(request, record),
    location: locationOf(request, `nodes/${record.uuid}`),
  }
}

function ownProject(project: string, wanted: JsonValue | undefined): string {
  if (wanted && wanted !== project)
    throw badRequest(
      'Cannot create a node as a project scoped admin with an owner other than your own project.',
    )
  return project
}

/**
 * Returns whether a field is given. A conductor group is unset only when it is empty; `null` counts as given.
 */
function isSet(field: string, value: unknown): boolean {
  return field === 'conductor_group' ? value !== undefined && value !== '' : (value ?? null) !== null
}

/** Fields whose empty text counts as unset. */
const UNSET = ['owner', 'resource_class']

function withoutNulls(given: JsonObject): Partial<NodeRecord> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([field, value]) => value !== null && !(value === '' && UNSET.includes(field)),
    ),
  )
}

const RESERVED_NAMES = ['maintenance', 'management', 'states', 'vendor_passthru', 'detail', 'validate']

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (_check_names_acceptable) */
export function requireNodeName(minor: number, name: string, refusal: string): void {
  if (minor < 5) throw notAcceptable()
  const valid = minor < 10 ? isHostnameSafe(name) : isLogicalName(name)
  if (!valid || isUuidLike(name)) throw badRequest(refusal)
  if (RESERVED_NAMES.includes(name))
    throw badRequest(
      `The word "${name}" is reserved and can not be used as a node name. Reserved words are: ` +
        `${RESERVED_NAMES.join(', ')}.`,
    )
}

export function parentOf({ store }: World, parent: JsonValue): string {
  const found = typeof parent === 'string' ? (store.nodes.get(parent) ?? store.nodeByName(parent)) : undefined
  if (found === undefined)
    throw badRequest(
      `Unable to apply the requested parent_node '${pythonText(parent)}'. Requested value was invalid.`,
    )
  return found.record.uuid
}

function requireUnused({ store }: World, given: JsonObject): void {
  const { uuid, name, instance_uuid: instance } = given
  if (typeof name === 'string' && store.nodeByName(name) !== undefined)
    throw conflict(`A node with name ${name} already exists.`)
  if (typeof uuid === 'string' && store.nodes.has(uuid))
    throw conflict(`A node with UUID ${uuid} already exists.`)
  if (typeof instance === 'string' && store.nodeByInstance(instance) !== undefined)
    throw conflict(
      `Instance ${instance} is already associated with a node, it cannot be associated with this other node ` +
        textIn(given, 'uuid'),
    )
}

/** Refuses interfaces that are not enabled. */
export function requireInterfaces(
  world: World,
  profile: ProfileName,
  given: Readonly<Record<string, unknown>>,
): void {
  for (const name of HARDWARE_INTERFACES) {
    const wanted = given[`${name}_interface`]
    const known = [...interfacesOf(world.settings, world.profileNamed(profile), name)]
    if (typeof wanted === 'string' && !known.includes(wanted))
      throw badRequest(
        `Could not find the following interface in the 'ironic.hardware.interfaces.${name}' entrypoint: ${wanted}. ` +
          `Valid interfaces are ${pythonRepr(known)}.`,
      )
  }
}

export function profileOfDriver(world: World, driver: string): ProfileName | undefined {
  return world.settings.enabledHardware.find((name) => world.profileNamed(name).driver === driver)
}

/**
 * Returns whether a conductor has that group: the group in the options, or else that of any existing node.
 */
export function takesGroup({ settings, store }: World, group: string): boolean {
  if (settings.conductorGroup !== null) return settings.conductorGroup === group
  return group === '' || store.recordsInOrder.some((node) => node.conductor_group === group)
}

/** Returns the interfaces that a conductor sets by default. */
export function defaultInterfaces(world: World, profile: ProfileName): Partial<NodeRecord> {
  const filled = HARDWARE_INTERFACES.map((name) => [
    `${name}_interface`,
    interfacesOf(world.settings, world.profileNamed(profile), name)[0],
  ])
  const network = world.settings.networkInterface
  return {
    ...(Object.fromEntries(filled) as Partial<NodeRecord>),
    ...(network === null ? {} : { network_interface: network }),
  }
}
