import type { VifOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const VIF = '6a2e3c0e-1111-4222-8333-444455556666'
const LINKED = { local_link_connection: { switch_id: '0a:1b:2c:3d:4e:5f', port_id: 'Ethernet3/1' } }

function ironicOn(networkInterface: 'flat' | 'neutron', release: '39.0' | '32.0' | '21.4' = '39.0') {
  const ironic = rawIronic({ networkInterface, release })
  const version = { '39.0': '1.115', '32.0': '1.101', '21.4': '1.82' }[release]
  const attach = (id: string, more: object = {}) =>
    ironic.call('POST', '/v1/nodes/a/vifs', { id, ...more }, { version })
  const detach = (id: string) => ironic.call('DELETE', `/v1/nodes/a/vifs/${id}`, undefined, { version })
  const placed = () => {
    const node = ironic.simulator.find('a')
    return [...(node?.ports ?? []), ...(node?.portgroups ?? [])].map(
      ({ internal_info: info }) => info['tenant_vif_port_id'] ?? null,
    )
  }
  return { ...ironic, attach, detach, placed }
}

describe('a VIF is attached', () => {
  it('to a port of its physical network, and to no other', async () => {
    const { simulator, attach, placed } = ironicOn('flat')
    simulator
      .node({ name: 'a' })
      .withPort({ physical_network: 'blue' })
      .withPort({ physical_network: 'red', pxe_enabled: false })
      .available()
    const [first, second] = [
      simulator.vif({ physical_networks: ['red'] }),
      simulator.vif({ physical_networks: ['red'] }),
    ]
    expect((await attach(first.id)).status).toBe(204)
    expect(placed()).toEqual([null, first.id])
    expect(await attach(second.id)).toMatchObject({
      status: 400,
      fault: `Unable to attach VIF ${second.id}, not enough free physical ports.`,
    })
  })

  it('to a port of its network before a group without one, and otherwise to a group before ports', async () => {
    const { simulator, attach, placed } = ironicOn('flat')
    simulator
      .node({ name: 'a' })
      .withPortgroup()
      .withPorts(2)
      .withPort({ portgroup_uuid: null, physical_network: 'red' })
      .withPort({ portgroup_uuid: null })
      .available()
    const red = simulator.vif({ physical_networks: ['red'] })
    await attach(red.id)
    await attach('vif-2')
    await attach('vif-3')
    expect(placed()).toEqual([null, null, red.id, 'vif-3', 'vif-2'])
    expect((await attach('vif-4')).status).toBe(400)
  })

  it('to the other ports of a group with an occupied port, but not when the group is named', async () => {
    const { simulator, attach, placed } = ironicOn('flat')
    const node = simulator
      .node({ name: 'a' })
      .withPortgroup()
      .withPort({ internal_info: { tenant_vif_port_id: 'vif-1' } })
      .withPort()
      .available()
    const [group, member] = [node.portgroups[0]?.uuid, node.ports[1]?.uuid]
    expect((await attach('vif-2', { port_uuid: member })).fault).toContain('not enough free physical ports')
    expect((await attach('vif-2', { portgroup_uuid: group })).fault).toContain('not enough free')
    expect((await attach('vif-2')).status).toBe(204)
    expect(placed()).toEqual(['vif-1', 'vif-2', null])
  })

  it('never to an empty group', async () => {
    const { simulator, attach } = ironicOn('flat')
    simulator.node({ name: 'a' }).withPortgroup().available()
    expect((await attach('vif-1')).fault).toContain('not enough free physical ports')
  })

  it('with neutron, only to ports whose switch is known', async () => {
    const { simulator, attach, placed } = ironicOn('neutron')
    simulator
      .node({ name: 'a' })
      .withPort({ local_link_connection: {} })
      .withPort({ ...LINKED, pxe_enabled: false })
      .withPort({ is_smartnic: true })
      .available()
    await attach('vif-1')
    expect(placed()).toEqual([null, 'vif-1', null])
    expect((await attach('vif-2')).status).toBe(400)
  })

  it('twice when a port is named, since Ironic checks only that port', async () => {
    const { simulator, attach, placed } = ironicOn('flat')
    const node = simulator.node({ name: 'a' }).withPorts(2).available()
    const [first, second] = node.ports
    await attach(VIF, { port_uuid: first?.uuid })
    expect((await attach(VIF, { port_uuid: first?.uuid })).fault).toContain(
      `to Ironic Port ${first?.uuid ?? ''}`,
    )
    expect((await attach(VIF, { port_uuid: second?.uuid })).status).toBe(204)
    expect(placed()).toEqual([VIF, VIF])
  })

  it('not twice when a group is named, since Ironic checks all ports', async () => {
    const { simulator, attach } = ironicOn('flat')
    const node = simulator
      .node({ name: 'a' })
      .withPortgroup()
      .withPort()
      .withPort({ portgroup_uuid: null })
      .active()
    await attach(VIF, { port_uuid: node.ports[1]?.uuid })
    expect(await attach(VIF, { portgroup_uuid: node.portgroups[0]?.uuid })).toMatchObject({
      status: 409,
      fault: `Unable to attach VIF because VIF ${VIF} is already attached to Ironic Port ${node.ports[1]?.uuid ?? ''}`,
    })
  })
})

describe('a VIF with a Neutron port', () => {
  it('takes the address of its port, is bound, and gets a new address when it is detached', async () => {
    const { simulator, attach, detach } = ironicOn('neutron')
    const node = simulator.node({ name: 'a' }).withPort().available()
    const vif = simulator.vif({ mac_address: 'FA:16:3E:00:00:01' })
    expect(vif.now).toMatchObject({ mac_address: 'fa:16:3e:00:00:01', binding_host_id: null })
    await attach(vif.id)
    const [port] = node.ports
    expect(vif.now).toMatchObject({ mac_address: port?.address, binding_host_id: node.uuid })
    await detach(vif.id)
    expect(vif.now.binding_host_id).toBeNull()
    expect(vif.now.mac_address).toMatch(/^fa:16:3e:/)
  })

  it('keeps its address on older servers, so that no other VIF there can have it', async () => {
    const { simulator, attach, detach } = ironicOn('flat', '32.0')
    const node = simulator.node({ name: 'a' }).withPort().available()
    const [one, two] = [simulator.vif({ network_id: 'net' }), simulator.vif({ network_id: 'net' })]
    await attach(one.id)
    await detach(one.id)
    expect(one.now.mac_address).toBe(node.ports[0]?.address)
    const refused = await attach(two.id)
    expect(refused.status).toBe(500)
    expect(refused.fault).toContain(`because Ironic can not update Neutron port ${two.id} MAC address`)
    one.unbind()
    expect((await attach(two.id)).status).toBe(204)
  })

  it('is bound by the deployment on the oldest servers, and released by the tear-down', async () => {
    const { simulator, attach, provision, clock } = ironicOn('flat', '21.4')
    const version = { version: '1.82' }
    const node = simulator
      .node({
        name: 'a',
        hardware: 'redfish',
        network_interface: 'flat',
        instance_info: { image_source: 'http://i/x', image_checksum: 'sha256:0' },
      })
      .withPort()
      .available()
    const vif = simulator.vif()
    await attach(vif.id)
    expect(vif.now.binding_host_id).toBeNull()
    await provision('a', 'active', {}, version)
    await clock.advance(300_000)
    expect([node.now.provision_state, vif.now.binding_host_id]).toEqual(['active', node.uuid])
    await provision('a', 'deleted', {}, version)
    await clock.advance(300_000)
    expect([node.now.provision_state, vif.now.binding_host_id]).toEqual(['available', null])
    expect(simulator.leftovers()).toEqual([])
  })

  it('cannot be on two segments of the node on older servers', async () => {
    const networks = ['blue', 'red']
    for (const [release, status] of [
      ['32.0', 409],
      ['39.0', 204],
    ] as const) {
      const { simulator, attach } = ironicOn('flat', release)
      const ports = simulator.node({ name: 'a' }).withPort({ physical_network: 'blue' })
      ports.withPort({ physical_network: 'red' }).available()
      expect((await attach(simulator.vif({ physical_networks: networks }).id)).status).toBe(status)
    }
  })

  it.each([
    [{ id: 'a' }, 'is not a UUID'],
    [{ mac_address: 'x' }, 'is not a MAC address'],
    [{ mac: 'x' }, 'VIF: Unknown field `mac`'],
  ])('cannot be %j', (options, text) => {
    const { simulator } = rawIronic()
    expect(() => simulator.vif(options as VifOptions)).toThrow(text)
  })

  it('is saved with the world', async () => {
    const { simulator, attach } = ironicOn('flat')
    simulator.node({ name: 'a' }).withPort().available()
    const vif = simulator.vif()
    const before = simulator.snapshot()
    await attach(vif.id)
    simulator.restore(JSON.parse(JSON.stringify(before)) as typeof before)
    expect(vif.now.binding_host_id).toBeNull()
    expect(simulator.snapshot()).toEqual(before)
  })
})

it('a deployment on flat fails without a VIF to bind', async () => {
  const { simulator, provision, clock } = rawIronic({ hardware: 'redfish', networkInterface: 'flat' })
  const node = simulator
    .node({ name: 'a', instance_info: { image_source: 'http://i/x', image_checksum: 'sha256:0' } })
    .withPort()
    .available()
  await provision('a', 'active')
  await clock.advance(60_000)
  expect(node.now).toMatchObject({
    provision_state: 'deploy failed',
    last_error: `Failed to prepare to deploy: Failed to bind any flat network ports for node ${node.uuid}`,
  })
})

it('a VIF without a free port is in the history of newer servers', async () => {
  for (const [release, entries] of [
    ['39.0', 2],
    ['32.0', 0],
  ] as const) {
    const { simulator, attach, detach } = ironicOn('flat', release)
    const node = simulator.node({ name: 'a' }).available()
    await attach(VIF)
    await detach(VIF)
    expect(node.history).toHaveLength(entries)
    if (entries > 0)
      expect(node.now.last_error).toBe(
        `Failed to detach VIF ${VIF} from node ${node.uuid}, Error: Unable to detach VIF ${VIF} from node ` +
          `${node.uuid} because it is not attached to it.`,
      )
  }
})
