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
    /** `allocating` until Ironic has searched for a node, then `active` or `error`. */
    state,
    /** UUID of the node that Ironic found. */
    node_uuid: nullableText,
    resource_class: nullableText,
    traits: textList,
    /** UUIDs of the candidate nodes; any node if empty. */
    candidate_nodes: textList,
    last_error: nullableText,
    extra: freeForm,
    ...timestamps,
  },
  {
    owner: [nullableText, '1.60'],
  },
)

/** A claim to a node that Ironic picks. Its UUID becomes the node's `instance_uuid`. */
export interface Allocation extends ItemOf<typeof schema> {}
/** A field of an allocation that can be requested by name. */
export type AllocationField = keyof Allocation

/**
 * A new allocation. `candidate_nodes` are UUIDs or names of the nodes to choose from; with an `owner` (1.60), Ironic
 * picks only nodes with that owner or lessee.
 */
export type NewAllocation = { readonly resource_class: string } & NewAllocationFields

/** A new allocation for a node that is already active. */
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
 * Which allocations to list: that of one node, or those that match all other filters. Ironic compares the other
 * filters with the allocation's node, if it has one.
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

/** The specific faults of an allocation for an active node. */
export type AllocationBackfillFault = (typeof BACKFILL_FAULTS)[number]
/** The specific faults of deleting an allocation. */
export type AllocationDeleteFault = (typeof DELETE_FAULTS)[number]

/**
 * `/v1/allocations`: claims to nodes that Ironic picks by resource class and traits. Microversion 1.52.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/allocation.py`
 */
export interface Allocations {
  /**
   * Reads one allocation by its UUID or name, in full or only the requested fields. Safe to repeat.
   *
   * @fails not_found when it does not exist
   */
  readonly get: GetOne<Allocation>

  /** Lists allocations, in full, or only the requested fields and the UUID. Safe to repeat. */
  readonly list: ListSome<Allocation, AllocationFilter>

  /**
   * Requests a node. Ironic searches for it after it has replied: read the allocation until it is no longer
   * `allocating`. A lost reply is looked up by the UUID, which is generated here if none is passed. A second call
   * without UUID and name requests a second node; with either it is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  readonly create: CreateOne<Allocation, NewAllocation, 'duplicate'>

  /**
   * Creates an allocation for an instance that is already on its node. Its UUID is that of the instance unless
   * another is passed. Microversion 1.58. A refused allocation remains in state `error`. After an error with the
   * advice `check_state`, read the allocation of the node.
   *
   * @fails duplicate when the UUID or name is taken
   * @fails node_associated when the node carries another instance
   * @fails instance_associated when the UUID is that of an instance on another node
   */
  readonly backfill: CreateOne<Allocation, BackfilledAllocation, AllocationBackfillFault>

  /**
   * Changes `name` or `extra` of an allocation; other fields cannot be changed. Safe to repeat. Microversion 1.57.
   *
   * @fails duplicate when the name is taken
   */
  readonly patch: PatchOne<Allocation, 'duplicate'>

  /**
   * Deletes an allocation, and clears `instance_uuid` of its node. Safe to repeat: one that is already gone counts as
   * deleted.
   *
   * @fails state_refused when its node is active or being deployed
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
