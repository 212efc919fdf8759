import type { KnownProvisionState } from 'ironic-driver'
import { simulatedSite } from '../../../support/simulated-site.js'

export const NEW = { source: 'http://images/new.raw', checksum: `sha512:${'cd'.repeat(64)}` }

export const OLD_INFO = {
  display_name: 'web-1',
  image_source: 'http://images/old.qcow2',
  image_checksum: 'ab'.repeat(16),
  image_disk_format: 'qcow2',
  kernel: 'http://images/kernel',
  ramdisk: 'http://images/ramdisk',
  root_gb: 10,
  swap_mb: 512,
  ephemeral_gb: 5,
  capabilities: { boot_mode: 'bios' },
  preserve_ephemeral: 'True',
  project_id: 'demo',
}

export function siteInState(
  state: KnownProvisionState = 'active',
  hardware: 'fake-hardware' | 'redfish' = 'fake-hardware',
) {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1', instance_info: OLD_INFO }).withPort().active()
  if (state !== 'active') node.force({ provision_state: state })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const sent = (method: string) =>
    site.simulator.requests
      .filter((request) => request.method === method)
      .map(({ body }) => JSON.parse(body ?? '') as object)
  return { ...site, node, target, sent }
}
