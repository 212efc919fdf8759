import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from '../collections/collection-methods.js'
import { freeForm, number, text, timestamps } from '../collections/field-schemas.js'
import type { FilterByNode } from '../collections/list-filter.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

const schema = resourceSchema(
  'a volume target',
  {
    uuid: text,
    node_uuid: text,
    /** Such as `iscsi` or `fibre_channel`. */
    volume_type: text,
    /** The id of the volume in its storage service. */
    volume_id: text,
    /** 0 is the root volume. */
    boot_index: number,
    /**
     * How to connect to it. Ironic masks passwords as `******`, but older versions, such as 21.4, list them in plain
     * text.
     */
    properties: freeForm,
    extra: freeForm,
    ...timestamps,
  },
  {},
)

/** A volume that a node connects to, with Ironic's field names. */
export interface VolumeTarget extends ItemOf<typeof schema> {}
/** A field of a volume target that can be requested by name. */
export type VolumeTargetField = keyof VolumeTarget

/** A new volume target of a node. */
export type NewVolumeTarget = Pick<VolumeTarget, 'node_uuid' | 'volume_type' | 'volume_id' | 'boot_index'> &
  MayGive<VolumeTarget, 'uuid' | 'properties' | 'extra'>

/** Which volume targets to list. */
export interface VolumeTargetFilter extends FilterByNode {}

const FAULTS = ['node_locked', 'state_refused', 'duplicate'] as const

/** The specific faults of changing a volume target. */
export type VolumeTargetFault = (typeof FAULTS)[number]

/** `/v1/volume/targets`: the volumes that nodes connect to. Microversion 1.32. */
export interface VolumeTargets {
  /** Reads one volume target, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<VolumeTarget>

  /**
   * Lists all volume targets or those of one node; in full, or only the requested fields and the UUID. Safe to
   * repeat.
   */
  readonly list: ListSome<VolumeTarget, VolumeTargetFilter>

  /**
   * Adds a volume target to a node. A lost reply is looked up by the UUID, which is generated here if none is passed;
   * a second call without one is a `duplicate`.
   *
   * @fails duplicate when the node has another target with the boot index, or the UUID is taken
   * @fails state_refused when the node is not powered off
   */
  readonly create: CreateOne<VolumeTarget, NewVolumeTarget, VolumeTargetFault>

  /**
   * Changes a volume target and returns its new state. The node must be powered off. Safe to repeat.
   *
   * @fails state_refused when the node is not powered off
   * @fails duplicate when the node has another target with the boot index
   */
  readonly patch: PatchOne<VolumeTarget, VolumeTargetFault>

  /**
   * Deletes a volume target. The node must be powered off, or not yet available. Safe to repeat: one that is already
   * gone counts as deleted.
   *
   * @fails state_refused when the node is not powered off
   */
  readonly delete: DeleteOne<Exclude<VolumeTargetFault, 'duplicate'>>
}

/** @internal */
export const volumeTargets = collectionDefinition({
  name: 'volumeTargets',
  needs: ['volumes'],
  path: ['volume', 'targets'],
  inFull: 'detail_query',
  schema,
  filters: { shown: { node: 'node_uuid' } },
  faults: { create: FAULTS, patch: FAULTS, delete: ['node_locked', 'state_refused'] },
})
