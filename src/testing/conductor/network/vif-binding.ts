import type { PortgroupRecord, PortRecord } from '../../world/port-record.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { Task, World } from '../../world/world.js'

const VIF_KEY = 'tenant_vif_port_id'

/** A port or port group, to which a VIF can be attached. */
export type VifCarrier = PortRecord | PortgroupRecord

/** Returns the VIF attached to a port or port group, or `null`. */
export function vifOf(carrier: Pick<VifCarrier, 'internal_info'>): string | null {
  const vif = carrier.internal_info[VIF_KEY]
  return typeof vif === 'string' ? vif : null
}

/** Returns the ports of a node, then its port groups, each oldest first. */
export function carriersOf({ world, node }: Task): readonly VifCarrier[] {
  return [...portsOf(world, node.uuid), ...byAge(world.store.portgroupsOf(node.uuid))]
}

export function portsOf({ store }: World, nodeUuid: string): PortRecord[] {
  return byAge(store.portsOf(nodeUuid))
}

export function byAge<T extends { readonly id: number }>(records: T[]): T[] {
  return records.sort((a, b) => a.id - b.id)
}

export function bindVif(carrier: VifCarrier, vif: string): void {
  carrier.internal_info = { ...carrier.internal_info, [VIF_KEY]: vif }
}

export function unbindVif(carrier: VifCarrier): void {
  const { [VIF_KEY]: _, ...kept } = carrier.internal_info
  carrier.internal_info = kept
  // The place where old clients wrote it.
  const { vif_port_id: __, ...extra } = carrier.extra
  carrier.extra = extra
}

/** Returns the VIF that a test has created, or `undefined` for an identifier without one. */
export function declaredVif({ store }: World, vif: string): ResourceRecord | undefined {
  return store.resources.of('vif').get(vif)
}

/** Unbinds the VIF and gives it a new address. */
export function releaseVif(world: World, vif: string): void {
  const declared = declaredVif(world, vif)
  if (declared === undefined) return
  declared['binding_host_id'] = null
  declared['mac_address'] = world.randomAddress('fa:16:3e')
  declared.updated_at = world.timeText()
}
