import type { ResultAsync } from 'neverthrow'
import type { CallOptions, QueryValues, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import type { Need } from '../missing-feature.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import type { ReplyShape } from '../reply-shape.js'
import {
  nodeFieldSince,
  nodeShape,
  nodeShapeWith,
  type Node,
  type NodeField,
  type NodeWith,
} from '../schemas/node-schema.js'

/** Which nodes a list shows. All that are given must fit. */
export interface NodeFilter {
  readonly instance_uuid?: string | undefined
  /** Whether an instance is on the node. */
  readonly associated?: boolean | undefined
  readonly maintenance?: boolean | undefined
  readonly provision_state?: string | undefined
  readonly driver?: string | undefined
  readonly resource_class?: string | undefined
  /** Microversion 1.42. */
  readonly fault?: string | undefined
  /** Microversion 1.46; Ironic stores it in lower case. */
  readonly conductor_group?: string | undefined
  /** Microversion 1.50. */
  readonly owner?: string | undefined
  /** Microversion 1.65. */
  readonly lessee?: string | undefined
  /** Microversion 1.82. */
  readonly shard?: readonly string[] | undefined
  /** Microversion 1.83: without it, nodes that have a parent are left out. */
  readonly include_children?: boolean | undefined
}

export interface NodeListOptions extends CallOptions {
  readonly filter?: NodeFilter | undefined
  /** Nodes per page; the server's own limit (1000 by default) when absent. */
  readonly pageSize?: number | undefined
}

/** A node to enrol: its driver, and what else is known of it. */
export type NewNode = { readonly driver: string } & Partial<Omit<Node, 'driver' | 'traits' | 'links'>>

const PATCH_FAULTS = [
  'node_locked',
  'transition_in_progress',
  'state_refused',
  'node_associated',
  'instance_associated',
  'duplicate',
] as const
const DELETE_FAULTS = ['node_locked', 'state_refused', 'node_protected', 'node_associated'] as const

/** What changing a node may be refused for. */
export type NodePatchFault = (typeof PATCH_FAULTS)[number]
/** What removing a node may be refused for. */
export type NodeDeleteFault = (typeof DELETE_FAULTS)[number]

/** `/v1/nodes`: the machines. */
export class Nodes {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads one node, whole, or just the fields that are asked for. Safe to repeat.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or this login may not see it
   */
  get(node: string, options?: CallOptions): ResultAsync<Node, RequestError>
  get<const Field extends NodeField>(
    node: string,
    options: CallOptions & { readonly fields: readonly Field[] },
  ): ResultAsync<NodeWith<Field>, RequestError>
  get(
    node: string,
    options: CallOptions & { readonly fields?: readonly NodeField[] } = {},
  ): ResultAsync<Node, RequestError> {
    const { fields } = options
    return this.#send(
      {
        operation: 'nodes.get',
        method: 'GET',
        path: ['nodes', node],
        query: { fields },
        needs: neededBy(fields),
        safety: 'read',
        reply: shapeFor(fields),
        node,
      },
      options,
    )
  }

  /**
   * Lists nodes, page by page, as they are iterated, or all at once by `.all()`. Safe to repeat.
   * Without `fields` every node is read in full.
   */
  list(options?: NodeListOptions): Collection<Node>
  list<const Field extends NodeField>(
    options: NodeListOptions & { readonly fields: readonly Field[] },
  ): Collection<NodeWith<Field> & Pick<Node, 'uuid'>>
  list(options: NodeListOptions & { readonly fields?: readonly NodeField[] } = {}): Collection<Node> {
    const { fields, filter, pageSize } = options
    // The marker of the next page is a UUID, so it is always asked for.
    const asked = fields === undefined ? undefined : [...new Set<NodeField>(['uuid', ...fields])]
    return collection(
      this.#send,
      {
        operation: 'nodes.list',
        path: asked === undefined ? ['nodes', 'detail'] : ['nodes'],
        query: { ...filterQuery(filter), fields: asked, limit: pageSize },
        needs: [...neededBy(asked), ...neededByFilter(filter)],
        key: 'nodes',
        item: shapeFor(asked),
        markerOf: (one) => one.uuid,
      },
      options,
    )
  }

  /**
   * Enrols a node. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(node: NewNode, options?: CallOptions): ResultAsync<Node, RequestErrorOr<'duplicate'>> {
    return this.#send(
      {
        operation: 'nodes.create',
        method: 'POST',
        path: ['nodes'],
        body: node,
        needs: fieldNeeds(Object.keys(node) as NodeField[]),
        safety: 'once',
        reply: nodeShape,
        faults: ['duplicate'],
        node: node.uuid ?? node.name ?? undefined,
      },
      options,
    )
  }

  /**
   * Changes a node and returns it as it is then. Build the patch by `setField`, `removeField` and `patchKeys`.
   *
   * @param options - `safety: 'same_value'` (the default) sends it again after a lost reply, unless it removes a key
   * or adds to a list, which cannot be done twice; `'decide'` leaves that, and locks, to the caller.
   */
  patch(
    node: string,
    patch: JsonPatch,
    options: CallOptions & { readonly safety?: 'same_value' | 'decide' } = {},
  ): ResultAsync<Node, RequestErrorOr<NodePatchFault>> {
    return sendPatch(
      this.#send,
      {
        operation: 'nodes.patch',
        path: ['nodes', node],
        patch,
        safety: options.safety,
        reply: nodeShape,
        faults: PATCH_FAULTS,
        node,
      },
      options,
    )
  }

  /** Removes a node with all that belongs to it. Safe to repeat: gone meanwhile counts as done. */
  delete(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<NodeDeleteFault>> {
    return this.#send(
      {
        operation: 'nodes.delete',
        method: 'DELETE',
        path: ['nodes', node],
        safety: 'delete',
        faults: DELETE_FAULTS,
        node,
      },
      options,
    )
  }
}

function shapeFor(fields: readonly NodeField[] | undefined): ReplyShape<Node> {
  return fields === undefined ? nodeShape : nodeShapeWith(fields)
}

function neededBy(fields: readonly NodeField[] | undefined): readonly Need[] {
  return fields === undefined ? [] : ['node_fields', ...fieldNeeds(fields)]
}

function fieldNeeds(fields: readonly NodeField[]): readonly Need[] {
  return fields.flatMap((field) => {
    const since = nodeFieldSince(field)
    return since === undefined ? [] : [{ since, what: `the field ${field} of a node` }]
  })
}

const FILTERS_SINCE = {
  driver: { since: '1.16', what: 'filtering nodes by driver' },
  resource_class: { since: '1.21', what: 'filtering nodes by resource class' },
  fault: 'node_fault',
  conductor_group: 'conductor_groups',
  owner: 'node_owner',
  lessee: 'lessee',
  shard: 'shards',
  include_children: 'child_nodes',
} as const satisfies Partial<Record<keyof NodeFilter, Need>>

function neededByFilter(filter: NodeFilter = {}): readonly Need[] {
  return Object.entries(FILTERS_SINCE).flatMap(([name, feature]) =>
    filter[name as keyof NodeFilter] === undefined ? [] : [feature],
  )
}

function filterQuery(filter: NodeFilter = {}): QueryValues {
  return { ...filter, conductor_group: filter.conductor_group?.toLowerCase() }
}
