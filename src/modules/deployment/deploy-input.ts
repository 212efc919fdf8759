import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { DeployStep } from '../../client/resources/deploy-step.js'
import { traitName } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import type { CheckedConfigDrive, ConfigDrive } from '../config-drive/config-drive-input.js'
import type { DescribedVif } from '../networking/vif-network-input.js'
import type { DeployImage } from './image-input.js'

/** What is deployed, whichever node it comes to. */
export interface DeployInput {
  readonly instance: {
    /** A UUID of your own. Spawning is idempotent by it. */
    readonly id: string
    readonly name?: string | undefined
  }
  readonly image: DeployImage
  readonly flavor?: InstanceFlavor | undefined
  /** Default: none. */
  readonly vifs?: readonly DescribedVif[] | undefined
  /** Default: none. */
  readonly configDrive?: ConfigDrive | undefined
  /** Steps beside those of the node's own deployment; microversion 1.69. */
  readonly deploySteps?: readonly DeployStep[] | undefined
  /** More keys for Ironic's `instance_info`, in its own words. They must not be those that this request sets. */
  readonly instanceInfo?: FreeForm | undefined
}

/** The same once all of it was checked and copied. */
export type CheckedDeployInput = Omit<DeployInput, 'configDrive'> & {
  readonly configDrive?: CheckedConfigDrive | undefined
}

/** How the machine is to be set up. */
export interface InstanceFlavor {
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
