import type { NetworkData } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { siteWithBond, MACS } from './support/bonded-site.js'

const NET = '99e88329-f20d-4741-9593-25bf07847b16'

it('describes a bond with its members and options, VLANs, static addresses, routes and name servers', async () => {
  const { attach, describeNetworks } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  const described = await describeNetworks([
    {
      id: 'vif-bond',
      network: {
        network: NET,
        mtu: 9000,
        addresses: [
          {
            type: 'ipv4',
            address: '192.0.2.7/22',
            gateway: '192.0.2.1',
            routes: [{ to: '198.51.100.77/24', via: '192.0.2.2' }],
          },
          { type: 'ipv6', address: '2001:DB8:0::7/64', gateway: 'fe80::1' },
        ],
        dns: ['192.0.2.53', '2001:db8::53'],
        vlans: [{ vlanId: 100, mtu: 1500, addresses: [{ type: 'ipv4', address: '10.1.0.2/16' }] }],
      },
    },
    {
      id: 'vif-card',
      network: { addresses: [{ type: 'ipv6_slaac' }, { type: 'ipv4_dhcp' }], dns: ['192.0.2.53'] },
    },
  ])
  expect(described).toEqual({
    links: [
      { id: 'nic0', type: 'phy', ethernet_mac_address: MACS[0], mtu: 9000 },
      { id: 'nic1', type: 'phy', ethernet_mac_address: MACS[1], mtu: 9000 },
      {
        id: 'bond0',
        type: 'bond',
        ethernet_mac_address: '52:54:00:00:00:aa',
        mtu: 9000,
        vif_id: 'vif-bond',
        bond_mode: '802.3ad',
        bond_links: ['nic0', 'nic1'],
        bond_miimon: '100',
        bond_xmit_hash_policy: 'layer3+4',
      },
      {
        id: 'bond0.100',
        type: 'vlan',
        vlan_mac_address: '52:54:00:00:00:aa',
        vlan_id: 100,
        vlan_link: 'bond0',
        mtu: 1500,
        vif_id: 'vif-bond',
      },
      { id: 'nic2', type: 'phy', ethernet_mac_address: MACS[2], mtu: 1500, vif_id: 'vif-card' },
    ],
    networks: [
      {
        id: 'network0',
        link: 'bond0',
        network_id: NET,
        type: 'ipv4',
        ip_address: '192.0.2.7',
        netmask: '255.255.252.0',
        routes: [
          { network: '0.0.0.0', netmask: '0.0.0.0', gateway: '192.0.2.1' },
          { network: '198.51.100.0', netmask: '255.255.255.0', gateway: '192.0.2.2' },
        ],
        services: [{ type: 'dns', address: '192.0.2.53' }],
      },
      {
        id: 'network1',
        link: 'bond0',
        network_id: NET,
        type: 'ipv6',
        ip_address: '2001:db8::7',
        netmask: 'ffff:ffff:ffff:ffff::',
        routes: [{ network: '::', netmask: '::', gateway: 'fe80::1' }],
        services: [{ type: 'dns', address: '2001:db8::53' }],
      },
      {
        id: 'network2',
        link: 'bond0.100',
        network_id: 'vif-bond',
        type: 'ipv4',
        ip_address: '10.1.0.2',
        netmask: '255.255.0.0',
        routes: [],
      },
      { id: 'network3', link: 'nic2', network_id: 'vif-card', type: 'ipv6_slaac' },
      {
        id: 'network4',
        link: 'nic2',
        network_id: 'vif-card',
        type: 'ipv4_dhcp',
        services: [{ type: 'dns', address: '192.0.2.53' }],
      },
    ],
    services: [
      { type: 'dns', address: '192.0.2.53' },
      { type: 'dns', address: '2001:db8::53' },
    ],
  })
})

it('describes addresses that routers advertise, with the known details, like Nova', async () => {
  const { attach, describeNetworks } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  const { networks } = await describeNetworks([
    {
      id: 'vif-card',
      network: {
        network: NET,
        addresses: [
          { type: 'ipv6_slaac' },
          { type: 'ipv6_dhcpv6-stateless' },
          {
            type: 'ipv6_dhcpv6-stateful',
            address: '2001:db8::7/64',
            gateway: 'fe80::1',
            routes: [{ to: '2001:db8:1::/48', via: 'fe80::2' }],
          },
        ],
      },
    },
  ])
  const common = { link: 'nic0', network_id: NET }
  expect(networks).toEqual([
    { id: 'network0', ...common, type: 'ipv6_slaac' },
    { id: 'network1', ...common, type: 'ipv6_dhcpv6-stateless' },
    {
      id: 'network2',
      ...common,
      type: 'ipv6_dhcpv6-stateful',
      ip_address: '2001:db8::7',
      netmask: 'ffff:ffff:ffff:ffff::',
      routes: [
        { network: '::', netmask: '::', gateway: 'fe80::1' },
        { network: '2001:db8:1::', netmask: 'ffff:ffff:ffff::', gateway: 'fe80::2' },
      ],
    },
  ])
})

