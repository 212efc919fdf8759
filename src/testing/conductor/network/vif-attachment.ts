import type { JsonObject } from '../../json/json-value.js'
import { ApiFault, badRequest, conflict } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import type { PortgroupRecord, PortRecord } from '../../world/port-record.js'
import { serverHas } from '../../world/server-features.js'
import type { Task, World } from '../../world/world.js'
import { recordHistory } from '../task/task.js'
import {
  bindVif,
  byAge,
  carriersOf,
  declaredVif,
  portsOf,
  releaseVif,
  unbindVif,
  type VifCarrier,
  vifOf,
} from './vif-binding.js'

/** A VIF with the options of a client's request to attach it. */
export type WantedVif = JsonObject & { readonly id: string }

/** Returns whether the node's network interface records VIFs. */
export function tracksVifs({ node }: Task): boolean {
  return node.network_interface !== 'noop'
}

/**
 * Attaches a VIF to the best free port or port group.
 *
 * @see openstack/ironic `ironic/drivers/modules/network/common.py` (vif_attach)
 */
export function attachVif(task: Task, vif: WantedVif): void {
  if (!tracksVifs(task)) return
  recordedFailure(task, `Failed to attach VIF ${vif.id} to node ${task.node.uuid}. Error: `, () => {
    const { world, node } = task
    const carrier = bestCarrier(task, vif, physicalNetworksOf(task, vif.id))
    takeAddress(world, vif.id, carrier)
    bindVif(carrier, vif.id)
    const declared = declaredVif(world, vif.id)
    if (declared !== undefined && (node.provision_state === 'active' || serverHas(world, 'seedsVifs')))
      declared['binding_host_id'] = node.uuid
  })
}

/** Detaches a VIF from the node. Its binding stays where Ironic leaves that to a tear-down. */
export function detachVif(task: Task, vif: string): void {
  if (!tracksVifs(task)) return
  const { world, node } = task
  recordedFailure(task, `Failed to detach VIF ${vif} from node ${node.uuid}, Error: `, () => {
    const carriers = carriersOf(task)
    const isGroup = (carrier: VifCarrier) => !isPort(carrier)
    const carrier = [...carriers.filter(isGroup), ...carriers.filter(isPort)].find(
      (candidate) => vifOf(candidate) === vif,
    )
    if (carrier === undefined)
      throw badRequest(`Unable to detach VIF ${vif} from node ${node.uuid} because it is not attached to it.`)
    unbindVif(carrier)
    const unbinds = ['active', 'deleting', ...(serverHas(world, 'unbindsAvailable') ? ['available'] : [])]
    if (unbinds.includes(node.provision_state)) releaseVif(world, vif)
  })
}

/** Binds the node's VIFs that are not bound yet, at a deployment. Returns how many VIFs the node has. */
export function bindDeclaredVifs(task: Task): number {
  const vifs = tracksVifs(task) ? carriersOf(task).map(vifOf) : []
  for (const vif of vifs) {
    const declared = vif === null ? undefined : declaredVif(task.world, vif)
    if (declared !== undefined) declared['binding_host_id'] = task.node.uuid
  }
  return vifs.filter((vif) => vif !== null).length
}

/** Detaches and unbinds every VIF of the node, at a tear-down. */
export function removeVifs(task: Task): void {
  for (const carrier of carriersOf(task)) {
    const vif = vifOf(carrier)
    if (vif === null) continue
    unbindVif(carrier)
    releaseVif(task.world, vif)
  }
}

function recordedFailure(task: Task, words: string, work: () => void): void {
  try {
    work()
  } catch (fault) {
    if (fault instanceof Error && serverHas(task.world, 'vifHistory'))
      recordHistory(task, `${words}${fault.message}`, { type: task.node.provision_state, error: true })
    throw fault
  }
}

function isPort(carrier: VifCarrier): carrier is PortRecord {
  return 'pxe_enabled' in carrier
}

/**
 * Returns the physical networks of a VIF. It is empty for a VIF that fits anywhere, as one without a Neutron
 * port.
 */
function physicalNetworksOf(task: Task, vif: string): ReadonlySet<string> {
  const { world, node } = task
  const given = declaredVif(world, vif)?.['physical_networks']
  const networks = new Set((Array.isArray(given) ? given : []).map(pythonText))
  if (serverHas(world, 'allowsSegments')) return networks
  const own = new Set(portsOf(world, node.uuid).map((port) => port.physical_network))
  if ([...networks].filter((network) => own.has(network)).length > 1)
    throw conflict(
      `Unable to attach VIF ${vif} to node ${node.uuid}. Reason: Node has ports which map to multiple segments of ` +
        'the routed network to which the VIF is attached. Currently neutron only supports hosts which map to one ' +
        'segment of a routed network',
    )
  return networks
}

