import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { askOptionsWith, uuid } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import type { AskOptions } from '../../operations/module-context.js'
import { ipVersion } from '../networking/ip-address.js'
import { vifId } from '../networking/networking-input.js'

/** The addresses of a VIF, which only the network service knows. */
export interface VifAddresses {
  readonly id: string
  /** IPv4 and IPv6 addresses. */
  readonly addresses: readonly string[]
}

/** What a connector is made of beside what Ironic knows. */
export interface ConnectorOptions extends AskOptions {
  /** The VIFs of the machine with their addresses, the one for storage first. Used where Ironic knows no address. */
  readonly vifs?: readonly VifAddresses[] | undefined
  /** Whether the storage service may give more than one path to a volume. Default: false. */
  readonly multipath?: boolean | undefined
  /** What storage calls the machine where it has no address. Default: the name, or the UUID, of the node. */
  readonly host?: string | undefined
}

/** A volume for a machine, as its storage service has exported it. */
export interface VolumeRequest {
  /** What the storage service calls it. Ironic keeps 36 characters, as many as a UUID has. */
  readonly volumeId: string
  /** Such as `iscsi` or `fibre_channel`: `driver_volume_type` in Cinder's words. */
  readonly volumeType: string
  /** 0 for the volume that the machine boots from; unique on the machine. */
  readonly bootIndex: number
  /** How to get at it: `data` in Cinder's words. It may hold a password, and shows in no error and no log. */
  readonly properties: FreeForm
  /** A UUID of your own for the target. Default: Ironic's choice. */
  readonly id?: string | undefined
}

const text = z.string().min(1, 'is empty').max(255, 'is longer than 255 characters')

// Ironic's database has no more room, and what is longer it answers by a 500 that quotes the properties.
const idOfVolume = z
  .string()
  .min(1, 'is empty')
  .max(36, 'is longer than 36 characters, which are all that Ironic keeps')
const typeOfVolume = z
  .string()
  .min(1, 'is empty')
  .max(64, 'is longer than 64 characters, which are all that Ironic keeps')

const address = z
  .string()
  .refine((given) => ipVersion(given) !== undefined, 'must be an IPv4 or IPv6 address, such as 192.0.2.7')

export const connectorOptions: z.ZodType<ConnectorOptions> = askOptionsWith({
  vifs: z.array(z.strictObject({ id: vifId, addresses: z.array(address) })).optional(),
  multipath: z.boolean('must be true or false').optional(),
  host: text.optional(),
})

export const volumeRequest: z.ZodType<VolumeRequest> = z.strictObject({
  volumeId: idOfVolume,
  volumeType: typeOfVolume,
  bootIndex: z.number().int('must be a whole number').min(0, 'must be at least 0'),
  properties: jsonObject,
  id: uuid.optional(),
})

/** How a target that is to go is named: by its own UUID or by the volume. */
export const volumeName = text
