import * as z from 'zod'
import type { DeployStep } from '../../client/resources/deploy-step.js'
import { configDrive, type CheckedConfigDrive, type ConfigDrive } from '../config-drive/config-drive-input.js'
import { flavor, deployStep, type InstanceFlavor } from '../deployment/deploy-input.js'
import { image, isFromVolume, NO_DISK_FOR_CONFIG_DRIVE, type DeployImage } from '../deployment/image-input.js'
import { severalVifs } from '../networking/networking-input.js'
import { describedVif, type DescribedVif } from '../networking/vif-network-input.js'

/** What changes when an instance is deployed anew on its node. What is absent stays as it was. */
export interface RebuildRequest {
  /** Default: the image of the last deployment. */
  readonly image?: DeployImage | undefined
  /** Takes the place of the whole flavor of the last deployment. Default: that one. */
  readonly flavor?: InstanceFlavor | undefined
  /** Default: that of the last deployment, which Ironic keeps. */
  readonly configDrive?: ConfigDrive | undefined
  /** What the VIFs of the machine are, for `configDrive.networkData: 'from-vifs'`. Default: all, with DHCP. */
  readonly vifs?: readonly DescribedVif[] | undefined
  /** Whether the ephemeral partition is left as it is. Default: false. */
  readonly preserveEphemeral?: boolean | undefined
  /** Steps beside those of the node's own deployment; microversion 1.69. */
  readonly deploySteps?: readonly DeployStep[] | undefined
}

/** A request of which all was checked and copied, so that nobody can change it while it is worked on. */
export type CheckedRebuild = Omit<RebuildRequest, 'configDrive'> & {
  readonly configDrive?: CheckedConfigDrive | undefined
}

export const rebuildRequest = z
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
      message: "is of use only with configDrive.networkData: 'from-vifs'; pass that, or leave it out",
    },
  )
  .refine(({ image: wanted, configDrive: drive }) => !isFromVolume(wanted) || drive === undefined, {
    path: ['configDrive'],
    message: NO_DISK_FOR_CONFIG_DRIVE,
  }) as z.ZodType<CheckedRebuild>
