import * as z from 'zod'
import type { DeployStep } from '../../../client/resources/node/node-states.js'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import {
  configDrive,
  type CheckedConfigDrive,
  type ConfigDrive,
} from '../../config-drive/config-drive-input.js'
import { uuid } from '../../../operations/input-schemas.js'
import { jsonObject } from '../../../operations/json-input.js'
import { severalVifs } from '../../networking/networking-input.js'
import { describedVif, type DescribedVif } from '../../networking/vif-network-input.js'
import { image, isFromVolume, NO_DISK_FOR_CONFIG_DRIVE, type Image } from '../../deployment/image-input.js'
import { traitName, wantedNode, type NodeRequirements } from '../claim/node-requirements.js'

/** How the machine is to be set up. */
export interface Flavor {
  /** Size of the root partition in GiB; partition images need it. */
  readonly rootGb?: number | undefined
  /** Size of the swap partition in MiB. Default: none. */
  readonly swapMb?: number | undefined
  /** Size of the ephemeral partition in GiB. Default: none. */
  readonly ephemeralGb?: number | undefined
  /** File system of the ephemeral partition, such as `ext4`. Default: Ironic's. */
  readonly ephemeralFormat?: string | undefined
  /** Such as `{ boot_mode: 'uefi', secure_boot: 'true' }`. */
  readonly capabilities?: Readonly<Record<string, string>> | undefined
  /** Traits that the node must have; deploy templates of these names are applied. */
  readonly traits?: readonly string[] | undefined
  /** Which disk is the root disk: hints such as `{ serial: '…' }`, as Ironic words them. */
  readonly rootDevice?: FreeForm | undefined
}

/** What to spawn, and where. */
export interface SpawnRequest {
  readonly instance: {
    /** A UUID of your own. Spawning is idempotent by it. */
    readonly id: string
    readonly name?: string | undefined
  }
  /** UUID or name of the node, or what it must be: then one that fits is picked and reserved. */
  readonly node: string | NodeRequirements
  readonly image: Image
  readonly flavor?: Flavor | undefined
  /** Default: none. */
  readonly vifs?: readonly DescribedVif[] | undefined
  /** Default: none. */
  readonly configDrive?: ConfigDrive | undefined
  /** Steps beside those of the node's own deployment; microversion 1.69. */
  readonly deploySteps?: readonly DeployStep[] | undefined
  /** More keys for Ironic's `instance_info`, in its own words. They must not be those that this request sets. */
  readonly instanceInfo?: FreeForm | undefined
}

/** A request of which all was checked and copied, so that nobody can change it while it is worked on. */
export type WantedSpawn = Omit<CheckedSpawnRequest, 'node'> & Pick<SpawnRequest, 'node'>

/** A request as it goes to Ironic, for one node. */
export type CheckedSpawnRequest = Omit<SpawnRequest, 'configDrive' | 'node'> & {
  /** UUID or name. */
  readonly node: string
  readonly configDrive?: CheckedConfigDrive | undefined
}

const wholeNumber = (least: number) =>
  z.number().int('must be a whole number').min(least, `must be at least ${least}`)

export const flavor = z.strictObject({
  rootGb: wholeNumber(1).optional(),
  swapMb: wholeNumber(0).optional(),
  ephemeralGb: wholeNumber(0).optional(),
  ephemeralFormat: z.string().min(1).optional(),
  capabilities: z.record(z.string(), z.string('must be a string')).optional(),
  traits: z.array(traitName).max(50, 'has more than the 50 traits that a node can have').optional(),
  rootDevice: jsonObject.optional(),
})

export const deployStep = z.strictObject({
  interface: z.string().min(1),
  step: z.string().min(1),
  args: jsonObject,
  priority: wholeNumber(0),
})

/** Keys that this library or Ironic writes itself. */
const TAKEN_KEYS =
  /^(image_(source|checksum|os_hash_algo|os_hash_value|type|disk_format|container_format|rootfs_uuid|url|pull_secret|download_source)|kernel|ramdisk|boot_iso|root_gb|swap_mb|ephemeral_(gb|format)|capabilities|traits|root_device|display_name|configdrive|rescue_password|hashed_rescue_password)$/

const instanceInfo = jsonObject.superRefine((given, context) => {
  for (const key of Object.keys(given))
    if (TAKEN_KEYS.test(key))
      context.addIssue({
        code: 'custom',
        path: [key],
        message: 'is set by another field of the request; use that one',
      })
})

export const spawnRequest = z
  .strictObject({
    instance: z.strictObject({ id: uuid, name: z.string().min(1).max(255).optional() }),
    node: wantedNode,
    image,
    flavor: flavor.optional(),
    vifs: severalVifs(describedVif).optional(),
    configDrive: configDrive.optional(),
    deploySteps: z.array(deployStep).optional(),
    instanceInfo: instanceInfo.optional(),
  })
  .superRefine(({ vifs = [], configDrive: drive, image: wanted }, context) => {
    if (isFromVolume(wanted) && drive !== undefined)
      context.addIssue({ code: 'custom', path: ['configDrive'], message: NO_DISK_FOR_CONFIG_DRIVE })
    const isMade = drive?.is === 'parts' && drive.networkData === 'from-vifs'
    const described = vifs.findIndex(({ network }) => network !== undefined)
    if (isMade && vifs.length === 0)
      context.addIssue({
        code: 'custom',
        path: ['configDrive', 'networkData'],
        message: 'is to be made from the VIFs, and there are none; pass vifs, or leave it out',
      })
    if (!isMade && described !== -1)
      context.addIssue({
        code: 'custom',
        path: ['vifs', described, 'network'],
        message: "is of use only with configDrive.networkData: 'from-vifs'; pass that, or leave it out",
      })
  }) as z.ZodType<WantedSpawn>
