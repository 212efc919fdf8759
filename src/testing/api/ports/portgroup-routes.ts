import { requireLock } from '../../conductor/task/task.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { newPortgroupRecord, type PortgroupRecord } from '../../world/port-record.js'
import { serverHas } from '../../world/server-features.js'
import {
  type ApiReply,
  type ApiRequest,
  locationOf,
  nodeInBody,
  nodeOf,
  requireMembers,
} from '../framework/api-request.js'
import { readArguments, stringList } from '../framework/arguments.js'
import { checkBody } from '../framework/field-schema.js'
import { readPatch } from '../framework/json-patch.js'
import { refusalBelow } from '../framework/misplaced-request.js'
import { knownSchemas, requireFields, requireOldEnough } from '../framework/resource-fields.js'
import { type Route, withFieldsInPath } from '../framework/route.js'
import { requireFlag, requireStorable } from '../framework/stored-text.js'
import { PORTGROUP_FIELDS, PORTGROUP_SCHEMAS, viewPortgroup } from './port-fields.js'
import {
  askedFields,
  checkQuery,
  hasPorts,
  requireName,
  requireUnused,
  requireVersion,
} from './portgroup-checks.js'
import { listPortgroups } from './portgroup-list.js'
import { portgroupOf, uuidOfParent } from './portgroup-lookup.js'
import { patchPortgroup } from './portgroup-patch.js'

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
    handle: refusePortgroupBelow,
  })),
  { method: 'POST', path: '/v1/nodes/{node}/portgroups', since: 24, handle: refusePortgroupBelow },
  { method: 'POST', path: '/v1/portgroups', handle: createPortgroup },
  { method: 'DELETE', path: '/v1/portgroups', handle: missingIdent },
  { method: 'PATCH', path: '/v1/portgroups', handle: missingIdent },
  ...withFieldsInPath({ method: 'GET', path: '/v1/portgroups/{portgroup}', handle: getPortgroup }),
  { method: 'PATCH', path: '/v1/portgroups/{portgroup}', handle: patchPortgroup },
  { method: 'DELETE', path: '/v1/portgroups/{portgroup}', handle: deletePortgroup },
]

/** Refuses anything but a list below a node, after checking the form of the request. */
function refusePortgroupBelow(request: ApiRequest): never {
  readArguments(request.args, request.method === 'GET' ? { fields: stringList } : {})
  if (request.method === 'POST') readNewPortgroup(request)
  if (request.method === 'PATCH') readPatch(request.body)
  if (request.method !== 'POST') portgroupOf(request, request.params['portgroup'] ?? '')
  throw refusalBelow(request.world)
}

function missingIdent(request: ApiRequest): never {
  if (!serverHas(request.world, 'portgroupSchemas'))
    throw badRequest('Missing mandatory parameter: portgroup_ident')
  requireVersion(request)
  throw new ApiFault(500, 'tuple index out of range')
}

function getPortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  checkQuery(request)
  const { fields } = readArguments(request.args, { fields: stringList })
  const portgroup = portgroupOf(request, request.params['portgroup'] ?? '')
  requireFields(askedFields(request), request, fields)
  return { status: 200, body: viewPortgroup(request, portgroup, { picked: fields }) }
}

/**
 * Returns the body of a new port group after checking its form. Older servers check the version afterwards.
 */
function readNewPortgroup(request: ApiRequest): JsonObject {
  const { world } = request
  if (serverHas(world, 'portgroupSchemas')) requireVersion(request)
  readArguments(request.args, {})
  if (request.body === null && serverHas(world, 'portgroupSchemas'))
    throw badRequest("Schema error: None is not of type 'object'")
  requireMembers(request)
  const given = checkBody(
    request.body,
    knownSchemas(request, PORTGROUP_SCHEMAS, PORTGROUP_FIELDS),
    ['node_uuid'],
    'portgroup',
  )
  requireVersion(request)
  return given
}

function createPortgroup(request: ApiRequest): ApiReply {
  const { world, minor } = request
  const given = readNewPortgroup(request)
  const { node } = nodeInBody(request, textIn(given, 'node_uuid'))
  requireOldEnough(
    askedFields(request),
    minor,
    Object.keys(given).filter((name) => given[name] !== null),
  )
  requireName(given['name'], `Cannot create portgroup with invalid name '${textIn(given, 'name')}'`)
  requireFlag(given, 'standalone_ports_supported')
  requireUnused(request, given)
  requireStorable(given, 'api')
  const portgroup = newPortgroupRecord({
    ...(Object.fromEntries(
      Object.entries(given).filter(([field, value]) => value !== null && !(field === 'mode' && value === '')),
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

function deletePortgroup(request: ApiRequest): ApiReply {
  requireVersion(request)
  readArguments(request.args, {})
  const portgroup = portgroupOf(request, request.params['portgroup'] ?? '')
  const task = nodeOf(request, portgroup.node_uuid)
  requireLock(task)
  if (hasPorts(request.world.store.portsOf(portgroup.node_uuid), portgroup))
    throw badRequest(
      // The number in Ironic's database, which no reply shows.
      `Cannot complete the requested action because portgroup ${portgroup.id} contains ports.`,
    )
  request.world.store.removePortgroup(portgroup)
  return { status: 204 }
}
