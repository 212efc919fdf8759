import { linksTo } from './api-request.js'
import { badRequest } from './api-fault.js'
import type { ResourceKind } from './resource-kind.js'
import { listResources, resourceRoutes } from './resource-routes.js'
import type { Route } from './route.js'

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
  schemas: {
    uuid: { kind: 'uuid' },
    extra: { kind: 'object' },
    description: { kind: 'text', maxLength: 255 },
  },
  needed: [],
  patchable: ['extra', 'description'],
  empty: { description: null, extra: {} },
  allowDeletion: ({ world }, { uuid }) => {
    if (world.store.recordsInOrder.some((node) => node.chassis_uuid === uuid))
      throw badRequest(`Cannot complete the requested action because chassis ${uuid} contains nodes.`)
  },
  // A stray comma in Ironic makes a list of the list.
  view: (request, { uuid }) => ({ nodes: [linksTo(request, 'chassis', `${uuid}/nodes`)] }),
}

/** @see openstack/ironic `ironic/api/controllers/v1/chassis.py` */
export const CHASSIS_ROUTES: readonly Route[] = [
  ...resourceRoutes(CHASSIS),
  {
    method: 'GET',
    path: '/v1/chassis/detail',
    handle: (request) => listResources(request, CHASSIS, { inDetail: true }),
  },
]
