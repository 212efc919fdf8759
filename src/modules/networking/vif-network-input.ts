import * as z from 'zod'
import { vifRequest, type VifRequest } from './networking-input.js'
import { ipVersion, parseCidr } from '../../formats/ip-address.js'

/**
 * A route to a network, such as `198.51.100.0/24`, through a gateway.
 *
 * @inline
 */
export interface VifRoute {
  readonly to: string
  readonly via: string
}

/**
 * A static address.
 *
 * @inline
 */
export interface StaticAddress {
  readonly type: 'ipv4' | 'ipv6'
  /** With its prefix length, such as `192.0.2.7/24`. */
  readonly address: string
  /** The gateway of the default route. Default: no default route. */
  readonly gateway?: string | undefined
  readonly routes?: readonly VifRoute[] | undefined
}

/**
 * An address from DHCP.
 *
 * @inline
 */
export interface DynamicAddress {
  readonly type: 'ipv4_dhcp' | 'ipv6_dhcp'
}

/**
 * An IPv6 address configured by router advertisements: SLAAC alone (`ipv6_slaac`), SLAAC with DHCPv6 for other settings
 * (`ipv6_dhcpv6-stateless`), or DHCPv6 (`ipv6_dhcpv6-stateful`). Values known in advance are written as Nova does.
 *
 * @see openstack/nova `nova/virt/netutils.py` (_get_nets)
 *
 * @inline
 */
export interface AdvertisedAddress {
  readonly type: 'ipv6_slaac' | 'ipv6_dhcpv6-stateless' | 'ipv6_dhcpv6-stateful'
  /** With its prefix length, such as `2001:db8::7/64`. Default: omitted. */
  readonly address?: string | undefined
  /** Default: the router that advertises itself. */
  readonly gateway?: string | undefined
  readonly routes?: readonly VifRoute[] | undefined
}

/** The configuration of an address, with the type names of OpenStack's network data. */
export type VifAddress = StaticAddress | DynamicAddress | AdvertisedAddress

/**
 * The settings of a network.
 *
 * @inline
 */
export interface NetworkSettings {
  /** The network service's id of the network: `network_id`. Default: the id of the VIF. */
  readonly network?: string | undefined
  /** Default: 1500; for a VLAN, the MTU of its VIF. */
  readonly mtu?: number | undefined
  /** Default: one IPv4 address by DHCP. Pass `[]` for none. */
  readonly addresses?: readonly VifAddress[] | undefined
  /** Addresses of name servers. */
  readonly dns?: readonly string[] | undefined
}

/**
 * A tagged network of a VIF.
 *
 * @inline
 */
export interface VlanSettings extends NetworkSettings {
  readonly vlanId: number
  /** Default: the MAC address of the card or bond that it is on. */
  readonly macAddress?: string | undefined
}

/** The networks of a VIF: the untagged one, and the tagged ones of a trunk. */
export interface VifNetwork extends NetworkSettings {
  readonly vlans?: readonly VlanSettings[] | undefined
}

/** A VIF with the settings of its network. */
export interface DescribedVif extends VifRequest {
  /** Default: IPv4 by DHCP, with an MTU of 1500. */
  readonly network?: VifNetwork | undefined
}

const DEFAULT_MTU = 1_500

const ip = z
  .string()
  .refine((text) => ipVersion(text) !== undefined, 'must be an IP address, such as 192.0.2.1 or 2001:db8::1')

const cidr = z
  .string()
  .refine(
    (text) => parseCidr(text) !== undefined,
    'must be an IP address with a prefix length, such as 192.0.2.7/24',
  )

const mtu = z.lazy(() =>
  z
    .number()
    .int('must be a whole number')
    .min(68, 'must be at least 68')
    .max(65_535, 'must be at most 65535'),
)

const routing = {
  gateway: ip.optional(),
  routes: z.array(z.strictObject({ to: cidr, via: ip })).optional(),
}

const dynamicAddress = z.strictObject({ type: z.enum(['ipv4_dhcp', 'ipv6_dhcp']) })

const advertisedAddress = z.lazy(() =>
  z
    .strictObject({
      type: z.enum(['ipv6_slaac', 'ipv6_dhcpv6-stateless', 'ipv6_dhcpv6-stateful']),
      address: cidr.optional(),
      ...routing,
    })
    .superRefine(ofOneVersion),
)

const staticAddress = z
  .strictObject({ type: z.enum(['ipv4', 'ipv6']), address: cidr, ...routing })
  .superRefine(ofOneVersion)

function ofOneVersion(
  { type, address, gateway, routes = [] }: StaticAddress | AdvertisedAddress,
  context: z.RefinementCtx,
): void {
  const version = type === 'ipv4' ? 4 : 6
  const all: readonly (readonly [path: readonly (string | number)[], version: 4 | 6 | undefined])[] = [
    ...(address === undefined ? [] : [[['address'], parseCidr(address)?.version] as const]),
    ...(gateway === undefined ? [] : [[['gateway'], ipVersion(gateway)] as const]),
    ...routes.flatMap(({ to, via }, index) => [
      [['routes', index, 'to'], parseCidr(to)?.version] as const,
      [['routes', index, 'via'], ipVersion(via)] as const,
    ]),
  ]
  for (const [path, given] of all)
    if (given !== undefined && given !== version)
      context.addIssue({
        code: 'custom',
        path: [...path],
        message: `must be an IPv${version} value, as the type requires`,
      })
}

const address: z.ZodType<VifAddress> = z.discriminatedUnion(
  'type',
  [dynamicAddress, advertisedAddress, staticAddress],
  'must have one of the types ipv4, ipv4_dhcp, ipv6, ipv6_dhcp, ipv6_slaac, ipv6_dhcpv6-stateless or ipv6_dhcpv6-stateful',
)

const settings = {
  network: z.string().min(1).max(255).optional(),
  mtu: mtu.optional(),
  addresses: z.array(address).optional(),
  dns: z.array(ip).optional(),
}

const vlan: z.ZodType<VlanSettings> = z.lazy(() =>
  z.strictObject({
    ...settings,
    vlanId: z
      .number()
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(4_094, 'must be at most 4094'),
    macAddress: z
      .string()
      .toLowerCase()
      .regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'must be a MAC address, such as 52:54:00:12:34:56')
      .optional(),
  }),
)

const vifNetwork: z.ZodType<VifNetwork> = z.lazy(() =>
  z
    .strictObject({ ...settings, vlans: z.array(vlan).optional() })
    .superRefine(({ mtu: own = DEFAULT_MTU, vlans = [] }, context) => {
      for (const [index, { vlanId, mtu: ofVlan = own }] of vlans.entries()) {
        if (ofVlan > own)
          context.addIssue({
            code: 'custom',
            path: ['vlans', index, 'mtu'],
            message: `is larger than the MTU of its VIF, ${own}; raise that as well`,
          })
        if (vlans.findIndex((other) => other.vlanId === vlanId) < index)
          context.addIssue({
            code: 'custom',
            path: ['vlans', index, 'vlanId'],
            message: 'is listed twice; list each VLAN once',
          })
      }
    }),
)

export const describedVif: z.ZodType<DescribedVif> = z.lazy(() =>
  vifRequest.unwrap().safeExtend({ network: vifNetwork.optional() }),
)
