import type { PortgroupRecord, PortRecord } from '../store/port-record.js'
import type { SimulatorStore } from '../store/simulator-store.js'

const VIF_KEY = 'tenant_vif_port_id'

/** The VIF that a port or port group carries, or `null`. */
export function vifOf(port: Pick<PortRecord | PortgroupRecord, 'internal_info'>): string | null {
  const vif = port.internal_info[VIF_KEY]
  return typeof vif === 'string' ? vif : null
}

export function bindVif(port: PortRecord | PortgroupRecord, vif: string): void {
  port.internal_info = { ...port.internal_info, [VIF_KEY]: vif }
}

export function unbindVif(port: PortRecord | PortgroupRecord): void {
  const { [VIF_KEY]: _, ...kept } = port.internal_info
  port.internal_info = kept
}

/** A tear-down takes every VIF off the node. */
export function removeVifs(store: SimulatorStore, nodeUuid: string): void {
  for (const port of [...store.portsOf(nodeUuid), ...store.portgroupsOf(nodeUuid)])
    if (vifOf(port) !== null) unbindVif(port)
}
