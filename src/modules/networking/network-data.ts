import type { VifPlace } from './vif-places.js'
import { canonicalIp, ipVersion, parseCidr } from '../../formats/ip-address.js'
import type {
  AdvertisedAddress,
  NetworkSettings,
  VifAddress,
  VifNetwork,
  VifRoute,
} from './vif-network-input.js'

/**
 * A network card.
 *
 * @inline
 */
export interface PhysicalLink {
  readonly id: string
  readonly type: 'phy'
  readonly ethernet_mac_address: string
  readonly mtu: number
  readonly vif_id?: string
}

/**
 * Several network cards that act as one; `bond_…` are the options of the bond.
 *
 * @inline
 */
export interface BondLink {
  readonly id: string
  readonly type: 'bond'
  readonly ethernet_mac_address: string
  readonly mtu: number
  readonly vif_id: string
  readonly bond_mode: string
  readonly bond_links: readonly string[]
  readonly [option: `bond_${string}`]: unknown
}

/**
 * A tagged network on another link.
 *
 * @inline
 */
export interface VlanLink {
  readonly id: string
  readonly type: 'vlan'
  readonly vlan_mac_address: string
  readonly vlan_id: number
  readonly vlan_link: string
  readonly mtu: number
  readonly vif_id: string
}

/**
 * A route to a network through a gateway.
 *
 * @inline
 */
export interface DataRoute {
  readonly network: string
  readonly netmask: string
  readonly gateway: string
}

/**
 * A name server.
 *
 * @inline
 */
export interface DataService {
  readonly type: 'dns'
  readonly address: string
}

/**
 * The address configuration of a link.
 *
 * @inline
 */
export interface DataNetwork {
  readonly id: string
  readonly link: string
  readonly network_id: string
  readonly type: VifAddress['type']
  readonly ip_address?: string
  readonly netmask?: string
  readonly routes?: readonly DataRoute[]
  readonly services?: readonly DataService[]
}

/**
 * The document `network_data.json`, with OpenStack's field names.
 *
 * @see openstack/nova `doc/api_schemas/network_data.json`
 */
export interface NetworkData {
  readonly links: readonly (PhysicalLink | BondLink | VlanLink)[]
  readonly networks: readonly DataNetwork[]
  readonly services: readonly DataService[]
}

/** A VIF with the port or port group that it is attached to. */
export interface PlacedVif {
  readonly id: string
  readonly place: VifPlace
  readonly network?: VifNetwork | undefined
}

const DEFAULT_MTU = 1_500
const DEFAULT_ADDRESSES: readonly VifAddress[] = [{ type: 'ipv4_dhcp' }]

/** The bond modes by number. */
const NUMBERED_MODES = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
]

/** Ironic's default for a port group without a mode (`ironic/conf/default.py`, default_portgroup_mode). */
const DEFAULT_MODE = 'active-backup'

/** Builds the document. Every link has an MTU: Ironic treats a document without one as broken, and replaces it. */
export function networkData(vifs: readonly PlacedVif[]): NetworkData {
  const links: (PhysicalLink | BondLink | VlanLink)[] = []
  const networks: DataNetwork[] = []
  let [cards, bonds] = [0, 0]
  for (const { id: vif, place, network = {} } of vifs) {
    const mtu = network.mtu ?? DEFAULT_MTU
    const card = (address: string): PhysicalLink => ({
      id: `nic${cards++}`,
      type: 'phy',
      ethernet_mac_address: address,
      mtu,
    })
    const members = 'port' in place ? [] : place.members.map(({ address }) => card(address))
    const link: PhysicalLink | BondLink =
      'port' in place
        ? { ...card(place.port.address), vif_id: vif }
        : { ...bond(place, members), id: `bond${bonds++}`, mtu, vif_id: vif }
    links.push(...members, link)
    networks.push(...networksOn(link.id, network, vif))
    for (const vlan of network.vlans ?? []) {
      const id = `${link.id}.${vlan.vlanId}`
      links.push({
        id,
        type: 'vlan',
        vlan_mac_address: vlan.macAddress ?? link.ethernet_mac_address,
        vlan_id: vlan.vlanId,
        vlan_link: link.id,
        mtu: vlan.mtu ?? mtu,
        vif_id: vif,
      })
      networks.push(...networksOn(id, vlan, vif))
    }
  }
  const servers = new Set(
    vifs.flatMap(({ network = {} }) => [network, ...(network.vlans ?? [])]).flatMap(({ dns = [] }) => dns),
  )
  return {
    links,
    networks: networks.map((network, index) => ({ ...network, id: `network${index}` })),
    services: [...servers].map(service),
  }
}

/** Builds a bond. Without an address of its own, it uses that of its first card. */
function bond(
  { portGroup, members }: Extract<VifPlace, { readonly portGroup: unknown }>,
  cards: readonly PhysicalLink[],
) {
  const { properties = {}, address } = portGroup
  const mode = portGroup.mode ?? DEFAULT_MODE
  const options = Object.entries(properties).map(([key, value]): [`bond_${string}`, unknown] => [
    key.startsWith('bond_') ? (key as `bond_${string}`) : `bond_${key}`,
    value,
  ])
  return {
    ...(Object.fromEntries(options) as Readonly<Record<`bond_${string}`, unknown>>),
    type: 'bond' as const,
    ethernet_mac_address: address ?? members[0]?.address ?? '',
    bond_mode: NUMBERED_MODES[Number(mode)] ?? mode,
    bond_links: cards.map((card) => card.id),
  }
}

/** Builds one network per address. Name servers go to the networks of their IP version, or to the first. */
function networksOn(
  link: string,
  { network, addresses = DEFAULT_ADDRESSES, dns = [] }: NetworkSettings,
  vif: string,
): readonly DataNetwork[] {
  const versions = addresses.map(({ type }) => (type.startsWith('ipv4') ? 4 : 6))
  return addresses.map((address, index): DataNetwork => {
    const servers = dns.filter((server) => {
      const version = ipVersion(server)
      return versions.some((known) => known === version) ? versions[index] === version : index === 0
    })
    return {
      id: '',
      link,
      network_id: network ?? vif,
      type: address.type,
      ...addressPart(address),
      ...(servers.length === 0 ? {} : { services: servers.map(service) }),
    }
  })
}

function addressPart(given: VifAddress): Pick<DataNetwork, 'ip_address' | 'netmask' | 'routes'> {
  const {
    type,
    address,
    gateway,
    routes = [],
  }: Pick<VifAddress, 'type'> & Partial<Pick<AdvertisedAddress, 'address' | 'gateway' | 'routes'>> = given
  const cidr = address === undefined ? undefined : parseCidr(address)
  const all =
    gateway === undefined ? routes : [{ to: type === 'ipv4' ? '0.0.0.0/0' : '::/0', via: gateway }, ...routes]
  const isDescribed = cidr !== undefined || all.length > 0
  return {
    ...(cidr === undefined ? {} : { ip_address: cidr.address, netmask: cidr.netmask }),
    ...(isDescribed ? { routes: all.flatMap(dataRoute) } : {}),
  }
}

function dataRoute({ to, via }: VifRoute): readonly DataRoute[] {
  const target = parseCidr(to)
  if (target === undefined) return []
  return [{ network: target.network, netmask: target.netmask, gateway: canonicalIp(via) }]
}

function service(address: string): DataService {
  return { type: 'dns', address: canonicalIp(address) }
}
