import type { GetOne, ListAll } from '../collections/collection-methods.js'
import { flag, nullableText, text, textList } from '../collections/field-schemas.js'
import { resourceSchema, type ItemOf } from '../collections/resource-schema.js'
import type { Resource } from '../collections/resource.js'

const schema = resourceSchema(
  'a conductor',
  {
    hostname: text,
    /** Empty when it is in none. */
    conductor_group: text,
    /** Whether it has been heard of within the last minute, by default. */
    alive: flag,
    /** What it can drive. */
    drivers: textList,
    created_at: text,
    /** When it was last heard of. */
    updated_at: nullableText,
  },
  {},
)

/** A process of Ironic that does the work on nodes, with Ironic's own names. */
export interface Conductor extends ItemOf<typeof schema> {}
/** A field of a conductor that may be asked for by name. */
export type ConductorField = keyof Conductor

/**
 * `/v1/conductors`: what does the work on nodes. Microversion 1.49.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/conductor.py`
 */
export interface Conductors {
  /** Reads one conductor by its hostname, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<Conductor>

  /**
   * Lists all conductors, those included that are no longer alive; in full, or just the fields that are asked for and
   * the hostname. Safe to repeat.
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
