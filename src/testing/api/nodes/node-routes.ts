import { consoleProblem } from '../../conductor/machine/console.js'
import { storageProblem } from '../../conductor/operations/boot-from-volume.js'
import { deployRefusal } from '../../conductor/operations/deployment.js'
import { bootImageRefusal, requireFetchableImage } from '../../conductor/operations/image-check.js'
import { wakeParked } from '../../conductor/task/agent-calls.js'
import { requireLock, touch } from '../../conductor/task/task.js'
import { HARDWARE_INTERFACES } from '../../hardware/hardware-profile.js'
import {
  ApiFault,
  badRequest,
  conflict,
  isProtected,
  nodeNotFound,
  notAcceptable,
  notFound,
  pythonTuple,
} from '../../refusals/api-fault.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, nodeOf, nodeWithSuffix } from '../framework/api-request.js'
import { readArguments, string, stringList, uuid, uuidOrName } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { isSelectableNodeField, type NodeField } from './node-fields.js'
import { checkFieldVersions } from './node-list-routes.js'
import { provisionStateFor, viewNode } from './node-view.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` */
export const NODE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}', handle: getNode },
  { method: 'DELETE', path: '/v1/nodes/{node}', handle: deleteNode },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/validate',
    handle: (request) => validateNode(request, request.params['node'] ?? ''),
  },
  { method: 'GET', path: '/v1/nodes/validate', handle: validateByQuery },
  { method: 'GET', path: '/v1/nodes/{node}/states', handle: getStates },
  { method: 'DELETE', path: '/v1/nodes', handle: () => missing('node_ident') },
  { method: 'PATCH', path: '/v1/nodes', handle: () => missing('node_ident') },
  { method: 'GET', path: '/v1/nodes/{node}/detail', handle: () => missingResource() },
  // An unknown word after a node's name is taken for one more argument of the handler.
  { method: 'GET', path: '/v1/nodes/{node}/{extra}', handle: getNode },
  { method: 'GET', path: '/v1/nodes/{node}/{extra}/{more}', handle: refusePart },
  { method: 'DELETE', path: '/v1/nodes/{node}/{extra}', handle: () => missingResource() },
  { method: 'PUT', path: '/v1/nodes/{node}/maintenance', handle: setMaintenance },
  { method: 'DELETE', path: '/v1/nodes/{node}/maintenance', handle: clearMaintenance },
]

export function getNode(request: ApiRequest): ApiReply {
  const { extra } = request.params
  if (extra !== undefined && request.args['fields'] !== undefined)
    throw new ApiFault(500, "NodesController.get_one() got multiple values for argument 'fields'")
  const { fields } = readArguments(extra === undefined ? request.args : { ...request.args, fields: extra }, {
    fields: stringList,
  })
  uuidOrName('node_ident', request.params['node'] ?? '')
  const { node } = nodeWithSuffix(request)
  checkFieldVersions(request, fields)
  const unknown = fields?.find((field) => !isSelectableNodeField(field, request.world.settings.maxMinor))
  if (unknown !== undefined) throw badRequest(`Field ${unknown} is not a valid field.`)
  return { status: 200, body: viewNode(request, node, fields as NodeField[] | undefined) }
}

function missing(argument: string): never {
  throw badRequest(`Missing mandatory parameter: ${argument}`)
}

/** Refuses a third part of the path as one argument too many. */
export function refusePart(): never {
  throw new ApiFault(500, 'NodesController.get_one() takes from 2 to 3 positional arguments but 4 were given')
}

function missingResource(): never {
  throw notFound('Resource could not be found.')
}

/** @see openstack/ironic `ironic/conductor/manager.py` (destroy_node) */
function deleteNode(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  uuidOrName('node_ident', request.params['node'] ?? '')
  const task = nodeWithSuffix(request)
  const { node, world } = task
  requireLock(task)
  if (!node.maintenance && node.instance_uuid !== null)
    throw conflict(`Node ${node.uuid} is associated with instance ${node.instance_uuid}.`)
  if (node.protected) throw isProtected(node.uuid)
  const allowed = ['manageable', 'enroll', 'adopt failed', 'available']
  if (!node.maintenance && !allowed.includes(node.provision_state))
    throw conflict(
      `Can not delete node "${node.uuid}" while it is in provision state "${node.provision_state}". Valid ` +
        `provision states to perform deletion are: "${pythonTuple(allowed)}", or set the node into maintenance mode`,
    )
  world.removeNode(task.stored)
  return { status: 204 }
}

function validateByQuery(request: ApiRequest): ApiReply {
  const { node, node_uuid: nodeUuid } = readArguments(request.args, { node: uuidOrName, node_uuid: uuid })
  return validateNode({ ...request, args: {} }, nodeUuid ?? node ?? noIdent(request))
}

function noIdent({ minor }: ApiRequest): never {
  if (minor < 5) throw nodeNotFound('None')
  throw badRequest('Expected a logical name or UUID but received None.')
}

function validateNode(request: ApiRequest, ident: string): ApiReply {
  readArguments(request.args, {})
  if (request.minor < 5 && !isUuidLike(ident)) throw notAcceptable()
  const task = nodeOf(request, ident)
  requireFetchableImage(task)
  const reason = deployRefusal(task)
  const bootReason = bootImageRefusal(task)
  const hasFirmware = request.world.settings.maxMinor >= 86
  const body = Object.fromEntries(
    HARDWARE_INTERFACES.filter((name) => name !== 'vendor' && (name !== 'firmware' || hasFirmware)).map(
      (name) => [name, verdict(task, name, name === 'boot' ? bootReason : reason)],
    ),
  )
  return { status: 200, body }
}

function verdict(task: Task, name: (typeof HARDWARE_INTERFACES)[number], deployReason: string | null) {
  const { node } = task
  if (name === 'console' || name === 'storage') {
    const problem = name === 'console' ? consoleProblem(task) : storageProblem(task)
    return problem === null ? { result: true } : { result: false, reason: problem }
  }
  const implementation = node[`${name}_interface`]
  if (implementation?.startsWith('no-') === true)
    return {
      result: false,
      reason: `Driver ${node.driver} does not support ${name} (disabled or not implemented).`,
    }
  if ((name === 'deploy' || name === 'boot') && deployReason !== null)
    return { result: false, reason: deployReason }
  return { result: true }
}

function getStates(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { node } = nodeOf(request)
  const { minor } = request
  return {
    status: 200,
    body: {
      console_enabled: node.console_enabled,
      last_error: node.last_error,
      power_state: node.power_state,
      provision_state: provisionStateFor(node.provision_state, minor),
      target_power_state: node.target_power_state,
      target_provision_state: node.target_provision_state,
      provision_updated_at: node.provision_updated_at,
      ...(minor < 12 ? {} : { raid_config: node.raid_config, target_raid_config: node.target_raid_config }),
      ...(minor < 75 ? {} : { boot_mode: node.boot_mode, secure_boot: node.secure_boot }),
    },
  }
}

function setMaintenance(request: ApiRequest): ApiReply {
  const { reason } = readArguments(request.args, { reason: string })
  const task = nodeOf(request)
  requireLock(task)
  task.node.maintenance = true
  task.node.maintenance_reason = reason ?? null
  touch(task)
  return { status: 202 }
}

function clearMaintenance(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const task = nodeOf(request)
  requireLock(task)
  leaveMaintenance(task)
  touch(task)
  return { status: 202 }
}

/** Ends the maintenance. The calls of agents arrive again. */
export function leaveMaintenance(task: Task): void {
  const { node } = task
  node.maintenance = false
  node.maintenance_reason = null
  node.fault = null
  wakeParked(task)
}
