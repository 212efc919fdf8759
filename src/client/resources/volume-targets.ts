import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { shape } from '../reply-shape.js'
import { freeForm, type FreeForm } from '../schemas/field-schemas.js'

/** A volume that a node is connected to, with Ironic's own names. */
export interface VolumeTarget {
  readonly uuid: string
  readonly node_uuid: string
  /** Such as `iscsi` or `fibre_channel`. */
  readonly volume_type: string
  /** What its storage service calls the volume. */
  readonly volume_id: string
  /** 0 is the root volume. */
  readonly boot_index: number
  /** How to get at it. Ironic shows passwords as `******`, but older ones, such as 21.4, list them as they are. */
  readonly properties: FreeForm
  readonly extra: FreeForm
}

/** A volume target to add to a node. */
export type NewVolumeTarget = Pick<VolumeTarget, 'node_uuid' | 'volume_type' | 'volume_id' | 'boot_index'> &
  Partial<Pick<VolumeTarget, 'uuid' | 'properties' | 'extra'>>

const itemShape = shape<VolumeTarget>(
  z.looseObject({
    uuid: z.string(),
    node_uuid: z.string(),
    volume_type: z.string(),
    volume_id: z.string(),
    boot_index: z.number(),
    properties: freeForm,
    extra: freeForm,
  }),
)

const DELETE_FAULTS = ['node_locked', 'state_refused'] as const
const FAULTS = [...DELETE_FAULTS, 'duplicate'] as const

/** What a change of a volume target may be refused for. */
export type VolumeTargetFault = (typeof FAULTS)[number]

/** `/v1/volume/targets`: the volumes that nodes are connected to. Microversion 1.32. */
export class VolumeTargets {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one volume target. Safe to repeat. */
  get(target: string, options?: CallOptions): ResultAsync<VolumeTarget, RequestError> {
    return this.#send(
      {
        operation: 'volumeTargets.get',
        method: 'GET',
        path: ['volume', 'targets', target],
        needs: ['volumes'],
        safety: 'read',
        reply: itemShape,
      },
      options,
    )
  }

  /** Lists volume targets in full, all or those of one node. Safe to repeat. */
  list(
    options: CallOptions & {
      readonly filter?: { readonly node: string } | undefined
      readonly pageSize?: number | undefined
    } = {},
  ): Collection<VolumeTarget> {
    return collection(
      this.#send,
      {
        operation: 'volumeTargets.list',
        path: ['volume', 'targets'],
        query: { ...options.filter, detail: true, limit: options.pageSize },
        needs: ['volumes'],
        key: 'targets',
        item: itemShape,
        markerOf: ({ uuid }) => uuid,
      },
      options,
    )
  }

  /**
   * Adds a volume target to a node. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when the node has another target with the boot index
   */
  create(
    target: NewVolumeTarget,
    options?: CallOptions,
  ): ResultAsync<VolumeTarget, RequestErrorOr<VolumeTargetFault>> {
    return this.#send(
      {
        operation: 'volumeTargets.create',
        method: 'POST',
        path: ['volume', 'targets'],
        body: target,
        needs: ['volumes'],
        safety: 'once',
        faults: FAULTS,
        reply: itemShape,
        node: target.node_uuid,
      },
      options,
    )
  }

  /**
   * Changes a volume target and returns it as it is then. The node has to be off. Safe to repeat.
   *
   * @fails state_refused when the node is not off
   */
  patch(
    target: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<VolumeTarget, RequestErrorOr<VolumeTargetFault>> {
    return sendPatch(
      this.#send,
      {
        operation: 'volumeTargets.patch',
        path: ['volume', 'targets', target],
        patch,
        needs: ['volumes'],
        reply: itemShape,
        faults: FAULTS,
      },
      options,
    )
  }

  /**
   * Removes a volume target. The node has to be off, or not yet available. Safe to repeat: gone meanwhile counts as
   * done.
   *
   * @fails state_refused when the node is not off
   */
  delete(
    target: string,
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<(typeof DELETE_FAULTS)[number]>> {
    return this.#send(
      {
        operation: 'volumeTargets.delete',
        method: 'DELETE',
        path: ['volume', 'targets', target],
        needs: ['volumes'],
        safety: 'delete',
        faults: DELETE_FAULTS,
      },
      options,
    )
  }
}
