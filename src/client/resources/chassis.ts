import type { CreateOne, DeleteOne, GetOne, ListAll, PatchOne } from '../collections/collection-methods.js'
import { freeForm, nullableText, text, timestamps } from '../collections/field-schemas.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

const schema = resourceSchema(
  'a chassis',
  {
    uuid: text,
    description: nullableText,
    extra: freeForm,
    ...timestamps,
  },
  {},
)

/** An enclosure of nodes, with Ironic's field names. */
export interface Chassis extends ItemOf<typeof schema> {}
/** A field of a chassis that can be requested by name. */
export type ChassisField = keyof Chassis

/** A new chassis. */
export type NewChassis = MayGive<Chassis, 'uuid' | 'description' | 'extra'>

/**
 * `/v1/chassis`: enclosures of nodes. List the nodes of one by `nodes.list({ filter: { chassis_uuid } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/chassis.py`
 */
export interface ChassisCollection {
  /** Reads one chassis by its UUID, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<Chassis>

  /** Lists all chassis, in full, or only the requested fields and the UUID. Safe to repeat. */
  readonly list: ListAll<Chassis>

  /**
   * Creates a chassis. A lost reply is looked up by the UUID, which is generated here if none is passed; a second
   * call without one creates a second chassis.
   *
   * @fails duplicate when the UUID is taken
   */
  readonly create: CreateOne<Chassis, NewChassis, 'duplicate'>

  /** Changes `description` or `extra` of a chassis and returns its new state. Safe to repeat. */
  readonly patch: PatchOne<Chassis>

  /**
   * Deletes a chassis. Safe to repeat: one that is already gone counts as deleted.
   *
   * @fails rejected_request when it contains nodes
   */
  readonly delete: DeleteOne
}

/** @internal */
export const chassis = collectionDefinition({
  name: 'chassis',
  needs: [],
  path: ['chassis'],
  inFull: 'detail_path',
  schema,
  faults: { create: ['duplicate'], patch: [], delete: [] },
})
