import { badRequest, notFound } from '../../refusals/api-fault.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { hasRouteSchemas, type ResourceKind } from '../collections/resource-kind.js'
import { listResources, resourceRoutes } from '../collections/resource-routes.js'
import { type ApiRequest, linksTo } from '../framework/api-request.js'
import { checkFields, schemaError } from '../framework/field-schema.js'
import { patchValues } from '../framework/json-patch.js'
import type { Route } from '../framework/route.js'
import { listNodes, listNodesInDetail } from './node-list-routes.js'

const CHASSIS: ResourceKind = {
  table: 'chassis',
  path: 'chassis',
  collection: 'chassis',
  noun: 'Chassis',
  about: 'chassis',
  named: false,
  since: 1,
  tooOld: '',
  fields: { uuid: 1, created_at: 1, updated_at: 1, description: 1, extra: 1, nodes: 1 },
  listFields: ['uuid', 'description'],
  unsortable: ['extra'],
  computed: ['nodes'],
  fieldsSince: 8,
  routeSchemas: 'query',
  schemas: {
    uuid: { kind: 'uuid' },
    extra: { kind: 'object' },
    description: { kind: 'text', maxLength: 255 },
  },
  needed: [],
  patchable: ['extra', 'description'],
  saidPatchable: ['uuid', 'extra', 'description'],
  checkPatch: (_, patch) => {
    for (const value of patchValues(patch, '/uuid'))
      checkFields({ uuid: value ?? null }, { uuid: { kind: 'uuid' } }, 'patch')
    if (patch.some(({ path }) => path.split('/')[1] === 'uuid'))
      throw badRequest('Cannot overwrite UUID for an existing Chassis.')
  },
  badIdent: (request, ident) => {
    if (isUuidLike(ident) || request.method !== 'PATCH') return undefined
    return hasRouteSchemas(request, CHASSIS, 'query')
      ? schemaError('', `'${ident}' is not a 'uuid'`)
      : notFound(`Chassis ${ident} could not be found.`)
  },
  empty: { description: null, extra: {} },
  allowDeletion: ({ world }, { uuid }) => {
    if (world.store.recordsInOrder.some((node) => node.chassis_uuid === uuid))
      throw badRequest(`Cannot complete the requested action because chassis ${uuid} contains nodes.`)
  },
  // A stray comma in Ironic puts the list into a list.
  view: (request, { uuid }) => ({ nodes: [linksTo(request, 'chassis', `${uuid}/nodes`)] }),
}

/** @see openstack/ironic `ironic/api/controllers/v1/chassis.py` */
export const CHASSIS_ROUTES: readonly Route[] = [
  ...resourceRoutes(CHASSIS),
  {
    method: 'GET',
    path: '/v1/chassis/detail',
    handle: (request) => listResources(request, CHASSIS, { inDetail: true, whole: true }),
  },
  { method: 'GET', path: '/v1/chassis/{ident}/nodes', handle: (request) => listNodes(inChassis(request)) },
  {
    method: 'GET',
    path: '/v1/chassis/{ident}/nodes/detail',
    handle: (request) => listNodesInDetail(inChassis(request)),
  },
]

function inChassis(request: ApiRequest): ApiRequest {
  return { ...request, args: { ...request.args, chassis_uuid: request.params['ident'] ?? '' } }
}
