import type { FreeForm } from '../../client/collections/field-schemas.js'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

const GLANCE = /^(?:glance:\/\/|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/i
const REGISTRY = /^oci:\/\//i

/**
 * What a deployment has left of the image that it was given.
 *
 * An image that a conductor converts to raw (`image_download_source: 'local'`, or a `file://` source) has its checksum
 * and format in `instance_info` replaced by those of the converted file, while `image_source` stays. Fetched once more,
 * the image does not fit them: "The supplied image checksum is invalid". What was given is not kept anywhere.
 *
 * - `lost`: the image may have been converted. One that was raw from the start leaves the same traces.
 * - `from registry`: it was, and without the checksum, Ironic takes that of the registry.
 * - `kept`: it was not, or Ironic reads the checksum anew from Glance.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (_cache_and_convert_image, build_instance_info_for_deploy)
 */
export function imageOfLastDeployment(info: FreeForm = {}): 'kept' | 'lost' | 'from registry' {
  const { image_source: source, image_checksum, image_os_hash_value, image_disk_format } = info
  // Ironic writes `null` there, and only where it has compared the image with a raw one.
  const isConverted =
    image_checksum === null && image_disk_format === 'raw' && typeof image_os_hash_value === 'string'
  if (!isConverted || typeof source !== 'string' || GLANCE.test(source)) return 'kept'
  return REGISTRY.test(source) ? 'from registry' : 'lost'
}

/** What to remove of `instance_info` so that Ironic asks the registry. */
export const CHECKSUM_OF_CONVERTED: FreeForm = {
  image_checksum: undefined,
  image_os_hash_algo: undefined,
  image_os_hash_value: undefined,
  image_disk_format: undefined,
}

/** Refuses to deploy once more what is not known any more. Nothing was changed. */
export function imageIsLost(node: WatchedNode): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic may have converted the image of node ${node.uuid} to raw, and has put the checksum and the format of the converted file in the place of those that were given: the image cannot be fetched by them again. Pass \`image\`, with its checksum, to rebuild.redeploy. Nothing was changed.`,
    'fix_request',
    { node: node.uuid, instance: node.instance_uuid ?? undefined, provisionState: node.provision_state },
  )
}
