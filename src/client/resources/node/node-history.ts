import * as z from 'zod'
import { listAll, readOne, type Resource } from '../../collections/collection-requests.js'
import { nullableText } from '../../collections/field-schemas.js'
import type { Collection } from '../../collections/paging.js'
import type { PartCallWith } from '../../collections/resource-part.js'
import { resourceSchema, type ItemOf } from '../../collections/resource-schema.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'

const schema = resourceSchema(
  'an event of the history of a node',
  {
    uuid: z.string(),
    created_at: z.string(),
    /** `ERROR` or `INFO`. */
    severity: nullableText,
    event: nullableText,
  },
  {
    /** Such as `provisioning`, `cleaning` or `monitoring`. */
    event_type: [nullableText, '1.78'],
    /** The hostname of the conductor that recorded it. */
    conductor: [nullableText, '1.78'],
    /** Who requested it. */
    user: [nullableText, '1.78'],
    project: [nullableText, '1.113'],
    /** The node's state at that time. */
    state: [nullableText, '1.115'],
    target_provision_state: [nullableText, '1.115'],
    duration_seconds: [z.number().nullable(), '1.115'],
  },
)

/** One event of a node. */
export interface NodeHistoryEvent extends ItemOf<typeof schema> {}

/**
 * `/v1/nodes/{node}/history`: the events of a node, including errors that it no longer shows. Microversion 1.78.
 * Events are always read in full: Ironic cannot select their fields.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeHistoryController)
 */
export interface NodeHistory {
  /**
   * Reads one event of a node by its UUID. Safe to repeat.
   *
   * @fails not_found when there is no such node, or it has no such event
   */
  readonly get: PartCallWith<[event: string], NodeHistoryEvent>

  /**
   * Lists the events of a node in full, oldest first: servers before 28.0 have no other order. By default Ironic
   * keeps 300 per node. Safe to repeat.
   */
  readonly list: (
    node: string,
    options?: CallOptions & { readonly pageSize?: number | undefined },
  ) => Collection<NodeHistoryEvent>
}

/** @internal */
export function createNodeHistory(send: SendRequest): NodeHistory {
  return {
    get: (node, event, options) => readOne(send, historyOf(node), event, options),
    list: (node, options) => listAll(send, historyOf(node), options),
  }
}

function historyOf(node: string): Resource<NodeHistoryEvent> {
  return {
    name: 'nodeHistory',
    path: ['nodes', node, 'history'],
    key: 'history',
    id: 'uuid',
    inFull: 'detail_query',
    needs: ['node_history'],
    schema,
    node,
  }
}
