import { randomUUID } from 'node:crypto'
import type { NetworkData } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'
import { MACS, siteWithBond } from './support/bonded-site.js'

it('writes the attached VIFs to the config drive', async () => {
  const { simulator, driver, run } = simulatedSite({ networkInterface: 'flat' })
  const node = simulator.node({ name: 'metal-1' }).withPort({ address: MACS[0] }).available()
  const vif = simulator.vif()
  const request = spawnRequestFor(node, {
    vifs: [{ id: vif.id, network: { addresses: [{ type: 'ipv4', address: '192.0.2.7/24' }] } }],
    configDrive: { networkData: 'from-vifs' },
  })
  const plan = expectOk(await run(driver.provisioning.plan(request)))
  simulator.forgetRequests()
  expectOk(await run(driver.provisioning.requestSpawn(request)))
  const put = simulator.requests.find(({ method }) => method === 'PUT')
  const { configdrive } = JSON.parse(put?.body ?? '{}') as { configdrive: { network_data: NetworkData } }
  expect(configdrive.network_data.links).toEqual([
    { id: 'nic0', type: 'phy', ethernet_mac_address: MACS[0], mtu: 1500, vif_id: vif.id },
  ])
  expect(configdrive.network_data.networks[0]).toMatchObject({ ip_address: '192.0.2.7' })
  const sent = simulator.requests.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`)
  const planned = plan.requests.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`)
  // The groups are read only if a VIF is on none of the ports.
  expect(sent.slice(1, -1)).toEqual(planned.filter((one) => !one.includes('portgroups')))
})

it('shows the network data in a plan if a port is named', async () => {
  const { simulator, driver, run } = simulatedSite({ networkInterface: 'flat' })
  const node = simulator.node().withPorts(2).available()
  const vifs = [{ id: 'v', port: node.ports[1]?.uuid }, { id: 'w' }]
  const request = spawnRequestFor(node, { vifs })
  const plan = expectOk(await run(driver.provisioning.plan(request)))
  simulator.forgetRequests()
  expectOk(await run(driver.provisioning.requestSpawn(request)))
  const sent = simulator.requests.map(({ method, path }) => `${method} ${path.split('&')[0] ?? ''}`)
  expect(sent.slice(1, -1)).toEqual(plan.requests.map(({ method, path }) => `${method} ${path}`))
  expect(node.ports.map(({ internal_info }) => internal_info['tenant_vif_port_id'])).toEqual(['w', 'v'])
})

it.each(['drop-before', 'drop-after', 'locked', 'busy', 'rpc-timeout'] as const)(
  'describes the networks to the node whichever request meets %s',
  async (disruption) => {
    for (let after = 0; after < 8; after += 1) {
      const { simulator, driver, run } = simulatedSite({ networkInterface: 'flat' })
      const node = simulator.node().withPort({ address: MACS[0] }).available()
      const configDrive = { networkData: 'from-vifs' } as const
      simulator.disruptions.next({ path: /nodes|ports/ }, disruption, { after })
      expectOk(
        await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs: [{ id: 'v' }], configDrive }))),
      )
      const bodies = simulator.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body)
      expect(bodies.length).toBeGreaterThan(0)
      for (const body of bodies) expect(body).toContain(MACS[0])
    }
  },
)

it('is safe to repeat, and does not change a node that carries another instance', async () => {
  const { attach, describeNetworks, driver, run, node, simulator } = siteWithBond()
  await attach('vif-bond', 'vif-card')
  expect(await describeNetworks()).toEqual(await describeNetworks())
  simulator.forgetRequests()
  const stranger = { node: node.uuid, instance: randomUUID() }
  expectErr(await run(driver.networking.networkData(stranger)), 'instance_mismatch')
  expect(Object.keys(simulator.tally())).toEqual(['GET /v1/nodes/{uuid}'])
})

it('leaves nothing behind when the networks cannot be described', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().withPort().available()
  const request = spawnRequestFor(node, {
    vifs: [{ id: 'net-1' }],
    configDrive: { networkData: 'from-vifs' },
  })
  expectErr(await run(driver.provisioning.spawn(request)), 'vif_missing')
  expect(simulator.leftovers()).toEqual([])
  expect(node.now.provision_state).toBe('available')
})
