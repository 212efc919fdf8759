import {
  allocate,
  backfill,
  removeAllocation,
  requireDeallocatable,
  textsIn,
} from '../conductor/allocation.js'
import { requireLock } from '../conductor/task.js'
import type { JsonObject } from '../json-value.js'
import type { ResourceRecord } from '../store/resource-record.js'
import { type ApiReply, type ApiRequest, locationOf, nodeInBody, nodeOf } from './api-request.js'
import { badRequest, notAcceptable, notFound } from './api-fault.js'
import { isLogicalName, readArguments, string, uuidOrName } from './arguments.js'
import { requireTrait } from './node-trait-routes.js'
import { findResource, requireKind, type ResourceKind, tableOf, viewResource } from './resource-kind.js'
import {
  addResource,
  readResource,
  requireFreeName,
  resourceRoutes,
  type ResourceFilters,
} from './resource-routes.js'
import type { Route } from './route.js'

const ALLOCATION: ResourceKind = {
  table: 'allocation',
  path: 'allocations',
  collection: 'allocations',
  noun: 'Allocation',
  about: 'allocation',
  named: true,
  since: 52,
  tooOld: 'The API version does not allow allocations',
  fields: {
    uuid: 1,
    created_at: 1,
    updated_at: 1,
    candidate_nodes: 1,
    extra: 1,
    last_error: 1,
    name: 1,
    owner: 60,
    resource_class: 1,
    state: 1,
    traits: 1,
    node_uuid: 1,
  },
  listFields: [],
  unsortable: ['extra', 'candidate_nodes', 'traits'],
  schemas: {
    candidate_nodes: { kind: 'list' },
    extra: { kind: 'object' },
    name: { kind: 'text' },
    node: { kind: 'text' },
    owner: { kind: 'text' },
    resource_class: { kind: 'text', maxLength: 80 },
    traits: { kind: 'list' },
    uuid: { kind: 'text' },
  },
  needed: [],
  patchable: ['name', 'extra'],
  empty: {
    candidate_nodes: [],
    extra: {},
    last_error: null,
    name: null,
    owner: null,
    resource_class: null,
    state: 'allocating',
    traits: [],
    node_uuid: null,
  },
  check: (_, { name, traits }, about) => {
    for (const trait of textsIn(traits)) requireTrait(trait, about)
    if (typeof name === 'string' && name !== '' && !isLogicalName(name))
      throw badRequest(
        `Cannot ${about === 'patch' ? 'update' : 'create'} allocation with invalid name '${name}'`,
      )
  },
  allow: (request, given, before) => {
    // Since then an allocation can be changed.
    if (before !== undefined && request.minor < 57)
      throw badRequest('The API version does not allow updating allocations')
    requireFreeName(request, ALLOCATION, given, before)
  },
  allowDeletion: (request, record) => {
    if (typeof record['node_uuid'] !== 'string') return
    const task = nodeOf(request, record['node_uuid'])
    requireLock(task)
    requireDeallocatable(task, record)
    removeAllocation(request.world, record)
  },
}

const FILTERS: ResourceFilters = {
  table: { node: uuidOrName, resource_class: string, state: string, owner: string },
  matcher: (request, { node, resource_class: resourceClass, state, owner }) => {
    if (owner !== undefined && request.minor < 60) throw notAcceptable()
    const nodeUuid = typeof node === 'string' ? nodeInBody(request, node).node.uuid : undefined
    const wanted = { node_uuid: nodeUuid, resource_class: resourceClass, state, owner }
    return (record) =>
      Object.entries(wanted).every(([field, value]) => value === undefined || record[field] === value)
  },
  inDetail: true,
}

/** @see openstack/ironic `ironic/api/controllers/v1/allocation.py` */
export const ALLOCATION_ROUTES: readonly Route[] = [
  ...resourceRoutes(ALLOCATION, FILTERS).filter(({ method }) => method !== 'POST'),
  { method: 'POST', path: '/v1/allocations', handle: createAllocation },
  { method: 'GET', path: '/v1/nodes/{node}/allocation', since: 52, handle: getNodeAllocation },
  { method: 'DELETE', path: '/v1/nodes/{node}/allocation', since: 52, handle: deleteNodeAllocation },
]

function createAllocation(request: ApiRequest): ApiReply {
  requireKind(request, ALLOCATION)
  readArguments(request.args, {})
  const { node: ident, ...given } = readResource(request, ALLOCATION)
  const task = typeof ident === 'string' && ident !== '' ? nodeToBackfill(request, ident) : undefined
  if (!given['resource_class']) {
    if (task === undefined) throw badRequest('The resource_class field is mandatory when not backfilling')
    given['resource_class'] = task.node.resource_class
  }
  const candidates = candidatesOf(request, given)
  if (!given['uuid'] && task !== undefined) given['uuid'] = task.node.instance_uuid
  const record = addResource(request, ALLOCATION, { ...given, candidate_nodes: candidates })
  if (task !== undefined) {
    requireLock(task)
    backfill(task, record)
  }
  const body = viewResource(request, ALLOCATION, record)
  if (task === undefined) allocate(request.world, record)
  return { status: 201, body, location: locationOf(request, `allocations/${record.uuid}`) }
}

function nodeToBackfill(request: ApiRequest, ident: string) {
  if (request.minor < 58) throw badRequest('Cannot set node when creating an allocation in this API version')
  return nodeInBody(request, ident)
}

function candidatesOf(request: ApiRequest, given: JsonObject): string[] {
  const { store } = request.world
  const idents = textsIn(given['candidate_nodes'])
  const found = idents.map((ident) => (store.nodes.get(ident) ?? store.nodeByName(ident))?.record.uuid)
  const missing = idents.filter((_, index) => found[index] === undefined)
  if (missing.length > 0) throw badRequest(`Nodes cannot be found: ${missing.join(', ')}`)
  return found.filter((uuid) => uuid !== undefined)
}

function allocationOfNode(request: ApiRequest): ResourceRecord {
  const { node } = nodeOf(request)
  const found = tableOf(request, ALLOCATION).get(node.allocation_uuid ?? '')
  if (found === undefined) throw notFound(`Allocation for node ${node.uuid} could not be found.`)
  return found
}

function getNodeAllocation(request: ApiRequest): ApiReply {
  return { status: 200, body: viewResource(request, ALLOCATION, allocationOfNode(request)) }
}

function deleteNodeAllocation(request: ApiRequest): ApiReply {
  const record = allocationOfNode(request)
  const found = findResource({ ...request, params: { ident: record.uuid } }, ALLOCATION)
  ALLOCATION.allowDeletion?.(request, found)
  return { status: 204 }
}
