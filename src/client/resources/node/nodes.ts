import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../../errors/invalid-input-error.js'
import {
  deleteOne,
  listAll,
  patchOne,
  readOne,
  type FilteredListOptions,
  type GetOptions,
  type Listed,
  type Resource,
} from '../../collections/collection-requests.js'
import { createOne } from '../../collections/create-request.js'
import { keepOnly, refusedCollection, type Collection } from '../../collections/paging.js'
import type { MayGive, Selected } from '../../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { readingArguments } from '../../requests/argument-check.js'
import { rootFieldsOf, type JsonPatch } from '../../requests/json-patch.js'
import { NODE_FILTER_RULES, sentFilter, type NodeFilter } from './node-filter.js'
import { nodeSchema, type Node, type NodeField } from './node-schema.js'

export type { NodeFilter }

/** Options of a list of nodes besides the fields to request. */
export type NodeListOptions = Omit<FilteredListOptions<NodeFilter>, 'fields'>

/** A node to enroll: its driver, and other fields. */
export type NewNode = { readonly driver: string } & MayGive<Node, NewNodeField>

type NewNodeField =
  | 'uuid'
  | 'name'
  | 'instance_uuid'
  | 'maintenance'
  | 'driver_info'
  | 'properties'
  | 'extra'
  | 'instance_info'
  | 'instance_name'
  | 'chassis_uuid'
  | 'console_enabled'
  | 'resource_class'
  | 'conductor_group'
  | 'automated_clean'
  | 'protected'
  | 'owner'
  | 'description'
  | 'retired'
  | 'retired_reason'
  | 'lessee'
  | 'network_data'
  | 'boot_mode'
  | 'secure_boot'
  | 'shard'
  | 'parent_node'
  | 'disable_power_off'
  | Extract<NodeField, `${string}_interface`>

const PATCH_FAULTS = [
  'node_locked',
  'transition_in_progress',
  'state_refused',
  'node_associated',
  'instance_associated',
  'duplicate',
] as const
const DELETE_FAULTS = ['node_locked', 'state_refused', 'node_protected', 'node_associated'] as const

/** The specific faults of changing a node. */
export type NodePatchFault = (typeof PATCH_FAULTS)[number]
/** The specific faults of deleting a node. */
export type NodeDeleteFault = (typeof DELETE_FAULTS)[number]

/** @internal */
export const nodes: Resource<Node> = {
  name: 'nodes',
  path: ['nodes'],
  key: 'nodes',
  id: 'uuid',
  inFull: 'detail_path',
  needs: [],
  schema: nodeSchema,
  filters: NODE_FILTER_RULES,
}

/** Options of changing a node. */
export interface NodePatchOptions extends CallOptions {
  /**
   * `same_value` (the default) resends the patch after a lost reply, unless it removes a key or adds to a list, which
   * cannot be repeated, or clears `instance_uuid`, which may be another instance's by then. `decide` leaves lost
   * replies and locks to the caller.
   */
  readonly safety?: 'same_value' | 'decide' | undefined
  /** Resets interfaces that the patch does not name to the defaults of its new driver; microversion 1.45. */
  readonly resetInterfaces?: boolean | undefined
}

/**
 * `/v1/nodes`: the nodes.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py`
 */
export class Nodes {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads one node, in full, or only the requested fields. Safe to repeat.
   *
   * @param node - UUID or name
   * @fails not_found when there is no such node, or it is hidden from this login
   */
  get<const Field extends NodeField = never>(
    node: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Node, Field>, RequestError> {
    return readOne(this.#send, { ...nodes, node }, node, options)
  }

  /**
   * Lists nodes, page by page during iteration, or all at once by `.all()`. Safe to repeat. Nodes are read in full
   * without `fields`, and also if these include `conductor`, `allocation_uuid` or `chassis_uuid`, with which a list
   * fails in Ironic.
   *
   * @fails not_found when the chassis of the filter does not exist
   */
  list<const Field extends NodeField = never>(
    options?: FilteredListOptions<NodeFilter, Field>,
  ): Collection<Listed<Node, Field>> {
    return readingArguments(
      { operation: 'nodes.list' },
      () => {
        const { sent, conductor } = sentFilter(options?.filter)
        // Plain JavaScript may pass anything; `listAll` refuses it.
        const asked = typeof options === 'object' ? { ...options, filter: sent } : options
        if (conductor === undefined)
          return listAll(this.#send, nodes, asked, { readsInFull: hasUnlistedField })
        const facts = { readsInFull: () => true, needs: ['conductors'] } as const
        const all = listAll(this.#send, nodes, asked, facts)
        return keepOnly(all, (node) => (node as Pick<Node, 'conductor'>).conductor === conductor)
      },
      refusedCollection<Listed<Node, Field>>,
    )
  }

  /**
   * Enrolls a node. A lost reply is looked up by the UUID, which is generated here if none is passed. A second call
   * without UUID and name enrolls a second node; with either it is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(node: NewNode, options?: CallOptions): ResultAsync<Node, RequestErrorOr<'duplicate'>> {
    return createOne(
      this.#send,
      nodes,
      node,
      { faults: ['duplicate'], nodeFields: ['uuid', 'name'] },
      options,
    )
  }

  /** Changes a node and returns its new state. Build the patch with `setField`, `removeField` and `patchKeys`. */
  patch(
    node: string,
    patch: JsonPatch,
    options?: NodePatchOptions,
  ): ResultAsync<Node, RequestErrorOr<NodePatchFault>> {
    return readingArguments(
      { operation: 'nodes.patch', node },
      () => {
        const { safety, resetInterfaces, ...call } = options ?? {}
        if (resetInterfaces === true && !rootFieldsOf(patch).includes('driver'))
          return errAsync(
            new InvalidInputError(
              'resetInterfaces',
              'resets interfaces only together with the driver; set `driver` in the patch, or leave it out',
              { operation: 'nodes.patch', node },
            ),
          )
        const facts = {
          faults: PATCH_FAULTS,
          safety,
          needs: resetInterfaces === true ? (['reset_interfaces'] as const) : [],
          query: { reset_interfaces: resetInterfaces === true ? true : undefined },
        }
        return patchOne(this.#send, { ...nodes, node }, node, patch, facts, call)
      },
      errAsync,
    )
  }

  /**
   * Deletes a node with its ports and all other parts. Safe to repeat: one that is already gone counts as deleted.
   *
   * @fails state_refused when the state of the node does not allow it
   * @fails node_protected when the node is protected
   * @fails node_associated when the node carries an instance
   */
  delete(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<NodeDeleteFault>> {
    return deleteOne(this.#send, { ...nodes, node }, node, { faults: DELETE_FAULTS }, options)
  }
}

/** Fields that are not columns of the node table: Ironic fails when a list selects one of them. */
const UNLISTED: readonly string[] = ['conductor', 'allocation_uuid', 'chassis_uuid'] satisfies NodeField[]

function hasUnlistedField(fields: readonly string[]): boolean {
  return fields.some((field) => UNLISTED.includes(field))
}
