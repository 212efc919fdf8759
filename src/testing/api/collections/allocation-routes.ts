import { beginMatching } from '../../conductor/allocation/allocation-matching.js'
import {
  backfill,
  lockedForBackfill,
  removeAllocation,
  requireDeallocatable,
  textsIn,
} from '../../conductor/allocation/allocation.js'
import { requireLock } from '../../conductor/task/task.js'
import type { JsonObject } from '../../json/json-value.js'
import { isAllowed, requireRule } from '../../policy/require-rule.js'
import { isOnListedNode } from '../../policy/visible-nodes.js'
import { ApiFault, badRequest, notFound } from '../../refusals/api-fault.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, locationOf, nodeInBody, nodeOf } from '../framework/api-request.js'
import { readArguments, refuseArguments, stringList } from '../framework/arguments.js'
import { requireFields } from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'
import { ALLOCATION, ALLOCATION_FILTERS } from './allocation-kind.js'
import { findResource, requireKind, tableOf, viewResource } from './resource-kind.js'
import { addResource, readResource, requireNew, resourceRoutes } from './resource-routes.js'

const COLLECTION = '/v1/allocations'
const OF_NODE = '/v1/nodes/{node}/allocation'

/** @see openstack/ironic `ironic/api/controllers/v1/allocation.py` */
export const ALLOCATION_ROUTES: readonly Route[] = [
  ...resourceRoutes(ALLOCATION, ALLOCATION_FILTERS),
  { method: 'POST', path: COLLECTION, handle: createAllocation },
  { method: 'DELETE', path: `${COLLECTION}/{ident}`, handle: deleteAllocation },
  { method: 'GET', path: OF_NODE, since: 52, handle: getNodeAllocation },
  { method: 'DELETE', path: OF_NODE, since: 52, handle: deleteNodeAllocation },
]

function createAllocation(request: ApiRequest): ApiReply {
  requireKind(request, ALLOCATION)
  readArguments(request.args, {})
  const { node: ident, ...given } = readResource(request, ALLOCATION)
  authorizeAllocation(request, given)
  const task = typeof ident === 'string' && ident !== '' ? nodeToBackfill(request, ident) : undefined
  if (!given['resource_class']) {
    if (task === undefined) throw badRequest('The resource_class field is mandatory when not backfilling')
    given['resource_class'] = task.node.resource_class
  }
  given['candidate_nodes'] = candidatesOf(request, given)
  if (!given['uuid']) given['uuid'] = task?.node.instance_uuid ?? request.world.random.uuid()
  const record =
    task === undefined ? startAllocation(request, given) : backfillAllocation(request, task, given)
  const body = viewResource(request, ALLOCATION, record)
  return { status: 201, body, location: locationOf(request, `allocations/${record.uuid}`) }
}

/**
 * Sets the owner of an allocation: with a token of a project, it belongs to that project.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py` (_authorize_create_allocation, post)
 */
function authorizeAllocation(request: ApiRequest, given: JsonObject): void {
  const { caller } = request
  if (caller === undefined) return
  if (!isAllowed(request, 'allocation:create')) requireRule(request, 'allocation:create_restricted')
  const { project } = caller
  if (project === undefined) return
  const { owner } = given
  if (typeof owner !== 'string' || owner === '') given['owner'] = project
  else if (owner !== project)
    throw new ApiFault(
      403,
      `Cannot create allocation with an owner Project ID value ${owner} not matching the requester Project ID ` +
        `${project}. Policy baremetal:allocation:create_restricted is required for this capability.`,
    )
}

function startAllocation(request: ApiRequest, given: JsonObject): ResourceRecord {
  const record = addResource(request, ALLOCATION, given)
  beginMatching(request.world, record)
  return record
}

function backfillAllocation(request: ApiRequest, task: Task, given: JsonObject): ResourceRecord {
  requireNew(request, ALLOCATION, given)
  if (task.node.reservation !== null)
    throw lockedForBackfill(task, () => addResource(request, ALLOCATION, given))
  const record = addResource(request, ALLOCATION, given)
  backfill(task, record)
  return record
}

function nodeToBackfill(request: ApiRequest, ident: string): Task {
  if (request.minor < 58) throw badRequest('Cannot set node when creating an allocation in this API version')
  return nodeInBody(request, ident)
}

function candidatesOf(request: ApiRequest, given: JsonObject): string[] {
  const { store } = request.world
  const idents = textsIn(given['candidate_nodes'])
  const isListed = isAllowed(request, 'allocation:create_restricted')
    ? () => true
    : isOnListedNode(request, 'node')
  const found = idents.map((ident) => {
    const uuid = (store.nodes.get(ident) ?? store.nodeByName(ident))?.record.uuid
    return isListed(uuid) ? uuid : undefined
  })
  const missing = idents.filter((_, index) => found[index] === undefined)
  if (missing.length > 0) throw badRequest(`Nodes cannot be found: ${missing.join(', ')}`)
  return found.filter((uuid) => uuid !== undefined)
}

function deleteAllocation(request: ApiRequest): ApiReply {
  requireKind(request, ALLOCATION)
  readArguments(request.args, {})
  return remove(request, findResource(request, ALLOCATION))
}

/**
 * Removes an allocation. One that holds a node needs the node's lock and a state that releases the instance.
 */
function remove(request: ApiRequest, record: ResourceRecord): ApiReply {
  if (typeof record['node_uuid'] === 'string') {
    const task = nodeOf(request, record['node_uuid'])
    requireLock(task)
    requireDeallocatable(task, record)
  }
  removeAllocation(request.world, record)
  return { status: 204 }
}

function getNodeAllocation(request: ApiRequest): ApiReply {
  const { fields } = readArguments(request.args, { fields: stringList })
  const { node } = nodeInBody(request, request.params['node'] ?? '')
  const record = allocationOf(request, node.allocation_uuid)
  requireRule(request, 'allocation:get', ownerOf(record))
  requireFields(ALLOCATION.fields, request, fields)
  return { status: 200, body: viewResource(request, ALLOCATION, record, fields) }
}

function deleteNodeAllocation(request: ApiRequest): ApiReply {
  refuseArguments(request, 'NodeAllocationController.delete')
  const record = allocationOf(request, nodeOf(request).node.allocation_uuid)
  requireRule(request, 'allocation:delete', ownerOf(record))
  return remove(request, record)
}

const ownerOf = ({ owner }: ResourceRecord) => ({ owner: typeof owner === 'string' ? owner : null })

function allocationOf(request: ApiRequest, uuid: string | null): ResourceRecord {
  const found = tableOf(request, ALLOCATION).get(uuid ?? '')
  if (found === undefined) throw notFound(`Allocation for node ${request.params['node'] ?? ''} was not found`)
  return found
}
