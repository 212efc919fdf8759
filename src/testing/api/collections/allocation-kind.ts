import { textsIn } from '../../conductor/allocation/allocation.js'
import type { JsonValue } from '../../json/json-value.js'
import { listedProject } from '../../policy/visible-nodes.js'
import { ApiFault, badRequest, conflict, notAcceptable } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { sameText } from '../../world/same-text.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { nodeInBody } from '../framework/api-request.js'
import { isLogicalName, string, uuid, uuidOrName } from '../framework/arguments.js'
import { schemaError, requireTrait } from '../framework/field-schema.js'
import { patchValues } from '../framework/json-patch.js'
import { hasRouteSchemas, type ResourceKind, tableOf } from './resource-kind.js'
import { requireFreeName, type ResourceFilters } from './resource-routes.js'

/** @see openstack/ironic `ironic/api/controllers/v1/allocation.py` and `ironic/api/schemas/v1/allocation.py` */
export const ALLOCATION: ResourceKind = {
  table: 'allocation',
  path: 'allocations',
  collection: 'allocations',
  noun: 'Allocation',
  about: 'allocation',
  named: true,
  takesSuffix: true,
  storedBy: 'conductor',
  since: 52,
  tooOld: 'The API version does not allow allocations',
  patchSince: [57, 'The API version does not allow updating allocations'],
  routeSchemas: 'all',
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
  computed: ['node_uuid'],
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
  bodySince: (request) => (hasRouteSchemas(request, ALLOCATION, 'all') ? { node: 58 } : {}),
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
  check: (request, given, about) => {
    const { name, traits, uuid: id } = given
    checkCandidates(about, given['candidate_nodes'])
    for (const trait of textsIn(traits)) requireTrait(request, trait, about)
    if (about !== '' && typeof id === 'string') uuid('uuid', id)
    if (typeof name === 'string' && name !== '' && !isLogicalName(name))
      throw badRequest(
        `Cannot ${about === 'patch' ? 'update' : 'create'} allocation with invalid name '${name}'`,
      )
  },
  allow: (request, given, before) => {
    const { uuid: id } = given
    if (before === undefined && typeof id === 'string' && tableOf(request, ALLOCATION).has(id))
      throw conflict(`An allocation with UUID ${id} already exists.`)
    requireFreeName(request, ALLOCATION, given, before)
  },
  checkPatch: (request, patch) => {
    for (const name of patchValues(patch, '/name'))
      if (name && (typeof name !== 'string' || !isLogicalName(name)))
        throw badRequest(`Cannot update allocation with invalid name '${pythonText(name)}'`)
    if (!hasRouteSchemas(request, ALLOCATION, 'all')) return
    for (const { value } of patch)
      if (Array.isArray(value) || (typeof value === 'number' && !Number.isInteger(value)))
        throw schemaError(
          '',
          `${pythonRepr(value)} is not of type 'string', 'object', 'null', 'integer', 'boolean'`,
        )
  },
  badIdent: (request, ident) => {
    if (isUuidLike(ident) || isLogicalName(ident)) return undefined
    if (!hasRouteSchemas(request, ALLOCATION, 'all') && request.method !== 'PATCH') return undefined
    return badRequest(`Expected a logical name or UUID but received ${ident}.`)
  },
}

/**
 * Checks the candidate nodes. Newer servers say of each what a name is, older ones only that it must be a
 * text.
 */
function checkCandidates(about: string, candidates: JsonValue | undefined): void {
  if (!Array.isArray(candidates)) return
  for (const ident of candidates) {
    const shown = pythonRepr(ident)
    const isText = typeof ident === 'string'
    if (isText && (about !== '' || isUuidLike(ident) || isLogicalName(ident))) continue
    const cause = isText ? `${shown} is not a 'uuid'` : `${shown} is not of type 'string'`
    throw schemaError(
      about,
      about === ''
        ? `${shown} is not valid under any of the given schemas. Possible root cause: ${cause}`
        : cause,
    )
  }
}

/** @see openstack/ironic `ironic/db/sqlalchemy/api.py` (_add_allocations_filters) */
export const ALLOCATION_FILTERS: ResourceFilters = {
  table: { node: string, resource_class: string, state: string, owner: string },
  olderTable: { node: uuidOrName },
  matcher: (request, { node, resource_class: resourceClass, state, owner: asked }) => {
    const wanted = typeof asked === 'string' ? asked : undefined
    const owner = listedProject(request, 'allocation', wanted) ?? asked
    if (asked !== undefined && request.minor < 60) throw notAcceptable()
    if (typeof node === 'string' && !hasRouteSchemas(request, ALLOCATION, 'all')) uuidOrName('node', node)
    if (typeof node !== 'string') {
      const filters = Object.entries({ resource_class: resourceClass, state, owner })
      return (record) =>
        filters.every(([field, value]) => value === undefined || sameText(record[field], value))
    }
    const { node: holder } = nodeInBody(request, node)
    // Ironic looks for the other filters in the table that it joined last.
    if (state !== undefined) throw new ApiFault(500, 'Entity namespace for "nodes" has no property "state"')
    const holds =
      (resourceClass === undefined || sameText(holder.resource_class, resourceClass)) &&
      (owner === undefined || sameText(holder.owner, owner))
    return (record) => holds && record['node_uuid'] === holder.uuid
  },
  inDetail: true,
}
