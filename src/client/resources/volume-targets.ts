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
  'a volume target',
  {
    uuid: z.string(),
    node_uuid: z.string(),
    /** Such as `iscsi` or `fibre_channel`. */
    volume_type: z.string(),
    /** What its storage service calls the volume. */
    volume_id: z.string(),
    /** 0 is the root volume. */
    boot_index: z.number(),
    /** How to get at it. Ironic shows passwords as `******`, but older ones, such as 21.4, list them as they are. */
    properties: freeForm,
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {},
)

/** A volume that a node is connected to, with Ironic's own names. */
export interface VolumeTarget extends ItemOf<typeof schema> {}
/** A field of a volume target that may be asked for by name. */
export type VolumeTargetField = keyof VolumeTarget

/** A volume target to add to a node. */
export type NewVolumeTarget = Pick<VolumeTarget, 'node_uuid' | 'volume_type' | 'volume_id' | 'boot_index'> &
  MayGive<VolumeTarget, 'uuid' | 'properties' | 'extra'>

/** Which volume targets a list shows. */
export interface VolumeTargetFilter {
  /** UUID or name. */
  readonly node?: string | undefined
}

const DELETE_FAULTS = ['node_locked', 'state_refused'] as const
const FAULTS = [...DELETE_FAULTS, 'duplicate'] as const

/** What a change of a volume target may be refused for. */
export type VolumeTargetFault = (typeof FAULTS)[number]

const targets: Resource<VolumeTarget> = {
  name: 'volumeTargets',
  path: ['volume', 'targets'],
  key: 'targets',
  id: 'uuid',
  inFull: 'detail_query',
  needs: ['volumes'],
  schema,
  filters: { shown: { node: 'node_uuid' } },
}

/** `/v1/volume/targets`: the volumes that nodes are connected to. Microversion 1.32. */
export class VolumeTargets {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one volume target, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends VolumeTargetField = never>(
    target: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<VolumeTarget, Field>, RequestError> {
    return readOne(this.#send, targets, target, options)
  }

  /**
   * Lists volume targets, all or those of one node; in full, or just the fields that are asked for and the UUID.
   * Safe to repeat.
   */
  list<const Field extends VolumeTargetField = never>(
    options?: FilteredListOptions<VolumeTargetFilter, Field>,
  ): Collection<Listed<VolumeTarget, Field>> {
    return listAll(this.#send, targets, options)
  }

  /**
   * Adds a volume target to a node. A lost reply is looked up by the UUID, which is made here when none is passed;
   * a second call without one is a `duplicate`.
   *
   * @fails duplicate when the node has another target with the boot index, or the UUID is taken
   */
  create(
    target: NewVolumeTarget,
    options?: CallOptions,
  ): ResultAsync<VolumeTarget, RequestErrorOr<VolumeTargetFault>> {
    return createOne(this.#send, targets, target, { faults: FAULTS }, options)
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
    return patchOne(this.#send, targets, target, patch, { faults: FAULTS }, options)
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
    return deleteOne(this.#send, targets, target, { faults: DELETE_FAULTS }, options)
  }
}
