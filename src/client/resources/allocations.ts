import type { ResultAsync } from 'neverthrow'
import {
  deleteOne,
  listAll,
  patchOne,
  readOne,
  type FilteredListOptions,
  type GetOptions,
  type Listed,
  type Resource,
} from '../collections/collection-requests.js'
import { createOne, createOnce } from '../collections/create-request.js'
import type { NoneOf } from '../collections/list-filter.js'
import type { Collection } from '../collections/paging.js'
import type { MayGive, Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'
import { allocationSchema, type Allocation, type AllocationField } from './allocation-schema.js'

export type { Allocation, AllocationField }

/**
 * What an allocation asks for. `candidate_nodes` are UUIDs or names of the nodes to choose from; with an `owner` (1.60),
 * only nodes whose owner or lessee that is.
 */
export type NewAllocation = { readonly resource_class: string } & NewAllocationFields

/** An allocation for a node that is active already. */
export type BackfilledAllocation = NewAllocationFields & {
  /** UUID or name of the node. */
  readonly node: string
  readonly resource_class?: string | undefined
}

type NewAllocationFields = MayGive<
  Allocation,
  'uuid' | 'name' | 'traits' | 'candidate_nodes' | 'extra' | 'owner'
>

/**
 * Which allocations a list shows: that of one node, or those that all the others fit. Ironic looks for the others in the
 * node where it has one.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (get_allocation_list)
 */
export type AllocationFilter =
  (NodeOfAllocation & NoneOf<AllocationFields>) | (AllocationFields & NoneOf<NodeOfAllocation>)

interface NodeOfAllocation {
  /** UUID or name. */
  readonly node: string
}

interface AllocationFields {
  readonly resource_class?: string | undefined
  readonly state?: string | undefined
  /** Microversion 1.60. */
  readonly owner?: string | undefined
}

const BACKFILL_FAULTS = ['duplicate', 'node_associated', 'instance_associated', 'node_locked'] as const
export const ALLOCATION_DELETE_FAULTS = ['node_locked', 'state_refused'] as const

/** What making an allocation for an active node may be refused for. */
export type AllocationBackfillFault = (typeof BACKFILL_FAULTS)[number]
/** What removing an allocation may be refused for. */
export type AllocationDeleteFault = (typeof ALLOCATION_DELETE_FAULTS)[number]

export const allocations: Resource<Allocation> = {
  name: 'allocations',
  path: ['allocations'],
  key: 'allocations',
  id: 'uuid',
  inFull: 'always',
  needs: ['allocations'],
  schema: allocationSchema,
  inputs: { node: 'allocation_backfill' },
  filters: {
    needs: { owner: 'allocation_owner' },
    shown: {
      node: 'node_uuid',
      resource_class: 'resource_class',
      state: 'state',
      owner: 'owner',
    },
    exclusive: ['resource_class', 'state', 'owner'].map((field) => ['node', field]),
  },
}

/**
 * `/v1/allocations`: nodes that Ironic picks by resource class and traits. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py`
 */
export class Allocations {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads one allocation, whole or just the fields that are asked for. Safe to repeat.
   *
   * @param allocation - UUID or name
   * @fails not_found when there is none
   */
  get<const Field extends AllocationField = never>(
    allocation: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Allocation, Field>, RequestError> {
    return readOne(this.#send, allocations, allocation, options)
  }

  /** Lists allocations, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  list<const Field extends AllocationField = never>(
    options?: FilteredListOptions<AllocationFilter, Field>,
  ): Collection<Listed<Allocation, Field>> {
    return listAll(this.#send, allocations, options)
  }

  /**
   * Asks for a node. Ironic looks for one after it has answered: read the allocation until it is no longer
   * `allocating`. A lost reply is looked up by the UUID, which is made here when none is passed; a second call without
   * UUID and name asks for a second node, with one it is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(
    allocation: NewAllocation,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<'duplicate'>> {
    return createOne(this.#send, allocations, allocation, { faults: ['duplicate'], nodeFields: [] }, options)
  }

  /**
   * Makes the allocation that an instance would have had that is on its node already. Its UUID is that of the
   * instance unless another is passed. Microversion 1.58. A refused one stays behind in state `error`. After an error
   * whose advice is `check_state`, read the allocation of the node.
   *
   * @fails duplicate when the UUID or name is taken
   * @fails node_associated when the node carries another instance
   */
  backfill(
    allocation: BackfilledAllocation,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<AllocationBackfillFault>> {
    const facts = { verb: 'backfill', faults: BACKFILL_FAULTS, nodeFields: ['node'] }
    return createOnce(this.#send, allocations, allocation, facts, options)
  }

  /**
   * Changes `name` or `extra` of an allocation, and nothing else. Safe to repeat. Microversion 1.57.
   *
   * @fails duplicate when the name is taken
   */
  patch(
    allocation: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<'duplicate'>> {
    const facts = { faults: ['duplicate'], needs: ['allocation_update'] } as const
    return patchOne(this.#send, allocations, allocation, patch, facts, options)
  }

  /**
   * Removes an allocation, and `instance_uuid` of its node with it. Safe to repeat: gone meanwhile counts as done.
   *
   * @fails state_refused when its node is active or on its way there
   */
  delete(
    allocation: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<AllocationDeleteFault>> {
    return deleteOne(this.#send, allocations, allocation, { faults: ALLOCATION_DELETE_FAULTS }, options)
  }
}
