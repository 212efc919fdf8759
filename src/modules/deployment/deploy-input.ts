import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { DeployStep } from '../../client/resources/deploy-step.js'
import { traitName } from '../../operations/input-schemas.js'
import { jsonObject } from '../../operations/json-input.js'
import type { CheckedConfigDrive, ConfigDrive } from '../config-drive/config-drive-input.js'
import type { DescribedVif } from '../networking/vif-network-input.js'
import type { DeployImage } from './image-input.js'

/** An instance to deploy, independent of its node. */
export interface DeployInput {
  readonly instance: {
    /** A UUID that you choose. It makes spawning idempotent. */
    readonly id: string
    readonly name?: string | undefined
  }
  readonly image: DeployImage
  readonly flavor?: InstanceFlavor | undefined
  /** Default: none. */
  readonly vifs?: readonly DescribedVif[] | undefined
  /** Default: none. */
  readonly configDrive?: ConfigDrive | undefined
  /** Steps in addition to those of the node's own deployment; microversion 1.69. */
  readonly deploySteps?: readonly DeployStep[] | undefined
  /** More keys for Ironic's `instance_info`. They must not repeat keys that this request sets. */
  readonly instanceInfo?: FreeForm | undefined
}

/** A deployment request that was validated and copied. */
export type CheckedDeployInput = Omit<DeployInput, 'configDrive'> & {
  readonly configDrive?: CheckedConfigDrive | undefined
}

/** The partitions, capabilities, traits and root disk of the deployed node. */
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
  /** Ironic's root device hints, such as `{ serial: '…' }`. */
  readonly rootDevice?: FreeForm | undefined
}

const wholeNumber = (least: number, unit = '') =>
  z.number().int(`must be a whole number${unit}`).min(least, `must be at least ${least}`)

export const flavor = z.lazy(() =>
  z.strictObject({
    rootGb: wholeNumber(1, ' of GiB').optional(),
    swapMb: wholeNumber(0, ' of MiB').optional(),
    ephemeralGb: wholeNumber(0, ' of GiB').optional(),
    ephemeralFormat: z.string().min(1).optional(),
    capabilities: z.record(z.string(), z.string('must be a string')).optional(),
    traits: z.array(traitName).max(50, 'has more than the 50 traits that a node can have').optional(),
    rootDevice: jsonObject.optional(),
  }),
)

export const deployStep = z.lazy(() =>
  z.strictObject({
    interface: z.string().min(1, 'is empty; pass the interface of the step, such as bios'),
    step: z.string().min(1, 'is empty; pass the name of the step, such as apply_configuration'),
    args: jsonObject,
    priority: wholeNumber(0),
  }),
)
