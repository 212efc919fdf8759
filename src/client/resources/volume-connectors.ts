import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from '../collections/collection-methods.js'
import { freeForm, text, timestamps } from '../collections/field-schemas.js'
import type { FilterByNode } from '../collections/list-filter.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

const schema = resourceSchema(
  'a volume connector',
  {
    uuid: text,
    node_uuid: text,
    /** `iqn`, `ip`, `mac`, `wwnn`, `wwpn`, `port` or `portgroup`. */
    type: text,
    connector_id: text,
    extra: freeForm,
    ...timestamps,
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
export interface VolumeConnectorFilter extends FilterByNode {}

const FAULTS = ['node_locked', 'state_refused', 'duplicate'] as const

/** What a change of a volume connector may be refused for. */
export type VolumeConnectorFault = (typeof FAULTS)[number]

/** `/v1/volume/connectors`: what nodes are known by to storage. Microversion 1.32. */
export interface VolumeConnectors {
  /** Reads one volume connector, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<VolumeConnector>

  /**
   * Lists volume connectors, all or those of one node; in full, or just the fields that are asked for and the UUID.
   * Safe to repeat.
   */
  readonly list: ListSome<VolumeConnector, VolumeConnectorFilter>

  /**
   * Adds a volume connector to a node. A lost reply is looked up by the UUID, which is made here when none is passed;
   * a second call without one is a `duplicate`.
   *
   * @fails duplicate when another connector has the type and the id, or the UUID
   */
  readonly create: CreateOne<VolumeConnector, NewVolumeConnector, VolumeConnectorFault>

  /**
   * Changes a volume connector and returns it as it is then. The node has to be off. Safe to repeat.
   *
   * @fails state_refused when the node is not off
   */
  readonly patch: PatchOne<VolumeConnector, VolumeConnectorFault>

  /**
   * Removes a volume connector. The node has to be off, or not yet available. Safe to repeat: gone meanwhile counts as
   * done.
   *
   * @fails state_refused when the node is not off
   */
  readonly delete: DeleteOne<Exclude<VolumeConnectorFault, 'duplicate'>>
}

/** @internal */
export const volumeConnectors = collectionDefinition({
  name: 'volumeConnectors',
  needs: ['volumes'],
  path: ['volume', 'connectors'],
  inFull: 'detail_query',
  schema,
  filters: { shown: { node: 'node_uuid' } },
  faults: { create: FAULTS, patch: FAULTS, delete: ['node_locked', 'state_refused'] },
})
