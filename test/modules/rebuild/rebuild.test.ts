import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'
import { siteInState, NEW, OLD_INFO } from './support/rebuild-site.js'

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it.each(['active', 'error', 'deploy failed'] as const)('deploys again from %s', async (state) => {
    const { driver, run, target, node, simulator } = siteInState(state, hardware)
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    const asked = expectOk(await run(driver.rebuild.requestRedeploy(target, { image: NEW })))
    expect(simulator.requests.map(({ route }) => route)).toEqual([
      'GET /v1/nodes/{uuid}',
      'PATCH /v1/nodes/{uuid}',
      'GET /v1/nodes/{uuid}/validate',
      'PUT /v1/nodes/{uuid}/states/provision',
    ])
    expect(asked.outcome).toBe('redeployed')
    const done = expectOk(await run(driver.rebuild.waitForRedeploy(target)))
    expect(done).toMatchObject({ ...target, provision_state: 'active', target_provision_state: null })
    expect(node.now.instance_info).toMatchObject({ image_source: NEW.source, image_os_hash_algo: 'sha512' })
  })

  it('joins a running deployment, and deploys once more after its end', async () => {
    const { driver, otherDriver, run, target, sent } = siteInState('active', hardware)
    expectOk(await run(driver.rebuild.requestRedeploy(target, { image: NEW })))
    const joined = expectOk(await run(otherDriver().rebuild.redeploy(target, { image: NEW })))
    expect(joined).toMatchObject({ outcome: 'joined', provision_state: 'active' })
    expect(sent('PUT')).toHaveLength(1)
    expect(expectOk(await run(driver.rebuild.redeploy(target))).outcome).toBe('redeployed')
    expect(sent('PUT')).toHaveLength(2)
  })

  it('reports why it failed, advises no other node, and can be tried again', async () => {
    const { driver, run, node, target } = siteInState('active', hardware)
    node.failNext('deploy', { lastError: 'No space left on device' })
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'transition_failed')
    expect(error).toMatchObject({ advice: 'fix_node', operation: 'rebuild.redeploy', ...target })
    expect(error.lastError).toContain('No space left on device')
    expectOk(await run(driver.rebuild.redeploy(target)))
  })
})

it('removes the settings of the last image, and nothing else', async () => {
  const { driver, run, node, target } = siteInState()
  expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
  expect(node.now.instance_info).toEqual({
    display_name: 'web-1',
    image_source: NEW.source,
    // Ironic determines that by itself.
    image_type: 'whole-disk',
    image_os_hash_algo: 'sha512',
    image_os_hash_value: 'cd'.repeat(64),
    root_gb: 10,
    swap_mb: 512,
    ephemeral_gb: 5,
    capabilities: { boot_mode: 'bios' },
    project_id: 'demo',
  })
})

it('replaces the last flavor, and keeps the ephemeral partition on request', async () => {
  const { driver, run, node, target } = siteInState()
  const flavor = { rootGb: 20, ephemeralGb: 5 }
  expectOk(await run(driver.rebuild.redeploy(target, { flavor, preserveEphemeral: true })))
  const { swap_mb, capabilities, ...info } = node.now.instance_info
  expect({ swap_mb, capabilities }).toEqual({ swap_mb: undefined, capabilities: undefined })
  expect(info).toMatchObject({ root_gb: 20, preserve_ephemeral: 'True', image_source: OLD_INFO.image_source })
})

it('sends the config drive of the request, or keeps the last one', async () => {
  const { driver, run, target, sent, node } = siteInState()
  const configDrive = { userData: '#cloud-config\n{}' }
  expectOk(await run(driver.rebuild.redeploy(target, { configDrive })))
  expect(sent('PUT')).toEqual([
    {
      target: 'rebuild',
      configdrive: {
        meta_data: expect.objectContaining({ uuid: target.instance, name: 'web-1' }) as object,
        user_data: '#cloud-config\n{}',
      },
    },
  ])
  const before = node.now.instance_info['configdrive']
  expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
  expect(sent('PUT')[1]).toEqual({ target: 'rebuild' })
  expect(node.now.instance_info['configdrive']).toEqual(before)
})

it('builds network data from the attached VIFs', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPort().available()
  const request = spawnRequestFor(node, { vifs: [{ id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }] })
  expectOk(await run(driver.provisioning.spawn(request)))
  const target = { node: node.uuid, instance: request.instance.id }
  const configDrive = { networkData: 'from-vifs' } as const
  expectOk(await run(driver.rebuild.redeploy(target, { configDrive })))
  const puts = simulator.requests.filter(({ method }) => method === 'PUT')
  expect(puts.at(-1)?.body).toContain(node.ports[0]?.address)
})
