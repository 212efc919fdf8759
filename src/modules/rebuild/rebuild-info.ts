import type { FreeForm } from '../../client/collections/field-schemas.js'
import { flavorInfo, imageInfo } from '../deployment/instance-info.js'
import type { CheckedRebuild } from './rebuild-request.js'

/** All that an image may have left in `instance_info`, by this library or by Ironic itself. */
const IMAGE_KEYS = [
  'image_source',
  'image_checksum',
  'image_os_hash_algo',
  'image_os_hash_value',
  'image_type',
  'image_disk_format',
  'image_container_format',
  'image_rootfs_uuid',
  'image_url',
  'image_pull_secret',
  'image_download_source',
  'kernel',
  'ramdisk',
  'boot_iso',
]

const FLAVOR_KEYS = [
  'root_gb',
  'swap_mb',
  'ephemeral_gb',
  'ephemeral_format',
  'capabilities',
  'traits',
  'root_device',
]

/**
 * The keys of `instance_info` to set, and with `undefined` those to remove: what the last deployment left would
 * otherwise be taken for part of this one, such as the checksum of another image.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info)
 */
export function rebuildInfo({ image, flavor, preserveEphemeral }: CheckedRebuild): FreeForm {
  return {
    ...(image === undefined ? {} : { ...absent(IMAGE_KEYS), ...imageInfo(image) }),
    ...(flavor === undefined ? {} : { ...absent(FLAVOR_KEYS), ...flavorInfo(flavor) }),
    // Ironic takes this as a text only.
    preserve_ephemeral: preserveEphemeral === true ? 'True' : undefined,
  }
}

function absent(keys: readonly string[]): FreeForm {
  return Object.fromEntries(keys.map((key) => [key, undefined]))
}
