import { textIn } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { Task } from '../../world/world.js'

/**
 * Returns whether the node boots from a volume, so that there is no image to write.
 *
 * @see openstack/ironic `ironic/drivers/modules/storage/cinder.py` and `external.py` (should_write_image)
 */
export function bootsFromVolume(task: Task): boolean {
  const { node } = task
  if (node.storage_interface !== 'cinder' && node.storage_interface !== 'external') return false
  if (node.instance_info['image_source'] !== undefined) return false
  return volumesOf(task, 'volume_target').some((target) => target['boot_index'] === 0)
}

/** Returns why the storage interface would refuse the node, or `null`. */
export function storageProblem(task: Task): string | null {
  const { node } = task
  if (node.storage_interface === 'external') {
    if (!bootsFromVolume(task) || bootsByNetwork(task)) return null
    return refusal(
      task,
      'To support network booting to an iSCSI volume, the boot interface must be set to ``ipxe``.',
    )
  }
  return node.storage_interface === 'cinder' ? cinderProblem(task) : null
}

function cinderProblem(task: Task): string | null {
  const connectors = volumesOf(task, 'volume_connector')
  const count = (type: string) => connectors.filter((connector) => connector['type'] === type).length
  const [iqns, wwpns, wwnns] = [count('iqn'), count('wwpn'), count('wwnn')]
  if (iqns > 0 && !bootsByNetwork(task))
    return refusal(
      task,
      'The [pxe]/ipxe_enabled option must be set to True or the boot interface must be set to ``ipxe`` to support ' +
        'network booting to an iSCSI volume.',
    )
  if (wwpns !== wwnns)
    return refusal(
      task,
      'Cinder requires both wwnn and wwpn entries for FCoE connections. There must be a wwpn entry for every wwnn ' +
        `entry. There are ${wwpns} wwpn entries and ${wwnns} wwnn entries.`,
    )
  if (isCapable(task, 'iscsi_boot') && iqns === 0)
    return refusal(
      task,
      "In order to enable the 'iscsi_boot' capability for the node, an associated volume_connector type must be " +
        'valid for iSCSI (iqn).',
    )
  if (isCapable(task, 'fibre_channel_boot') && wwpns === 0)
    return refusal(
      task,
      "In order to enable the 'fibre_channel_boot' capability for the node, an associated volume_connector type must " +
        'be valid for Fibre Channel (wwpn, wwnn).',
    )
  for (const target of volumesOf(task, 'volume_target')) {
    const problem = targetProblem(task, target, { iscsi: iqns > 0, fibre: wwpns > 0 })
    if (problem !== null) return refusal(task, problem)
  }
  return null
}

function targetProblem(
  task: Task,
  target: ResourceRecord,
  found: { readonly iscsi: boolean; readonly fibre: boolean },
): string | null {
  const type = target['volume_type'] ?? null
  const isRoot = target['boot_index'] === 0
  const about = `Volume target ${target.uuid} is configured for '${pythonText(type)}', however`
  if (type === 'fibre_channel') {
    if (!isCapable(task, 'fibre_channel_boot') && isRoot)
      return `${about} the capability 'fibre_channel_boot' is not set on node.`
    return found.fibre
      ? null
      : `${about} no Fibre Channel WWPNs are configured for the node volume connectors.`
  }
  if (type !== 'iscsi')
    return (
      `Volume target ${target.uuid} is of an unknown type '${pythonText(type)}'. Supported types: 'iscsi' or ` +
      "'fibre_channel'"
    )
  if (!isCapable(task, 'iscsi_boot') && isRoot)
    return `${about} the capability 'iscsi_boot' is not set for the node.`
  return found.iscsi ? null : `${about} no iSCSI connectors are configured for the node.`
}

function refusal({ node }: Task, reason: string): string {
  return `Failed to validate ${node.storage_interface ?? ''} storage interface for node ${node.uuid}. ${reason}`
}

function bootsByNetwork({ node }: Task): boolean {
  return node.boot_interface === 'ipxe'
}

function isCapable({ node }: Task, capability: string): boolean {
  const parts = textIn(node.properties, 'capabilities').split(',')
  const value = parts.find((part) => part.startsWith(`${capability}:`))?.split(':')[1]
  return ['1', 't', 'true', 'on', 'y', 'yes'].includes(value?.toLowerCase() ?? '')
}

function volumesOf({ node, world }: Task, table: 'volume_target' | 'volume_connector'): ResourceRecord[] {
  return [...world.store.resources.of(table).values()].filter((record) => record['node_uuid'] === node.uuid)
}
