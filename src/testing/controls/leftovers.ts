import { vifOf } from '../conductor/network/vif-binding.js'
import { pythonText } from '../refusals/python-text.js'
import type { SimulatorStore } from '../world/simulator-store.js'

/** Something that an instance, or a failed attempt at one, has left on a node. */
export interface Leftover {
  /** The node's UUID; empty for an allocation that found no node. */
  readonly node: string
  readonly kind:
    | 'instance_uuid'
    | 'instance_info'
    | 'rescue_password'
    | 'lessee'
    | 'vif'
    | 'volume_target'
    | 'allocation'
    | 'console'
    | 'maintenance'
    | 'reservation'
  /**
   * The name or identifier of the leftover: an instance, project, VIF, volume target or allocation, the
   * console, the host that holds the lock, the reason for the maintenance, or the keys left in
   * `instance_info`.
   */
  readonly what: string
}

/** Returns the leftovers on all nodes; empty when there are none. */
export function findLeftovers(store: SimulatorStore): Leftover[] {
  const found: Leftover[] = []
  for (const { record: node } of store.nodes.values()) {
    const add = (kind: Leftover['kind'], what: string) => found.push({ node: node.uuid, kind, what })
    if (node.instance_uuid !== null) add('instance_uuid', node.instance_uuid)
    const keys = Object.keys(node.instance_info)
    const others = keys.filter((key) => !key.endsWith('rescue_password'))
    if (others.length > 0) add('instance_info', others.join(', '))
    if (others.length < keys.length) add('rescue_password', node.instance_uuid ?? '')
    if (node.driver_internal_info['automatic_lessee'] === true) add('lessee', node.lessee ?? '')
    for (const port of [...store.portsOf(node.uuid), ...store.portgroupsOf(node.uuid)]) {
      const vif = vifOf(port)
      if (vif !== null) add('vif', vif)
    }
    for (const target of store.resources.of('volume_target').values())
      if (target['node_uuid'] === node.uuid) add('volume_target', target.uuid)
    if (node.console_enabled) add('console', node.console_interface ?? '')
    if (node.maintenance) add('maintenance', node.maintenance_reason ?? '')
    if (node.reservation !== null) add('reservation', node.reservation)
  }
  for (const { uuid, node_uuid: node } of store.resources.of('allocation').values())
    found.push({ node: node === null ? '' : pythonText(node), kind: 'allocation', what: uuid })
  return found
}