/**
 * Prefers carriers on the VIF's physical network, then port groups over ports, then ports that boot by PXE.
 */
function bestCarrier(task: Task, vif: WantedVif, networks: ReadonlySet<string>): VifCarrier {
  const rank = (carrier: VifCarrier) => {
    const network = isPort(carrier) ? carrier.physical_network : membersOf(task, carrier)[0]?.physical_network
    const onNetwork = network != null && networks.has(network)
    return (onNetwork ? 4 : 0) + (isPort(carrier) ? 0 : 2) + (!isPort(carrier) || carrier.pxe_enabled ? 1 : 0)
  }
  const [best] = freeCarriers(task, vif, networks).sort((a, b) => rank(b) - rank(a))
  if (best === undefined) throw badRequest(`Unable to attach VIF ${vif.id}, not enough free physical ports.`)
  return best
}

function membersOf({ world }: Task, group: PortgroupRecord): PortRecord[] {
  return portsOf(world, group.node_uuid).filter((port) => port.portgroup_uuid === group.uuid)
}

/**
 * Returns the carriers that are free for the VIF. Only carriers that are considered report that they already
 * have it, so that a VIF can be attached a second time to a requested port.
 */
function freeCarriers(task: Task, vif: WantedVif, networks: ReadonlySet<string>): VifCarrier[] {
  const { world, node } = task
  const onPort = vif['port_uuid']
  const onGroup = onPort === undefined ? vif['portgroup_uuid'] : undefined
  const free: VifCarrier[] = []
  const members = new Map<string | null, PortRecord[]>()
  const usedGroups = new Set<string | null>()
  for (const port of portsOf(world, node.uuid)) {
    if ((onPort && onPort !== port.uuid) || !isUsable(task, port)) continue
    if (carriesAnother(port, vif.id)) {
      usedGroups.add(port.portgroup_uuid)
      continue
    }
    if (networks.size > 0 && port.physical_network !== null && !networks.has(port.physical_network)) continue
    if (port.portgroup_uuid === null && !onGroup) free.push(port)
    else members.set(port.portgroup_uuid, [...(members.get(port.portgroup_uuid) ?? []), port])
  }
  if (onPort) return free
  for (const group of byAge(world.store.portgroupsOf(node.uuid))) {
    if ((onGroup && onGroup !== group.uuid) || carriesAnother(group, vif.id)) continue
    const ports = members.get(group.uuid) ?? []
    if (usedGroups.has(group.uuid)) free.push(...(onGroup ? [] : ports))
    else if (ports.length > 0) free.push(group)
  }
  return free
}

function carriesAnother(carrier: VifCarrier, vif: string): boolean {
  const carried = vifOf(carrier)
  if (carried === vif)
    throw conflict(
      `Unable to attach VIF because VIF ${vif} is already attached to Ironic ` +
        `${isPort(carrier) ? 'Port' : 'Portgroup'} ${carrier.uuid}`,
    )
  return carried !== null
}

/** @see openstack/ironic `ironic/common/neutron.py` (validate_port_info) */
function isUsable({ node }: Task, port: PortRecord): boolean {
  if (port.extra['client-id']) return true
  const link = port.local_link_connection
  if (node.network_interface === 'neutron' && Object.keys(link).length === 0) return false
  const isSmart = typeof link['port_id'] === 'string' && typeof link['hostname'] === 'string'
  return isSmart === port.is_smartnic
}

/** Gives the VIF the address of its carrier, unless its network already has that address. */
function takeAddress(world: World, vif: string, { address }: VifCarrier): void {
  const declared = declaredVif(world, vif)
  if (declared === undefined || address === null) return
  const taken = [...world.store.resources.of('vif').values()].some(
    (other) =>
      other !== declared &&
      other['network_id'] !== null &&
      other['network_id'] === declared['network_id'] &&
      other['mac_address'] === address,
  )
  if (taken)
    throw new ApiFault(
      500,
      `Unable to attach VIF ${vif} because Ironic can not update Neutron port ${vif} MAC address to match physical ` +
        `MAC address ${address}`,
    )
  declared['mac_address'] = address
  declared.updated_at = world.timeText()
}
