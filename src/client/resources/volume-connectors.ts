import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { shape } from '../reply-shape.js'
import { freeForm, type FreeForm } from '../schemas/field-schemas.js'

/** What a node is known by to storage, with Ironic's own names. */
export interface VolumeConnector {
  readonly uuid: string
  readonly node_uuid: string
  /** `iqn`, `ip`, `mac`, `wwnn`, `wwpn`, `port` or `portgroup`. */
  readonly type: string
  readonly connector_id: string
  readonly extra: FreeForm
}

/** A volume connector to add to a node. */
export type NewVolumeConnector = Pick<VolumeConnector, 'node_uuid' | 'type' | 'connector_id'> &
  Partial<Pick<VolumeConnector, 'uuid' | 'extra'>>

const itemShape = shape<VolumeConnector>(
  z.looseObject({
    uuid: z.string(),
    node_uuid: z.string(),
    type: z.string(),
    connector_id: z.string(),
    extra: freeForm,
  }),
)

const DELETE_FAULTS = ['node_locked', 'state_refused'] as const
const FAULTS = [...DELETE_FAULTS, 'duplicate'] as const

/** What a change of a volume connector may be refused for. */
export type VolumeConnectorFault = (typeof FAULTS)[number]

/** `/v1/volume/connectors`: what nodes are known by to storage. Microversion 1.32. */
export class VolumeConnectors {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one volume connector. Safe to repeat. */
  get(connector: string, options?: CallOptions): ResultAsync<VolumeConnector, RequestError> {
    return this.#send(
      {
        operation: 'volumeConnectors.get',
        method: 'GET',
        path: ['volume', 'connectors', connector],
        needs: ['volumes'],
        safety: 'read',
        reply: itemShape,
      },
      options,
    )
  }

  /** Lists volume connectors in full, all or those of one node. Safe to repeat. */
  list(
    options: CallOptions & {
      readonly filter?: { readonly node: string } | undefined
      readonly pageSize?: number | undefined
    } = {},
  ): Collection<VolumeConnector> {
    return collection(
      this.#send,
      {
        operation: 'volumeConnectors.list',
        path: ['volume', 'connectors'],
        query: { ...options.filter, detail: true, limit: options.pageSize },
        needs: ['volumes'],
        key: 'connectors',
        item: itemShape,
        markerOf: ({ uuid }) => uuid,
      },
      options,
    )
  }

  /**
   * Adds a volume connector to a node. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when another connector has the type and the id
   */
  create(
    connector: NewVolumeConnector,
    options?: CallOptions,
  ): ResultAsync<VolumeConnector, RequestErrorOr<VolumeConnectorFault>> {
    return this.#send(
      {
        operation: 'volumeConnectors.create',
        method: 'POST',
        path: ['volume', 'connectors'],
        body: connector,
        needs: ['volumes'],
        safety: 'once',
        faults: FAULTS,
        reply: itemShape,
        node: connector.node_uuid,
      },
      options,
    )
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
    return sendPatch(
      this.#send,
      {
        operation: 'volumeConnectors.patch',
        path: ['volume', 'connectors', connector],
        patch,
        needs: ['volumes'],
        reply: itemShape,
        faults: FAULTS,
      },
      options,
    )
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
    return this.#send(
      {
        operation: 'volumeConnectors.delete',
        method: 'DELETE',
        path: ['volume', 'connectors', connector],
        needs: ['volumes'],
        safety: 'delete',
        faults: DELETE_FAULTS,
      },
      options,
    )
  }
}
