import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import {
  listAll,
  readOne,
  type GetOptions,
  type Listed,
  type ListOptions,
  type Resource,
} from '../collections/collection-requests.js'
import { nullableText, textList } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type Selected } from '../collections/resource-schema.js'
import type { RequestError } from '../errors/client-errors.js'
import type { SendRequest } from '../requests/api-request.js'

const schema = resourceSchema(
  'a conductor',
  {
    hostname: z.string(),
    /** Empty when it is in none. */
    conductor_group: z.string(),
    /** Whether it has been heard of within the last minute, by default. */
    alive: z.boolean(),
    /** What it can drive. */
    drivers: textList,
    created_at: z.string(),
    /** When it was last heard of. */
    updated_at: nullableText,
  },
  {},
)

/** A process of Ironic that does the work on nodes, with Ironic's own names. */
export interface Conductor extends ItemOf<typeof schema> {}
/** A field of a conductor that may be asked for by name. */
export type ConductorField = keyof Conductor

const conductors: Resource<Conductor, 'hostname'> = {
  name: 'conductors',
  path: ['conductors'],
  key: 'conductors',
  id: 'hostname',
  inFull: 'detail_query',
  needs: ['conductors'],
  schema,
}

/**
 * `/v1/conductors`: what does the work on nodes. Microversion 1.49.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/conductor.py`
 */
export class Conductors {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one conductor by its hostname, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends ConductorField = never>(
    hostname: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Conductor, Field>, RequestError> {
    return readOne(this.#send, conductors, hostname, options)
  }

  /**
   * Lists all conductors, those included that are no longer alive; in full, or just the fields that are asked for and
   * the hostname. Safe to repeat.
   */
  list<const Field extends ConductorField = never>(
    options?: ListOptions<Field>,
  ): Collection<Listed<Conductor, Field, 'hostname'>> {
    return listAll(this.#send, conductors, options)
  }
}
