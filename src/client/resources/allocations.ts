import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import type { Need } from '../missing-feature.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { shape } from '../reply-shape.js'
import { freeForm, nullableText, type FreeForm } from '../schemas/field-schemas.js'

/** A claim to a node that Ironic picks. Its UUID is what `instance_uuid` of the node then says. */
export interface Allocation {
  readonly uuid: string
  readonly name: string | null
  /** `allocating` until Ironic has looked for a node, then `active` or `error`. */
  readonly state: 'allocating' | 'active' | 'error' | (string & {})
  /** UUID of the node that was found. */
  readonly node_uuid: string | null
  readonly resource_class: string | null
  readonly traits: readonly string[]
  readonly candidate_nodes: readonly string[]
  readonly last_error: string | null
  readonly extra: FreeForm
  /** Microversion 1.60. */
  readonly owner?: string | null
}

/** What an allocation asks for. */
export interface NewAllocation {
  /** Pass one of your own to be able to tell a lost reply from a failure. */
  readonly uuid?: string | undefined
  readonly name?: string | undefined
  readonly resource_class: string
  readonly traits?: readonly string[] | undefined
  /** UUIDs or names of the nodes to choose from; any when absent. */
  readonly candidate_nodes?: readonly string[] | undefined
  readonly extra?: FreeForm | undefined
  /** Only nodes whose owner or lessee this is; microversion 1.60. */
  readonly owner?: string | undefined
}

/** An allocation for a node that is active already. */
export type BackfilledAllocation = Partial<NewAllocation> & {
  /** UUID or name of the node. */
  readonly node: string
}

/** Which allocations a list shows. All that are given must fit. */
export interface AllocationFilter {
  readonly node?: string | undefined
  readonly resource_class?: string | undefined
  readonly state?: string | undefined
  /** Microversion 1.60. */
  readonly owner?: string | undefined
}

const allocationShape = shape<Allocation>(
  z.looseObject({
    uuid: z.string(),
    name: nullableText,
    state: z.string(),
    node_uuid: nullableText,
    resource_class: nullableText,
    traits: z.array(z.string()),
    candidate_nodes: z.array(z.string()),
    last_error: nullableText,
    extra: freeForm,
    owner: nullableText.optional(),
  }),
)

const BACKFILL_FAULTS = ['duplicate', 'node_associated', 'instance_associated', 'node_locked'] as const
const DELETE_FAULTS = ['node_locked', 'state_refused'] as const

/** What making an allocation for an active node may be refused for. */
export type AllocationBackfillFault = (typeof BACKFILL_FAULTS)[number]
/** What removing an allocation may be refused for. */
export type AllocationDeleteFault = (typeof DELETE_FAULTS)[number]

/** `/v1/allocations`: nodes that Ironic picks by resource class and traits. Microversion 1.52. */
export class Allocations {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /**
   * Reads one allocation. Safe to repeat.
   *
   * @param allocation - UUID or name
   * @fails not_found when there is none
   */
  get(allocation: string, options?: CallOptions): ResultAsync<Allocation, RequestError> {
    return this.#send(
      {
        operation: 'allocations.get',
        method: 'GET',
        path: ['allocations', allocation],
        needs: ['allocations'],
        safety: 'read',
        reply: allocationShape,
      },
      options,
    )
  }

  /** Lists allocations in full. Safe to repeat. */
  list(
    options: CallOptions & {
      readonly filter?: AllocationFilter | undefined
      readonly pageSize?: number | undefined
    } = {},
  ): Collection<Allocation> {
    const { filter, pageSize } = options
    return collection(
      this.#send,
      {
        operation: 'allocations.list',
        path: ['allocations'],
        query: { ...filter, limit: pageSize },
        needs: neededBy({ owner: filter?.owner }),
        key: 'allocations',
        item: allocationShape,
        markerOf: (allocation) => allocation.uuid,
      },
      options,
    )
  }

  /**
   * Asks for a node. Ironic looks for one after it has answered: read the allocation until it is no longer
   * `allocating`. Not safe to repeat without a `uuid`; with one, a second is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(
    allocation: NewAllocation,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<'duplicate'>> {
    return this.#send(
      {
        operation: 'allocations.create',
        method: 'POST',
        path: ['allocations'],
        body: allocation,
        needs: neededBy(allocation),
        safety: 'once',
        reply: allocationShape,
        faults: ['duplicate'],
      },
      options,
    )
  }

  /**
   * Makes the allocation that an instance would have had that is on its node already. Its UUID is that of the
   * instance unless another is passed. Microversion 1.58. A refused one stays behind in state `error`.
   *
   * @fails duplicate when the UUID or name is taken
   * @fails node_associated when the node carries another instance
   */
  backfill(
    allocation: BackfilledAllocation,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<AllocationBackfillFault>> {
    return this.#send(
      {
        operation: 'allocations.backfill',
        method: 'POST',
        path: ['allocations'],
        body: allocation,
        needs: [...neededBy(allocation), 'allocation_backfill'],
        safety: 'once',
        reply: allocationShape,
        faults: BACKFILL_FAULTS,
        node: allocation.node,
      },
      options,
    )
  }

  /** Changes name or extra of an allocation, and nothing else. Microversion 1.57. */
  patch(
    allocation: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<Allocation, RequestErrorOr<'duplicate'>> {
    return sendPatch(
      this.#send,
      {
        operation: 'allocations.patch',
        path: ['allocations', allocation],
        patch,
        needs: ['allocation_update'],
        reply: allocationShape,
        faults: ['duplicate'],
      },
      options,
    )
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
    return this.#send(
      {
        operation: 'allocations.delete',
        method: 'DELETE',
        path: ['allocations', allocation],
        needs: ['allocations'],
        safety: 'delete',
        faults: DELETE_FAULTS,
      },
      options,
    )
  }
}

function neededBy({ owner }: Pick<AllocationFilter, 'owner'>): readonly Need[] {
  return owner === undefined ? ['allocations'] : ['allocations', 'allocation_owner']
}
