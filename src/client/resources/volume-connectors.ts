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

/** An identifier that a node presents to a storage backend, with Ironic's field names. */
export interface VolumeConnector extends ItemOf<typeof schema> {}
/** A field of a volume connector that can be requested by name. */
export type VolumeConnectorField = keyof VolumeConnector

/** A new volume connector of a node. */
export type NewVolumeConnector = Pick<VolumeConnector, 'node_uuid' | 'type' | 'connector_id'> &
  MayGive<VolumeConnector, 'uuid' | 'extra'>

/** Which volume connectors to list. */
export interface VolumeConnectorFilter extends FilterByNode {}

const FAULTS = ['node_locked', 'state_refused', 'duplicate'] as const

/** The specific faults of changing a volume connector. */
export type VolumeConnectorFault = (typeof FAULTS)[number]

/** `/v1/volume/connectors`: the identifiers that nodes present to storage backends. Microversion 1.32. */
export interface VolumeConnectors {
  /** Reads one volume connector, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<VolumeConnector>

  /**
   * Lists all volume connectors or those of one node; in full, or only the requested fields and the UUID. Safe to
   * repeat.
   */
  readonly list: ListSome<VolumeConnector, VolumeConnectorFilter>

  /**
   * Adds a volume connector to a node. A lost reply is looked up by the UUID, which is generated here if none is
   * passed; a second call without one is a `duplicate`.
   *
   * @fails duplicate when another connector has the type and the id, or the UUID
   * @fails state_refused when the node is not powered off
   */
  readonly create: CreateOne<VolumeConnector, NewVolumeConnector, VolumeConnectorFault>

  /**
   * Changes a volume connector and returns its new state. The node must be powered off. Safe to repeat.
   *
   * @fails state_refused when the node is not powered off
   * @fails duplicate when another connector has the type and the id
   */
  readonly patch: PatchOne<VolumeConnector, VolumeConnectorFault>

  /**
   * Deletes a volume connector. The node must be powered off, or not yet available. Safe to repeat: one that is
   * already gone counts as deleted.
   *
   * @fails state_refused when the node is not powered off
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