it('refuses an IPv4 address for an advertised IPv6 address', async () => {
  const { attach, driver, run, target } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  const network = { addresses: [{ type: 'ipv6_slaac', address: '192.0.2.7/24' }] } as const
  const refused = await run(driver.networking.networkData(target, [{ id: 'vif-card', network }]))
  expect(expectErr(refused, 'invalid_input').field).toBe('vifs.0.network.addresses.0.address')
})

it('describes all VIFs of a node if none is named, with an MTU on every link', async () => {
  const { attach, describeNetworks, simulator } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  simulator.forgetRequests()
  const { links, networks } = await describeNetworks()
  expect(links.map(({ mtu }) => mtu)).toEqual([1500, 1500, 1500, 1500])
  expect(networks.map(({ link, type }) => [link, type])).toEqual([
    ['nic0', 'ipv4_dhcp'],
    ['bond0', 'ipv4_dhcp'],
  ])
  expect(Object.keys(simulator.tally())).toEqual([
    'GET /v1/nodes/{uuid}',
    'GET /v1/ports/detail',
    'GET /v1/portgroups/detail',
  ])
})

it('reads port groups only if a VIF is on no port', async () => {
  const { attach, describeNetworks, simulator } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  simulator.forgetRequests()
  await describeNetworks([{ id: 'vif-card' }])
  expect(simulator.tally()['GET /v1/portgroups/detail']).toBeUndefined()
})

it('shows the address of the card, which Ironic also gives to the network port', async () => {
  const { simulator, attach, describeNetworks } = siteWithBond()
  const vif = simulator.vif()
  await attach('vif-bond', vif.id)
  expect((await describeNetworks([{ id: vif.id }])).links[0]).toMatchObject({ ethernet_mac_address: MACS[2] })
})

it.each([
  ['4', '802.3ad'],
  ['1', 'active-backup'],
  ['balance-alb', 'balance-alb'],
])('writes the mode %s of a bond as %s', async (mode, written) => {
  const { attach, describeNetworks } = siteWithBond({}, mode)
  await attach('vif-bond')
  expect((await describeNetworks()).links.at(-1)).toMatchObject({ bond_mode: written })
})

it('reads where old network interfaces store a VIF', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator
    .node()
    .withPort({ address: MACS[0], extra: { vif_port_id: 'old' } })
    .active()
  const { links } = expectOk(
    await run(driver.networking.networkData({ node: node.uuid })),
  ) satisfies NetworkData
  expect(links).toEqual([
    { id: 'nic0', type: 'phy', ethernet_mac_address: MACS[0], mtu: 1500, vif_id: 'old' },
  ])
})

it('uses the named port if Ironic records no VIFs, and reports a missing name', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().withPort({ address: MACS[0] }).active()
  const named = [{ id: 'net-1', port: node.ports[0]?.uuid }]
  const { links } = expectOk(await run(driver.networking.networkData({ node: node.uuid }, named)))
  expect(links).toMatchObject([{ ethernet_mac_address: MACS[0], vif_id: 'net-1' }])
  const missing = await run(driver.networking.networkData({ node: node.uuid }, [{ id: 'net-1' }]))
  expect(expectErr(missing, 'vif_missing')).toMatchObject({ vif: 'net-1', node: node.uuid })
})

it('writes the route to a single host, for which the published schema has no netmask', async () => {
  const { attach, describeNetworks } = siteWithBond()
  await attach('vif-bond')
  const routes = [{ to: '169.254.169.254/32', via: '192.0.2.1' }]
  const addresses = [{ type: 'ipv4', address: '192.0.2.7/24', routes }] as const
  const { networks } = await describeNetworks([{ id: 'vif-bond', network: { addresses } }])
  expect(networks[0]?.routes).toEqual([
    { network: '169.254.169.254', netmask: '255.255.255.255', gateway: '192.0.2.1' },
  ])
})
