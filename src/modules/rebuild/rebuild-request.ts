import * as z from 'zod'
import type { DeployStep } from '../../client/resources/deploy-step.js'
import { configDrive, type CheckedConfigDrive, type ConfigDrive } from '../config-drive/config-drive-input.js'
import { flavor, deployStep, type InstanceFlavor } from '../deployment/deploy-input.js'
import { image, isFromVolume, NO_DISK_FOR_CONFIG_DRIVE, type DeployImage } from '../deployment/image-input.js'
import { severalVifs } from '../networking/networking-input.js'
import { describedVif, type DescribedVif } from '../networking/vif-network-input.js'

/** What a rebuild changes. Omitted fields keep the values of the last deployment. */
export interface RebuildRequest {
  /** Default: the image of the last deployment. */
  readonly image?: DeployImage | undefined
  /** Replaces the whole flavor of the last deployment. Default: that flavor. */
  readonly flavor?: InstanceFlavor | undefined
  /** Default: the config drive of the last deployment, which Ironic keeps. */
  readonly configDrive?: ConfigDrive | undefined
  /** The VIFs of the node, for `configDrive.networkData: 'from-vifs'`. Default: all of them, with DHCP. */
  readonly vifs?: readonly DescribedVif[] | undefined
  /** Whether to keep the ephemeral partition. Default: false. */
  readonly preserveEphemeral?: boolean | undefined
  /** Steps in addition to those of the node's own deployment; microversion 1.69. */
  readonly deploySteps?: readonly DeployStep[] | undefined
}

/** A request that was validated and copied, so that the caller cannot change it during the call. */
export type CheckedRebuild = Omit<RebuildRequest, 'configDrive'> & {
  readonly configDrive?: CheckedConfigDrive | undefined
}

export const rebuildRequest = z.lazy(
  () =>
    z
      .strictObject({
        image: image.optional(),
        flavor: flavor.optional(),
        configDrive: configDrive.optional(),
        vifs: severalVifs(describedVif).optional(),
        preserveEphemeral: z.boolean('must be true or false').optional(),
        deploySteps: z.array(deployStep).optional(),
      })
      .refine(
        ({ vifs, configDrive: drive }) =>
          vifs === undefined || (drive?.is === 'parts' && drive.networkData === 'from-vifs'),
        {
          path: ['vifs'],
          message: "is used only with configDrive.networkData: 'from-vifs'; pass that, or leave it out",
        },
      )
      .refine(({ image: wanted, configDrive: drive }) => !isFromVolume(wanted) || drive === undefined, {
        path: ['configDrive'],
        message: NO_DISK_FOR_CONFIG_DRIVE,
      }) as z.ZodType<CheckedRebuild>,
)
