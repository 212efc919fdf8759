import type { PortGroup } from '../../client/resources/port-groups.js'
import type { Port } from '../../client/resources/ports.js'
import { sameId } from '../../states/same-id.js'
import { sameVif } from './same-vif.js'

/** The port or port group that a VIF is attached to. */
export type VifPlace =
  { readonly port: Port } | { readonly portGroup: PortGroup; readonly members: readonly Port[] }

/** The ports and port groups of a node. */
export interface NodePorts {
  readonly ports: readonly Port[]
  readonly portGroups: readonly PortGroup[]
}

/** Returns the VIF of a port or port group. Old network interfaces of Ironic record it in `extra`. */
export function vifOf({ internal_info, extra }: Pick<Port, 'internal_info' | 'extra'>): string | undefined {
  const vif = internal_info?.['tenant_vif_port_id'] ?? extra['vif_port_id']
  return typeof vif === 'string' ? vif : undefined
}

/** Maps each VIF of a node, by its id as Ironic spells it, to its place. */
export function vifPlaces({ ports, portGroups }: NodePorts): ReadonlyMap<string, VifPlace> {
  const places = new Map<string, VifPlace>()
  const put = (vif: string | undefined, place: VifPlace) => {
    if (vif !== undefined) places.set(vif, place)
  }
  for (const port of ports) put(vifOf(port), { port })
  for (const portGroup of portGroups) put(vifOf(portGroup), placeOfGroup(portGroup, ports))
  return places
}

/** Returns the place of a VIF, whose id Ironic may spell differently. */
export function placeOfVif(places: ReadonlyMap<string, VifPlace>, vif: string): VifPlace | undefined {
  return places.get(vif) ?? [...places].find(([id]) => sameVif(id, vif))?.[1]
}

/** Returns the place that a request names, if the node has it. */
export function namedPlace(
  { port, portGroup }: { readonly port?: string | undefined; readonly portGroup?: string | undefined },
  { ports, portGroups }: NodePorts,
): VifPlace | undefined {
  const single = ports.find(({ uuid }) => sameId(uuid, port))
  if (single !== undefined) return { port: single }
  const group = portGroups.find(({ uuid }) => sameId(uuid, portGroup))
  return group && placeOfGroup(group, ports)
}

/** Returns the UUID of a place's port or port group. */
export function placeId(place: VifPlace): string {
  return 'port' in place ? place.port.uuid : place.portGroup.uuid
}

function placeOfGroup(portGroup: PortGroup, ports: readonly Port[]): VifPlace {
  return { portGroup, members: ports.filter(({ portgroup_uuid }) => sameId(portgroup_uuid, portGroup.uuid)) }
}
