import * as z from 'zod'
import type { CallOptions, SendRequest } from '../api-request.js'
import { collection, type Collection } from '../paging.js'
import { shape } from '../reply-shape.js'
import { nullableText } from '../schemas/field-schemas.js'

/** One thing that happened to a node. */
export interface NodeHistoryEvent {
  readonly uuid: string
  readonly created_at: string
  /** `ERROR` or `INFO`. */
  readonly severity: string | null
  readonly event_type?: string | null
  readonly event: string | null
}

const eventShape = shape<NodeHistoryEvent>(
  z.looseObject({
    uuid: z.string(),
    created_at: z.string(),
    severity: nullableText,
    event_type: nullableText.optional(),
    event: nullableText,
  }),
)

/** `/v1/nodes/{node}/history`: what happened to a node, errors included that are no longer shown on it. 1.78. */
export class NodeHistory {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Lists the events of a node, in full, oldest first: servers before 28.0 know no other order. Ironic keeps 300 of
   * each node by default. Safe to repeat.
   *
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeHistoryController)
   */
  list(
    node: string,
    options: CallOptions & { readonly pageSize?: number | undefined } = {},
  ): Collection<NodeHistoryEvent> {
    return collection(
      this.#send,
      {
        operation: 'nodeHistory.list',
        path: ['nodes', node, 'history'],
        query: { detail: true, limit: options.pageSize },
        needs: ['node_history'],
        node,
        key: 'history',
        item: eventShape,
        markerOf: (event) => event.uuid,
      },
      options,
    )
  }
}
