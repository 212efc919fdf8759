import type { FreeForm } from '../../client/schemas/field-schemas.js'
import { parseChecksum } from './image-checksum.js'
import type { Image } from './image-input.js'
import type { Flavor, SpawnRequest } from './spawn-request.js'

/**
 * What Ironic has to know of an instance: its `instance_info`. Only keys that Ironic reads.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info) and
 * `ironic/drivers/modules/agent.py`
 */
export function instanceInfo(request: SpawnRequest): FreeForm {
  return withoutAbsent({
    ...request.instanceInfo,
    display_name: request.instance.name,
    ...imageInfo(request.image),
    ...flavorInfo(request.flavor ?? {}),
  })
}

function imageInfo(image: Image): FreeForm {
  if ('bootIso' in image && image.bootIso !== undefined) return { boot_iso: image.bootIso }
  if (!('source' in image) || image.source === undefined)
    return 'kernel' in image ? { kernel: image.kernel, ramdisk: image.ramdisk } : {}
  return {
    image_source: image.source,
    ...(image.checksum === undefined ? {} : parseChecksum(image.checksum).unwrapOr({})),
    image_type: image.type,
    image_disk_format: image.diskFormat,
    image_container_format: image.containerFormat,
    image_rootfs_uuid: image.rootfsUuid,
    kernel: image.kernel,
    ramdisk: image.ramdisk,
  }
}

function flavorInfo(flavor: Flavor): FreeForm {
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
