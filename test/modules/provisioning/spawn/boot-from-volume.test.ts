import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VOLUME = { volumeId: 'vol-1', volumeType: 'iscsi', bootIndex: 0, properties: { target_lun: 1 } }
const image = { volume: 'boot' } as const

function siteWithVolume(hardware: 'fake-hardware' | 'redfish' = 'redfish') {
  const site = simulatedSite({ hardware })
  const node = site.simulator
    .node({ name: 'metal-1', storage_interface: 'external', boot_interface: 'ipxe' })
    .withPort()
    .available()
  return { ...site, node, target: { node: node.uuid } }
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it('spawns from the volume, without image and config drive, with one more request', async () => {
    const { driver, run, simulator, node, target } = siteWithVolume(hardware)
    expectOk(await run(driver.storage.attachTarget(target, VOLUME)))
    simulator.forgetRequests()
    const request = spawnRequestFor(node, { image })
    expectOk(await run(driver.provisioning.requestSpawn(request)))
    expect(simulator.requests.map(({ route }) => route)).toEqual([
      'GET /v1/nodes/{uuid}',
      'GET /v1/volume/targets',
      'PATCH /v1/nodes/{uuid}',
      'GET /v1/nodes/{uuid}/validate',
      'PUT /v1/nodes/{uuid}/states/provision',
      'GET /v1/nodes/{uuid}',
    ])
    expect(simulator.requests.at(-2)?.body).toBe('{"target":"active"}')
    expect(node.now.instance_info).toEqual({ display_name: 'web-1' })
    const active = expectOk(await run(driver.provisioning.waitForSpawn({ instance: request.instance.id })))
    expect(active.provision_state).toBe('active')
  })
})

it('refuses a node without a volume to boot from', async () => {
  const { driver, run, simulator, node, target } = siteWithVolume()
  expectOk(await run(driver.storage.attachTarget(target, { ...VOLUME, bootIndex: 1 })))
  simulator.forgetRequests()
  const request = spawnRequestFor(node, { image })
  const error = expectErr(await run(driver.provisioning.spawn(request)), 'node_not_ready')
  expect(error).toMatchObject({ advice: 'fix_request', node: node.uuid })
  expect(error.message).toContain('storage.attachTarget')
  expectErr(await run(driver.provisioning.plan(request)), 'node_not_ready')
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
  expect(node.now.instance_uuid).toBeNull()
})

it('rebuilds from the volume what was deployed from an image, and restores what Ironic refuses', async () => {
  const { driver, run, node, target, simulator, clock } = siteWithVolume()
  const request = spawnRequestFor(node)
  expectOk(await run(driver.storage.attachTarget(target, VOLUME)))
  expectOk(await run(driver.provisioning.spawn(request)))
  simulator.forgetRequests()
  // Ironic 2024.2 and later refuse to rebuild a node without an image: the request is right all the same.
  const [before, from] = [node.now.instance_info, clock.now()]
  const rebuilt = await run(driver.rebuild.redeploy(target, { image }))
  const error = expectErr(rebuilt, 'node_not_ready')
  expect(error).toMatchObject({ advice: 'fix_request', node: node.uuid, provisionState: 'active' })
  expect(error.message).toContain('Destroy the instance, and spawn it again')
  const patch = simulator.requests.find(({ method }) => method === 'PATCH')?.body ?? ''
  expect(patch).toContain('{"op":"remove","path":"/instance_info/image_source"}')
  // Reported at once, and the node keeps what it runs with.
  expect(clock.now() - from).toBeLessThan(15_000)
  const { image_url: _, ...shown } = before
  expect(node.now.instance_info).toEqual(shown)
})

it.each([
  [{ image: { ...image, source: 'http://images/a.raw' } as never }, 'image.source'],
  [{ image: { volume: 'vol-1' } as never }, 'image.volume'],
  [{ image, configDrive: { userData: 'x' } }, 'configDrive'],
])('is refused before anything is sent: %j', async (more, field) => {
  const { driver, run, simulator, node, target } = siteWithVolume()
  const spawned = await run(driver.provisioning.spawn(spawnRequestFor(node, more)))
  expect(expectErr(spawned, 'invalid_input').field).toBe(field)
  const rebuilt = await run(driver.rebuild.redeploy({ ...target, instance: randomUUID() }, more))
  expect(expectErr(rebuilt, 'invalid_input').field).toBe(field)
  expect(simulator.requests).toEqual([])
})
