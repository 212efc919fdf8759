import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { askOptionsWith, uuid } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import type { AskOptions } from '../../operations/module-context.js'
import { ipVersion } from '../../formats/ip-address.js'
import { vifId } from '../networking/networking-input.js'

/** The addresses of a VIF, which only the network service knows. */
export interface VifAddresses {
  readonly id: string
  /** IPv4 and IPv6 addresses. */
  readonly addresses: readonly string[]
}

/** Values of a connector that Ironic does not know. */
export interface ConnectorOptions extends AskOptions {
  /** The VIFs of the node with their addresses, the one for storage first. Used when Ironic knows no address. */
  readonly vifs?: readonly VifAddresses[] | undefined
  /** Whether the storage service may provide more than one path to a volume. Default: false. */
  readonly multipath?: boolean | undefined
  /** The host name for a node without an address. Default: the name of the node, or else its UUID. */
  readonly host?: string | undefined
}

/** A volume for a node, as its storage service has exported it. */
export interface VolumeRequest {
  /** The storage service's id of the volume. Ironic stores at most 36 characters, the length of a UUID. */
  readonly volumeId: string
  /** Such as `iscsi` or `fibre_channel`; Cinder's `driver_volume_type`. */
  readonly volumeType: string
  /** 0 for the volume that the node boots from; unique on the node. */
  readonly bootIndex: number
  /** How to connect to the volume; Cinder's `data`. May hold a password; appears in no error and no log. */
  readonly properties: FreeForm
  /** The UUID of the new target. Default: Ironic chooses. */
  readonly id?: string | undefined
}

const text = z.string().min(1, 'is empty; pass a name').max(255, 'is longer than 255 characters')

// These are the column lengths of Ironic's database. It answers longer values with a 500 that quotes the properties.
const idOfVolume = z
  .string()
  .min(1, 'is empty; pass the id of the volume, such as its UUID in Cinder')
  .max(36, 'is longer than the 36 characters that Ironic stores')
const typeOfVolume = z
  .string()
  .min(1, 'is empty; pass the type of the volume, such as iscsi or fibre_channel')
  .max(64, 'is longer than the 64 characters that Ironic stores')

const address = z
  .string()
  .refine((given) => ipVersion(given) !== undefined, 'must be an IPv4 or IPv6 address, such as 192.0.2.7')

export const connectorOptions: z.ZodType<ConnectorOptions> = z.lazy(() =>
  askOptionsWith({
    vifs: z.array(z.strictObject({ id: vifId, addresses: z.array(address) })).optional(),
    multipath: z.boolean('must be true or false').optional(),
    host: text.optional(),
  }),
)

export const volumeRequest: z.ZodType<VolumeRequest> = z.lazy(() =>
  z.strictObject({
    volumeId: idOfVolume,
    volumeType: typeOfVolume,
    bootIndex: z.number().int('must be a whole number').min(0, 'must be at least 0'),
    properties: jsonObject,
    id: uuid.optional(),
  }),
)

/** The name of a target to detach: its own UUID or its volume. */
export const volumeName = text
