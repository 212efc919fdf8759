import { textList } from '../../collections/field-schemas.js'
import { ResourcePart, type PartCall } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'

/** `/v1/nodes/{node}/children`: the child nodes of a node. Microversion 1.83. */
export interface NodeChildren {
  /**
   * Lists the UUIDs of a node's child nodes. Safe to repeat.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeChildrenController)
   */
  readonly list: PartCall<readonly string[]>
}

/** @internal */
export function createNodeChildren(send: SendRequest): NodeChildren {
  const facts = { name: 'nodeChildren', of: 'nodes', path: ['children'], needs: ['child_nodes'] } as const
  return { list: new ResourcePart(send, facts).readField('list', 'children', textList) }
}
