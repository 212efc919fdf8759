import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from '../collections/collection-methods.js'
import { createOnce } from '../collections/create-request.js'
import { freeForm, nullableText, text, textList, timestamps } from '../collections/field-schemas.js'
import type { NoneOf } from '../collections/list-filter.js'
import { collectionDefinition, resourceCollection } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'
import type { SendRequest } from '../requests/api-request.js'

const state: z.ZodType<'allocating' | 'active' | 'error' | (string & {})> = text

const schema = resourceSchema(
  'an allocation',
  {
    uuid: text,
    name: nullableText,
    /** `allocating` until Ironic has looked for a node, then `active` or `error`. */
    state,
    /** UUID of the node that was found. */
    node_uuid: nullableText,
    resource_class: nullableText,
    traits: textList,
    /** UUIDs of the nodes that it had to choose from; any when empty. */
    candidate_nodes: textList,
    last_error: nullableText,
    extra: freeForm,
    ...timestamps,
  },
  {
    owner: [nullableText, '1.60'],
  },
)

/** A claim to a node that Ironic picks. Its UUID is what `instance_uuid` of the node then says. */
export interface Allocation extends ItemOf<typeof schema> {}
/** A field of an allocation that may be asked for by name. */
export type AllocationField = keyof Allocation

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
const DELETE_FAULTS = ['node_locked', 'state_refused'] as const

/** What making an allocation for an active node may be refused for. */
export type AllocationBackfillFault = (typeof BACKFILL_FAULTS)[number]
/** What removing an allocation may be refused for. */
export type AllocationDeleteFault = (typeof DELETE_FAULTS)[number]

/**
 * `/v1/allocations`: nodes that Ironic picks by resource class and traits. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py`
 */
export interface Allocations {
  /**
   * Reads one allocation by its UUID or name, whole or just the fields that are asked for. Safe to repeat.
   *
   * @fails not_found when there is none
   */
  readonly get: GetOne<Allocation>

  /** Lists allocations, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  readonly list: ListSome<Allocation, AllocationFilter>

  /**
   * Asks for a node. Ironic looks for one after it has answered: read the allocation until it is no longer
   * `allocating`. A lost reply is looked up by the UUID, which is made here when none is passed; a second call without
   * UUID and name asks for a second node, with one it is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  readonly create: CreateOne<Allocation, NewAllocation, 'duplicate'>

  /**
   * Makes the allocation that an instance would have had that is on its node already. Its UUID is that of the
   * instance unless another is passed. Microversion 1.58. A refused one stays behind in state `error`. After an error
   * whose advice is `check_state`, read the allocation of the node.
   *
   * @fails duplicate when the UUID or name is taken
   * @fails node_associated when the node carries another instance
   */
  readonly backfill: CreateOne<Allocation, BackfilledAllocation, AllocationBackfillFault>

  /**
   * Changes `name` or `extra` of an allocation, and nothing else. Safe to repeat. Microversion 1.57.
   *
   * @fails duplicate when the name is taken
   */
  readonly patch: PatchOne<Allocation, 'duplicate'>

  /**
   * Removes an allocation, and `instance_uuid` of its node with it. Safe to repeat: gone meanwhile counts as done.
   *
   * @fails state_refused when its node is active or on its way there
   */
  readonly delete: DeleteOne<AllocationDeleteFault>
}

/** @internal */
export const allocations = collectionDefinition({
  name: 'allocations',
  needs: ['allocations'],
  path: ['allocations'],
  inFull: 'always',
  schema,
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
  faults: { create: ['duplicate'], patch: ['duplicate'], delete: DELETE_FAULTS },
  nodeFields: [],
  patchNeeds: ['allocation_update'],
})

/** @internal */
export function createAllocations(send: SendRequest): Allocations {
  const backfill = { verb: 'backfill', faults: BACKFILL_FAULTS, nodeFields: ['node'] }
  return {
    ...resourceCollection(send, allocations),
    backfill: (allocation, options) => createOnce(send, allocations, allocation, backfill, options),
  }
}
