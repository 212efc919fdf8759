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
    /** What its storage service calls the volume. */
    volume_id: text,
    /** 0 is the root volume. */
    boot_index: number,
    /** How to get at it. Ironic shows passwords as `******`, but older ones, such as 21.4, list them as they are. */
    properties: freeForm,
    extra: freeForm,
    ...timestamps,
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
export interface VolumeTargetFilter extends FilterByNode {}

const FAULTS = ['node_locked', 'state_refused', 'duplicate'] as const

/** What a change of a volume target may be refused for. */
export type VolumeTargetFault = (typeof FAULTS)[number]

/** `/v1/volume/targets`: the volumes that nodes are connected to. Microversion 1.32. */
export interface VolumeTargets {
  /** Reads one volume target, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<VolumeTarget>

  /**
   * Lists volume targets, all or those of one node; in full, or just the fields that are asked for and the UUID.
   * Safe to repeat.
   */
  readonly list: ListSome<VolumeTarget, VolumeTargetFilter>

  /**
   * Adds a volume target to a node. A lost reply is looked up by the UUID, which is made here when none is passed;
   * a second call without one is a `duplicate`.
   *
   * @fails duplicate when the node has another target with the boot index, or the UUID is taken
   */
  readonly create: CreateOne<VolumeTarget, NewVolumeTarget, VolumeTargetFault>

  /**
   * Changes a volume target and returns it as it is then. The node has to be off. Safe to repeat.
   *
   * @fails state_refused when the node is not off
   */
  readonly patch: PatchOne<VolumeTarget, VolumeTargetFault>

  /**
   * Removes a volume target. The node has to be off, or not yet available. Safe to repeat: gone meanwhile counts as
   * done.
   *
   * @fails state_refused when the node is not off
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
