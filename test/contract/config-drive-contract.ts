import { randomBytes, randomUUID } from 'node:crypto'
import type { ConfigDrive, SpawnRequest, VifNetwork } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
const parts = {
  publicKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@home'],
  adminPassword: 'secret',
  userData: { cloudConfig: { packages: ['nginx'] } },
  networkData: { links: [], networks: [], services: [] },
  vendorData: { a: 1 },
}
const CONFIG_DRIVES: readonly (readonly [string, ConfigDrive, sentAs: 'object' | 'string'])[] = [
  ['parts, as JSON', parts, 'object'],
  ['parts with files, as an image', { ...parts, files: [{ path: '/etc/motd', contents: 'x' }] }, 'string'],
  ['a URL', 'http://127.0.0.1:9/drive', 'string'],
]

const NETWORK: VifNetwork = {
  mtu: 9000,
  addresses: [
    {
      type: 'ipv4',
      address: '192.0.2.7/22',
      gateway: '192.0.2.1',
      routes: [{ to: '10.0.0.0/8', via: '192.0.2.2' }],
    },
    {
      type: 'ipv6',
      address: '2001:db8::7/64',
      gateway: 'fe80::1',
      routes: [{ to: '::/0', via: '2001:db8::1' }],
    },
    { type: 'ipv6_slaac' },
  ],
  dns: ['192.0.2.53', '2001:db8::53'],
  vlans: [{ vlanId: 100, mtu: 1500, addresses: [{ type: 'ipv6_dhcp' }] }],
}

/** The contract of config drives and network data, on the simulator and on real Ironic with fake hardware. */
export function configDriveContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  it.each(CONFIG_DRIVES)(
    'passes on a config drive of %s, which nobody can read',
    async (_what, drive, sentAs) => {
      const { driver, sent } = newDriver()
      const node = await createNode()
      const request: SpawnRequest = { instance: { id: randomUUID() }, node, image, configDrive: drive }
      const target = { node, instance: request.instance.id }
      expectOk(await run(driver.provisioning.spawn(request)))
      const put = sent.requests.find(({ method }) => method === 'PUT')
      const { configdrive } = JSON.parse(put?.body ?? '{}') as { configdrive: unknown }
      expect(typeof configdrive).toBe(sentAs)
      const { instance_info } = expectOk(await run(driver.client.nodes.get(node)))
      expect(instance_info).toMatchObject({ configdrive: '******' })
      const gone = expectOk(await run(driver.provisioning.destroy(target, { until: 'available' })))
      expect(gone.node?.instance).toBeNull()
      expect(expectOk(await run(driver.client.nodes.get(node))).instance_info).toEqual({})
    },
  )

  it('describes networks in a form that Ironic accepts', async () => {
    const { driver } = newDriver()
    const { client, networking } = driver
    const node = await createNode()
    const group = expectOk(
      await run(
        client.portGroups.create({ node_uuid: node, mode: 'active-backup', properties: { miimon: '100' } }),
      ),
    )
    for (const portgroup_uuid of [group.uuid, group.uuid])
      expectOk(await run(client.ports.create({ node_uuid: node, address: randomAddress(), portgroup_uuid })))
    const ports = expectOk(await run(client.ports.list({ filter: { node } }).all()))
    const single = ports.find(({ portgroup_uuid }) => portgroup_uuid === null)
    const vifs = [
      { id: randomUUID(), portGroup: group.uuid, network: NETWORK },
      { id: randomUUID(), port: single?.uuid },
    ]
    const described = expectOk(await run(networking.networkData({ node }, vifs)))
    const members = ports.filter(({ portgroup_uuid }) => portgroup_uuid === group.uuid)
    expect(described.links).toMatchObject([
      ...members.map(({ address }) => ({ type: 'phy', ethernet_mac_address: address })),
      { type: 'bond', bond_mode: 'active-backup', bond_miimon: '100', mtu: 9000 },
      { type: 'vlan', vlan_id: 100 },
      { type: 'phy', ethernet_mac_address: single?.address, mtu: 1500 },
    ])
    const patch = [{ op: 'add', path: '/network_data', value: described }] as const
    expect(expectOk(await run(client.nodes.patch(node, patch))).network_data).toEqual(described)
  })

  it('reads where old network interfaces store VIFs, and reports a missing one', async () => {
    const { driver } = newDriver()
    const node = await createNode()
    const [port] = expectOk(await run(driver.client.ports.list({ filter: { node } }).all()))
    const vif = randomUUID()
    const note = [{ op: 'add', path: '/extra/vif_port_id', value: vif }] as const
    expectOk(await run(driver.client.ports.patch(port?.uuid ?? '', note)))
    const { links } = expectOk(await run(driver.networking.networkData({ node })))
    expect(links).toMatchObject([{ ethernet_mac_address: port?.address, vif_id: vif }])
    const missing = await run(driver.networking.networkData({ node }, [{ id: 'other' }]))
    expect(expectErr(missing, 'vif_missing')).toMatchObject({ vif: 'other', node })
  })

  it('attaches to a named port, but not to a port of another node', async () => {
    const { driver, sent } = newDriver()
    const [node, other] = [await createNode(), await createNode()]
    const portOf = async (of: string) =>
      expectOk(await run(driver.client.ports.list({ filter: { node: of } }).all()))[0]?.uuid
    const vif = { id: randomUUID() }
    expectOk(await run(driver.networking.attachVif({ node }, { ...vif, port: await portOf(node) })))
    sent.clear()
    const foreign = await run(driver.networking.attachVif({ node }, { ...vif, port: await portOf(other) }))
    expect(expectErr(foreign, 'port_unusable').reason).toBe('not_of_this_node')
    expect(sent.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('makes the VIFs match a list, and can be repeated', async () => {
    const { driver } = newDriver()
    const target = { node: await createNode() }
    const vifs = [{ id: randomUUID() }]
    for (const wanted of [vifs, vifs, []]) {
      const synced = expectOk(await run(driver.networking.syncVifs(target, wanted)))
      expect([...synced.attached, ...synced.kept]).toEqual(wanted.map(({ id }) => id))
    }
  })
}

function randomAddress(): string {
  return ['52', '54', '00', ...[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(
    ':',
  )
}
