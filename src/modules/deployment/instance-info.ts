import type { FreeForm } from '../../client/collections/field-schemas.js'
import type { DeployInput, InstanceFlavor } from './deploy-input.js'
import { parseChecksum } from './image-checksum.js'
import type { BootIsoImage, DiskImage, DeployImage, VolumeImage } from './image-input.js'

/**
 * Builds the `instance_info` of an instance. Contains only keys that Ironic reads.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info) and
 * `ironic/drivers/modules/agent.py`
 */
export function instanceInfo(
  request: Pick<DeployInput, 'instance' | 'image' | 'flavor' | 'instanceInfo'>,
): FreeForm {
  return withoutAbsent({
    ...request.instanceInfo,
    display_name: request.instance.name,
    ...imageInfo(request.image),
    ...flavorInfo(request.flavor ?? {}),
  })
}

/** Builds the image keys. A key that holds `undefined` counts as absent, so keys alone do not show the kind of image. */
export function imageInfo(image: DeployImage): FreeForm {
  const { source, checksum, bootIso, ...rest }: Partial<DiskImage & BootIsoImage & VolumeImage> = image
  return {
    image_source: source,
    ...(checksum === undefined ? {} : parseChecksum(checksum).unwrapOr({})),
    image_type: rest.type,
    image_disk_format: rest.diskFormat,
    image_container_format: rest.containerFormat,
    image_rootfs_uuid: rest.rootfsUuid,
    image_pull_secret: rest.pullSecret,
    image_download_source: rest.downloadSource,
    kernel: rest.kernel,
    ramdisk: rest.ramdisk,
    boot_iso: bootIso,
  }
}

export function flavorInfo(flavor: InstanceFlavor): FreeForm {
  return {
    root_gb: flavor.rootGb,
    swap_mb: flavor.swapMb,
    ephemeral_gb: flavor.ephemeralGb,
    ephemeral_format: flavor.ephemeralFormat,
    capabilities: flavor.capabilities,
    traits: flavor.traits === undefined ? undefined : [...new Set(flavor.traits)],
    root_device: flavor.rootDevice,
  }
}

function withoutAbsent(fields: FreeForm): FreeForm {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
