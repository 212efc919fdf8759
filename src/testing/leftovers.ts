import { vifOf } from './conductor/vif-binding.js'
import type { SimulatorStore } from './store/simulator-store.js'

/** Something that an instance, or a failed attempt at one, has left on a node. */
export interface Leftover {
  readonly node: string
  readonly kind: 'instance_uuid' | 'instance_info' | 'vif' | 'maintenance' | 'reservation'
  /** The instance, the VIF, the keys of `instance_info`, the reason or the host. */
  readonly what: string
}

/** All of it, over all nodes; empty when nothing was left. */
export function findLeftovers(store: SimulatorStore): Leftover[] {
  const found: Leftover[] = []
  for (const { record: node } of store.nodes.values()) {
    const add = (kind: Leftover['kind'], what: string) => found.push({ node: node.uuid, kind, what })
    if (node.instance_uuid !== null) add('instance_uuid', node.instance_uuid)
    const keys = Object.keys(node.instance_info)
    if (keys.length > 0) add('instance_info', keys.join(', '))
    for (const port of [...store.portsOf(node.uuid), ...store.portgroupsOf(node.uuid)]) {
      const vif = vifOf(port)
      if (vif !== null) add('vif', vif)
    }
    if (node.maintenance) add('maintenance', node.maintenance_reason ?? '')
    if (node.reservation !== null) add('reservation', node.reservation)
  }
  return found
}
