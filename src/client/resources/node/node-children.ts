import type { ResultAsync } from 'neverthrow'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'

/** `/v1/nodes/{node}/children`: the child nodes of a node. Microversion 1.83. */
export class NodeChildren {
  readonly #part: ResourcePart

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeChildren',
      of: 'nodes',
      path: ['children'],
      needs: ['child_nodes'],
    })
  }

  /**
   * Lists the UUIDs of a node's child nodes. Safe to repeat.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeChildrenController)
   */
  list(node: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#part.readTexts('list', node, 'children', options)
  }
}
