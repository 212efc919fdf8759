import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { RequestError } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

const childrenShape = shape<{ readonly children: readonly string[] }>(
  z.looseObject({ children: z.array(z.string()) }),
)

/** `/v1/nodes/{node}/children`: the nodes whose `parent_node` it is. Microversion 1.83. */
export class NodeChildren {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Lists the UUIDs of the nodes that a node is the parent of. Safe to repeat.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeChildrenController)
   */
  list(node: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#send(
      {
        operation: 'nodeChildren.list',
        method: 'GET',
        path: ['nodes', node, 'children'],
        needs: ['child_nodes'],
        safety: 'read',
        reply: childrenShape,
        node,
      },
      options,
    ).map((reply) => reply.children)
  }
}
