import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

// Problems that users of Nova's Ironic driver meet with traits, consoles and interfaces, and what this library does.

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'

function siteWithNode() {
  const site = simulatedSite({ hardware: 'redfish' })
  const traits = ['CUSTOM_A', 'CUSTOM_B']
  const node = site.simulator.node({ network_interface: 'neutron', traits }).withPort().available()
  return { ...site, node, target: { node: node.uuid } }
}

describe('traits', () => {
  it('are listed once each, and those of the last flavor are gone after a rebuild (23)', async () => {
    const { driver, run, node, target } = siteWithNode()
    const flavor = { traits: ['CUSTOM_A', 'CUSTOM_A'], capabilities: { boot_mode: 'uefi' } }
    const request = spawnRequestFor(node, { flavor })
    expectOk(await run(driver.provisioning.spawn(request)))
    expect(node.now.instance_info).toMatchObject({
      traits: ['CUSTOM_A'],
      capabilities: { boot_mode: 'uefi' },
    })
    const instance = { ...target, instance: request.instance.id }
    expectOk(await run(driver.rebuild.redeploy(instance, { flavor: { traits: ['CUSTOM_B'] } })))
    expect(node.now.instance_info['traits']).toEqual(['CUSTOM_B'])
    expect(node.now.instance_info['capabilities'] ?? {}).toEqual({})
  })

  it('that are invalid are reported before anything is sent (23)', async () => {
    const { simulator, driver, run, node } = siteWithNode()
    const request = spawnRequestFor(node, { flavor: { traits: ['trait'] } })
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'invalid_input')
    expect(error.field).toBe('flavor.traits.0')
    expect(simulator.requests).toEqual([])
  })
})

it('owner and addresses of a server are sent to Ironic only on request (24)', async () => {
  for (const instanceInfo of [undefined, { project_id: 'demo', fixed_ips: '[]' }]) {
    const { simulator, driver, run, node } = siteWithNode()
    expectOk(await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { instanceInfo }))))
    const patch = simulator.requests.find(({ method }) => method === 'PATCH')?.body ?? ''
    const sent = [...patch.matchAll(/"path":"\/instance_info\/(\w+)"/g)].map(([, key = '']) => key)
    const keys = sent.filter((key) => !key.startsWith('image_'))
    expect(keys.sort()).toEqual(['display_name', ...Object.keys(instanceInfo ?? {})].sort())
  }
})

it('a second look at a serial console disconnects nobody, and a disabled console is enabled (31)', async () => {
  const { simulator, driver, otherDriver, run } = simulatedSite()
  const target = { node: simulator.node().active().uuid }
  const info = { type: 'socat', url: 'tcp://10.0.0.7:10023' }
  const body = JSON.stringify({ console_enabled: true, console_info: info })
  const shown = { method: 'GET', path: /states\/console$/ } as const
  simulator.disruptions.next(shown, { kind: 'status', status: 200, body }, { times: Infinity })
  const switched = () =>
    simulator.requests.flatMap(({ method, body: sent }) => (method === 'PUT' ? [sent] : []))
  const first = expectOk(await run(driver.console.serial(target)))
  expect(first).toMatchObject({ host: '10.0.0.7', port: 10_023 })
  expect(switched()).toEqual(['{"enabled":true}'])
  expect(expectOk(await run(otherDriver().console.serial(target)))).toEqual(first)
  expect(switched()).toHaveLength(1)
})

it('a graphical console is shown to a user who may not see its raw address (32)', async () => {
  const { simulator, driver, run } = simulatedSite({ hardware: 'redfish' })
  const node = simulator.node({ console_interface: 'redfish-graphical' }).active()
  expectOk(await run(driver.console.enable({ node: node.uuid })))
  node.force({ driver_internal_info: {} })
  const vnc = expectOk(await run(driver.console.vnc({ node: node.uuid })))
  expect(vnc.url).toMatch(/^https?:/)
  expect(vnc.server).toBeUndefined()
})

it.each([400, 403, 409, 500])(
  'an interface whose attachment ends in a %s is a typed error, and nothing of it stays (35)',
  async (status) => {
    const { simulator, driver, run, node, target } = siteWithNode()
    const before = node.ports
    const disruption = { kind: 'status', status, fault: 'Something else is wrong.' } as const
    simulator.disruptions.next({ method: 'POST' }, disruption, { times: Infinity })
    expect((await run(driver.networking.attachVif(target, { id: VIF }))).isErr()).toBe(true)
    const vifs = [{ id: VIF }, { id: randomUUID() }]
    expect((await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs })))).isErr()).toBe(true)
    expect(node.ports).toEqual(before)
    expect(node.now).toMatchObject({ provision_state: 'available', instance_uuid: null })
  },
)

it('an attached interface is detached when the next one cannot be attached (35)', async () => {
  const { driver, run, node, target } = siteWithNode()
  const wanted = [{ id: VIF }, { id: randomUUID() }]
  expectErr(await run(driver.networking.syncVifs(target, wanted)), 'no_free_port')
  expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([])
  expect(node.ports[0]?.internal_info['tenant_vif_port_id']).toBeUndefined()
})

it('the config drive has the name of a public key as the user gave it, and nothing else (38)', async () => {
  const { simulator, driver, run, node } = siteWithNode()
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home'
  const configDrive = { publicKeys: { mine: key } }
  expectOk(await run(driver.provisioning.requestSpawn(spawnRequestFor(node, { configDrive }))))
  const put = simulator.requests.find(({ method }) => method === 'PUT')?.body ?? '{}'
  const drive = (JSON.parse(put) as { configdrive: { meta_data: Record<string, unknown> } }).configdrive
  expect(drive.meta_data).toMatchObject({
    public_keys: { mine: key },
    keys: [{ name: 'mine', type: 'ssh', data: key }],
  })
  expect(put).not.toContain('_name')
})
