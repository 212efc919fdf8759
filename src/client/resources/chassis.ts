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

/** What some nodes are mounted in, with Ironic's own names. */
export interface Chassis extends ItemOf<typeof schema> {}
/** A field of a chassis that may be asked for by name. */
export type ChassisField = keyof Chassis

/** A chassis to make. */
export type NewChassis = MayGive<Chassis, 'uuid' | 'description' | 'extra'>

/**
 * `/v1/chassis`: what nodes are mounted in. Nodes of one are listed by `nodes.list({ filter: { chassis_uuid } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/chassis.py`
 */
export interface ChassisCollection {
  /** Reads one chassis by its UUID, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<Chassis>

  /** Lists all chassis, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  readonly list: ListAll<Chassis>

  /**
   * Makes a chassis. A lost reply is looked up by the UUID, which is made here when none is passed; a second call
   * without one makes a second chassis.
   *
   * @fails duplicate when the UUID is taken
   */
  readonly create: CreateOne<Chassis, NewChassis, 'duplicate'>

  /** Changes `description` or `extra` of a chassis and returns it as it is then. Safe to repeat. */
  readonly patch: PatchOne<Chassis>

  /**
   * Removes a chassis. Safe to repeat: gone meanwhile counts as done.
   *
   * @fails rejected_request when nodes are in it
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
