import type { FreeForm } from '../../client/collections/field-schemas.js'
import { flavorInfo, imageInfo } from '../deployment/instance-info.js'
import type { CheckedRebuild } from './rebuild-request.js'

/** All keys of `instance_info` that describe an image, written by this library or by Ironic itself. */
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
 * Returns the keys of `instance_info` to set, and with `undefined` those to remove: otherwise values of the last
 * deployment would apply to this one, such as the checksum of another image.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info)
 */
export function rebuildInfo({ image, flavor, preserveEphemeral }: CheckedRebuild): FreeForm {
  return {
    ...(image === undefined ? {} : { ...absent(IMAGE_KEYS), ...imageInfo(image) }),
    ...(flavor === undefined ? {} : { ...absent(FLAVOR_KEYS), ...flavorInfo(flavor) }),
    // Ironic accepts this only as a string.
    preserve_ephemeral: preserveEphemeral === true ? 'True' : undefined,
  }
}

function absent(keys: readonly string[]): FreeForm {
  return Object.fromEntries(keys.map((key) => [key, undefined]))
}
