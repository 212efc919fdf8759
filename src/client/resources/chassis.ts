import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import {
  deleteOne,
  listAll,
  patchOne,
  readOne,
  type GetOptions,
  type Listed,
  type ListOptions,
  type Resource,
} from '../collections/collection-requests.js'
import { createOne } from '../collections/create-request.js'
import { freeForm, nullableText } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type MayGive, type Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'

const schema = resourceSchema(
  'a chassis',
  {
    uuid: z.string(),
    description: nullableText,
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {},
)

/** What some nodes are mounted in, with Ironic's own names. */
export interface Chassis extends ItemOf<typeof schema> {}
/** A field of a chassis that may be asked for by name. */
export type ChassisField = keyof Chassis

/** A chassis to make. */
export type NewChassis = MayGive<Chassis, 'uuid' | 'description' | 'extra'>

const FAULTS = ['duplicate'] as const

const chassisResource: Resource<Chassis> = {
  name: 'chassis',
  path: ['chassis'],
  key: 'chassis',
  id: 'uuid',
  inFull: 'detail_path',
  needs: [],
  schema,
}

/**
 * `/v1/chassis`: what nodes are mounted in. Nodes of one are listed by `nodes.list({ filter: { chassis_uuid } })`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/chassis.py`
 */
export class ChassisCollection {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one chassis by its UUID, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends ChassisField = never>(
    chassis: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Chassis, Field>, RequestError> {
    return readOne(this.#send, chassisResource, chassis, options)
  }

  /** Lists all chassis, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  list<const Field extends ChassisField = never>(
    options?: ListOptions<Field>,
  ): Collection<Listed<Chassis, Field>> {
    return listAll(this.#send, chassisResource, options)
  }

  /**
   * Makes a chassis. A lost reply is looked up by the UUID, which is made here when none is passed; a second call
   * without one makes a second chassis.
   *
   * @fails duplicate when the UUID is taken
   */
  create(
    chassis: NewChassis,
    options?: CallOptions,
  ): ResultAsync<Chassis, RequestErrorOr<(typeof FAULTS)[number]>> {
    return createOne(this.#send, chassisResource, chassis, { faults: FAULTS }, options)
  }

  /** Changes `description` or `extra` of a chassis and returns it as it is then. Safe to repeat. */
  patch(chassis: string, patch: JsonPatch, options?: CallOptions): ResultAsync<Chassis, RequestError> {
    return patchOne(this.#send, chassisResource, chassis, patch, { faults: [] }, options)
  }

  /**
   * Removes a chassis. Safe to repeat: gone meanwhile counts as done.
   *
   * @fails rejected_request when nodes are in it
   */
  delete(chassis: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return deleteOne(this.#send, chassisResource, chassis, { faults: [] }, options)
  }
}
