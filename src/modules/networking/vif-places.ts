import type { PortGroup } from '../../client/resources/port-groups.js'
import type { Port } from '../../client/resources/ports.js'
import { sameId } from '../../states/same-id.js'
import { sameVif } from './same-vif.js'

/** Where a VIF is plugged in: a network card, or several that act as one. */
export type VifPlace =
  { readonly port: Port } | { readonly portGroup: PortGroup; readonly members: readonly Port[] }

/** What a machine has to plug VIFs into. */
export interface NodePorts {
  readonly ports: readonly Port[]
  readonly portGroups: readonly PortGroup[]
}

/** The VIF that a port or a port group carries. Old network interfaces of Ironic note it in `extra`. */
export function vifOf({ internal_info, extra }: Pick<Port, 'internal_info' | 'extra'>): string | undefined {
  const vif = internal_info?.['tenant_vif_port_id'] ?? extra['vif_port_id']
  return typeof vif === 'string' ? vif : undefined
}

/** Where each VIF of a machine is, by its id as Ironic has it. */
export function vifPlaces({ ports, portGroups }: NodePorts): ReadonlyMap<string, VifPlace> {
  const places = new Map<string, VifPlace>()
  const put = (vif: string | undefined, place: VifPlace) => {
    if (vif !== undefined) places.set(vif, place)
  }
  for (const port of ports) put(vifOf(port), { port })
  for (const portGroup of portGroups) put(vifOf(portGroup), placeOfGroup(portGroup, ports))
  return places
}

/** The place of a VIF, which Ironic may have in another spelling. */
export function placeOfVif(places: ReadonlyMap<string, VifPlace>, vif: string): VifPlace | undefined {
  return places.get(vif) ?? [...places].find(([id]) => sameVif(id, vif))?.[1]
}

/** The place that a request names, if the machine has it. */
export function namedPlace(
  { port, portGroup }: { readonly port?: string | undefined; readonly portGroup?: string | undefined },
  { ports, portGroups }: NodePorts,
): VifPlace | undefined {
  const single = ports.find(({ uuid }) => sameId(uuid, port))
  if (single !== undefined) return { port: single }
  const group = portGroups.find(({ uuid }) => sameId(uuid, portGroup))
  return group && placeOfGroup(group, ports)
}

/** The port or port group of a place. */
export function placeId(place: VifPlace): string {
  return 'port' in place ? place.port.uuid : place.portGroup.uuid
}

function placeOfGroup(portGroup: PortGroup, ports: readonly Port[]): VifPlace {
  return { portGroup, members: ports.filter(({ portgroup_uuid }) => sameId(portgroup_uuid, portGroup.uuid)) }
}
