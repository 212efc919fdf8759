import { ApiFault } from '../../refusals/api-fault.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { refuseArguments } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { getNode } from './node-routes.js'

const SINCE = 83

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeChildrenController) */
export const NODE_CHILDREN_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/children', handle: getChildren },
]

function getChildren(request: ApiRequest): ApiReply {
  const { minor, world, params, publicUrl } = request
  if (world.settings.maxMinor < SINCE)
    return getNode({ ...request, params: { ...params, extra: 'children' } })
  // The controller refuses in its constructor, where Ironic expects no refusal.
  if (minor < SINCE) throw new ApiFault(500, '', 'none')
  refuseArguments(request, 'NodeChildrenController.get_all')
  const { node } = nodeOf(request)
  const children = world.store.recordsInOrder.filter(({ parent_node: parent }) => parent === node.uuid)
  return {
    status: 200,
    body: {
      children: children.map((child) => child.uuid),
      links: { href: `${publicUrl}/v1/nodes?parent_node=${node.uuid}`, rel: 'children' },
    },
  }
}
