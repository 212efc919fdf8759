import type { JsonValue } from '../../json/json-value.js'
import { ApiFault } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { Task } from '../../world/world.js'
import { bootsFromVolume } from './boot-from-volume.js'

/**
 * Checks that some image service can fetch the image, as a deployment and its validation do on any hardware.
 * When the type of the image is given, Ironic does not fetch it to find the type.
 *
 * @see openstack/ironic `ironic/common/images.py` (is_source_a_path) and `image_service.py`
 *   (get_image_service)
 */
export function requireFetchableImage(task: Task): void {
  const { image_source: source, image_type: type } = task.node.instance_info
  if (!isGiven(source) || isGiven(type)) return
  const refusal = fetchRefusal(task, source)
  if (refusal !== null) throw new ApiFault(500, refusal)
}

/** Returns why the deploy interface would refuse the image, or `null`. */
export function deployImageRefusal(task: Task): string | null {
  const { node } = task
  if (task.machine.profile !== 'redfish') return null
  switch (node.deploy_interface) {
    case 'direct':
      return bootsFromVolume(task) ? null : (missingSource(task) ?? checksumRefusal(task))
    case 'ansible':
      return missingSource(task)
    case 'ramdisk':
      return ramdiskRefusal(task)
    default:
      return null
  }
}

/**
 * Returns why the boot interface would refuse the image, or `null`. It checks images only when nothing is
 * written to the disk.
 */
export function bootImageRefusal(task: Task): string | null {
  const { deploy_interface: deploy } = task.node
  return task.machine.profile === 'redfish' && deploy === 'ramdisk' ? ramdiskRefusal(task) : null
}

/** Returns why the image at this address cannot be fetched, or `null`. */
export function fetchRefusal(task: Task, source: JsonValue | undefined): string | null {
  if (!isGiven(source)) return null
  if (typeof source !== 'string') return RPC_ERROR
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(source)?.[1]?.toLowerCase()
  if (scheme === undefined)
    return isUuidLike(source) ? null : refused(source, 'Scheme-less image href is not a UUID.')
  if (FETCHED.includes(scheme) || (scheme === 'oci' && serverHas(task.world, 'containerImages'))) return null
  if (MOUNTED.includes(scheme) && serverHas(task.world, 'mountedImages')) return RPC_ERROR
  return refused(source, `Image download protocol ${scheme} is not supported.`)
}

const FETCHED = ['http', 'https', 'file', 'glance']

/** Schemes that Ironic 39.0 knows, but fails on in its own class for them. */
const MOUNTED = ['nfs', 'cifs', 'smb']

const RPC_ERROR = 'Unexpected error raised by RPC'

const refused = (source: string, reason: string) =>
  `Validation of image href ${source} failed, reason: ${reason}`

function missingSource({ node }: Task): string | null {
  if (isGiven(node.instance_info['image_source'])) return null
  return (
    `Node ${node.uuid} failed to validate deploy image info. Some parameters were missing. ` +
    "Missing are: ['instance_info.image_source']"
  )
}

/**
 * Returns the refusal for a missing checksum, or `null`. Glance knows the checksums of its images, and Ironic
 * computes those of its own files.
 *
 * @see openstack/ironic `ironic/drivers/modules/agent.py` (AgentDeploy.validate)
 */
function checksumRefusal({ node, world }: Task): string | null {
  const info = node.instance_info
  const source = pythonText(info['image_source'] ?? null)
  const ownsChecksum = ['file://', ...(serverHas(world, 'containerImages') ? ['oci://'] : [])]
  if (isUuidLike(source) || [...ownsChecksum, 'glance://'].some((start) => source.startsWith(start)))
    return null
  const [value, algorithm] = [isGiven(info['image_os_hash_value']), isGiven(info['image_os_hash_algo'])]
  if (value === algorithm && (value || isGiven(info['image_checksum']))) return null
  return (
    'image_source\'s "image_checksum", or "image_os_hash_algo" and "image_os_hash_value" must be provided in ' +
    `instance_info for node ${node.uuid}`
  )
}

/** Returns the refusal for a ramdisk deployment without an ISO image or a kernel and a ramdisk, or `null`. */
function ramdiskRefusal(task: Task): string | null {
  const { node } = task
  const { boot_iso: iso, image_source: source, kernel, ramdisk } = node.instance_info
  if (isGiven(iso) && isGiven(source))
    return "An 'image_source' and 'boot_iso' parameter may not be specified at the same time."
  if (isGiven(iso) || bootsFromVolume(task)) return null
  const missing = Object.entries({ kernel, ramdisk }).flatMap(([name, value]) =>
    isGiven(value) ? [] : [name],
  )
  if (missing.length === 0 || (missing.length === 2 && isGiven(source))) return null
  return (
    `Cannot validate image information for node ${node.uuid} because one or more parameters are missing from its ` +
    'instance_info and insufficient information is present to boot from a remote volume. Missing are: ' +
    pythonRepr(missing.map((name) => `instance_info.${name}`))
  )
}

export function isGiven(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false
}
