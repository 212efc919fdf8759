import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
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
import { createOne } from '../collections/create-request.js'
import { freeForm, nullableText } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type MayGive, type Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'

const schema = resourceSchema(
  'a volume connector',
  {
    uuid: z.string(),
    node_uuid: z.string(),
    /** `iqn`, `ip`, `mac`, `wwnn`, `wwpn`, `port` or `portgroup`. */
    type: z.string(),
    connector_id: z.string(),
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {},
)

/** What a node is known by to storage, with Ironic's own names. */
export interface VolumeConnector extends ItemOf<typeof schema> {}
/** A field of a volume connector that may be asked for by name. */
export type VolumeConnectorField = keyof VolumeConnector

/** A volume connector to add to a node. */
export type NewVolumeConnector = Pick<VolumeConnector, 'node_uuid' | 'type' | 'connector_id'> &
  MayGive<VolumeConnector, 'uuid' | 'extra'>

/** Which volume connectors a list shows. */
export interface VolumeConnectorFilter {
  /** UUID or name. */
  readonly node?: string | undefined
}

const DELETE_FAULTS = ['node_locked', 'state_refused'] as const
const FAULTS = [...DELETE_FAULTS, 'duplicate'] as const

/** What a change of a volume connector may be refused for. */
export type VolumeConnectorFault = (typeof FAULTS)[number]

const connectors: Resource<VolumeConnector> = {
  name: 'volumeConnectors',
  path: ['volume', 'connectors'],
  key: 'connectors',
  id: 'uuid',
  inFull: 'detail_query',
  needs: ['volumes'],
  schema,
  filters: { shown: { node: 'node_uuid' } },
}

/** `/v1/volume/connectors`: what nodes are known by to storage. Microversion 1.32. */
export class VolumeConnectors {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one volume connector, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends VolumeConnectorField = never>(
    connector: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<VolumeConnector, Field>, RequestError> {
    return readOne(this.#send, connectors, connector, options)
  }

  /**
   * Lists volume connectors, all or those of one node; in full, or just the fields that are asked for and the UUID.
   * Safe to repeat.
   */
  list<const Field extends VolumeConnectorField = never>(
    options?: FilteredListOptions<VolumeConnectorFilter, Field>,
  ): Collection<Listed<VolumeConnector, Field>> {
    return listAll(this.#send, connectors, options)
  }

  /**
   * Adds a volume connector to a node. A lost reply is looked up by the UUID, which is made here when none is passed;
   * a second call without one is a `duplicate`.
   *
   * @fails duplicate when another connector has the type and the id, or the UUID
   */
  create(
    connector: NewVolumeConnector,
    options?: CallOptions,
  ): ResultAsync<VolumeConnector, RequestErrorOr<VolumeConnectorFault>> {
    return createOne(this.#send, connectors, connector, { faults: FAULTS }, options)
  }

  /**
   * Changes a volume connector and returns it as it is then. The node has to be off. Safe to repeat.
   *
   * @fails state_refused when the node is not off
   */
  patch(
    connector: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<VolumeConnector, RequestErrorOr<VolumeConnectorFault>> {
    return patchOne(this.#send, connectors, connector, patch, { faults: FAULTS }, options)
  }

  /**
   * Removes a volume connector. The node has to be off, or not yet available. Safe to repeat: gone meanwhile counts as
   * done.
   *
   * @fails state_refused when the node is not off
   */
  delete(
    connector: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<(typeof DELETE_FAULTS)[number]>> {
    return deleteOne(this.#send, connectors, connector, { faults: DELETE_FAULTS }, options)
  }
}
