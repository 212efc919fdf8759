import type { GetOne, ListAll } from '../collections/collection-methods.js'
import { flag, nullableText, text, textList } from '../collections/field-schemas.js'
import { resourceSchema, type ItemOf } from '../collections/resource-schema.js'
import type { Resource } from '../collections/resource.js'

const schema = resourceSchema(
  'a conductor',
  {
    hostname: text,
    /** Empty if it is in none. */
    conductor_group: text,
    /** Whether it has reported within the last minute (Ironic's default). */
    alive: flag,
    /** The drivers that it supports. */
    drivers: textList,
    created_at: text,
    /** When it last reported. */
    updated_at: nullableText,
  },
  {},
)

/** A process of Ironic that works on nodes, with Ironic's field names. */
export interface Conductor extends ItemOf<typeof schema> {}
/** A field of a conductor that can be requested by name. */
export type ConductorField = keyof Conductor

/**
 * `/v1/conductors`: the processes that work on nodes. Microversion 1.49.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/conductor.py`
 */
export interface Conductors {
  /** Reads one conductor by its hostname, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<Conductor>

  /**
   * Lists all conductors, including those that are no longer alive; in full, or only the requested fields and the
   * hostname. Safe to repeat.
   */
  readonly list: ListAll<Conductor, 'hostname'>
}

/** @internal */
export const conductors: Resource<Conductor, 'hostname'> = {
  name: 'conductors',
  path: ['conductors'],
  key: 'conductors',
  id: 'hostname',
  inFull: 'detail_query',
  needs: ['conductors'],
  schema,
}
