import type { FreeForm } from '../../client/collections/field-schemas.js'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

const GLANCE = /^(?:glance:\/\/|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/i
const REGISTRY = /^oci:\/\//i

/**
 * Whether the image of the last deployment can be deployed again.
 *
 * When a conductor converts an image to raw (`image_download_source: 'local'`, or a `file://` source), it replaces the
 * checksum and format in `instance_info` by those of the converted file and keeps `image_source`. The source no longer
 * matches them: "The supplied image checksum is invalid". Ironic does not keep the original values.
 *
 * - `lost`: the image may have been converted. One that was raw from the start leaves the same traces.
 * - `from registry`: the image was converted, but without a checksum Ironic uses that of the registry.
 * - `kept`: the image was not converted, or Ironic reads its checksum from Glance again.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (_cache_and_convert_image, build_instance_info_for_deploy)
 */
export function imageOfLastDeployment(info: FreeForm = {}): 'kept' | 'lost' | 'from registry' {
  const { image_source: source, image_checksum, image_os_hash_value, image_disk_format } = info
  // Ironic writes `null` there only after it has checked an image against raw.
  const isConverted =
    image_checksum === null && image_disk_format === 'raw' && typeof image_os_hash_value === 'string'
  if (!isConverted || typeof source !== 'string' || GLANCE.test(source)) return 'kept'
  return REGISTRY.test(source) ? 'from registry' : 'lost'
}

/** The keys to remove from `instance_info` so that Ironic uses the registry's checksum. */
export const CHECKSUM_OF_CONVERTED: FreeForm = {
  image_checksum: undefined,
  image_os_hash_algo: undefined,
  image_os_hash_value: undefined,
  image_disk_format: undefined,
}

/** Returns the error for an image whose checksum is lost. Nothing was changed. */
export function imageIsLost(node: WatchedNode): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic may have converted the image of node ${node.uuid} to raw. It then replaced the checksum and the format by those of the converted file, and the image cannot be fetched again with them. Pass \`image\`, with its checksum, to rebuild.redeploy. Nothing was changed.`,
    'fix_request',
    { node: node.uuid, instance: node.instance_uuid ?? undefined, provisionState: node.provision_state },
  )
}
