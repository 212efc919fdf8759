import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import {
  IronicDriver,
  NetworkFailureError,
  PROVISION_STATES,
  type KnownProvisionState,
  type Transport,
} from 'ironic-driver'
import { err } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const NEW = { source: 'http://images/new.raw', checksum: `sha512:${'cd'.repeat(64)}` }
const OLD_INFO = {
  display_name: 'web-1',
  image_source: 'http://images/old.qcow2',
  image_checksum: 'ab'.repeat(16),
  image_disk_format: 'qcow2',
  kernel: 'http://images/kernel',
  ramdisk: 'http://images/ramdisk',
  root_gb: 10,
  swap_mb: 512,
  ephemeral_gb: 5,
  capabilities: { boot_mode: 'bios' },
  preserve_ephemeral: 'True',
  project_id: 'demo',
}

function siteInState(
  state: KnownProvisionState = 'active',
  hardware: 'fake-hardware' | 'redfish' = 'fake-hardware',
) {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1', instance_info: OLD_INFO }).withPort().active()
  if (state !== 'active') node.force({ provision_state: state })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const sent = (method: string) =>
    site.simulator.requests
      .filter((request) => request.method === method)
      .map(({ body }) => JSON.parse(body ?? '') as object)
  return { ...site, node, target, sent }
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it.each(['active', 'error', 'deploy failed'] as const)('deploys anew from %s', async (state) => {
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

  it('joins a deployment that is under way, and deploys once more after its end', async () => {
    const { driver, otherDriver, run, target, sent } = siteInState('active', hardware)
    expectOk(await run(driver.rebuild.requestRedeploy(target, { image: NEW })))
    const joined = expectOk(await run(otherDriver().rebuild.redeploy(target, { image: NEW })))
    expect(joined).toMatchObject({ outcome: 'joined', provision_state: 'active' })
    expect(sent('PUT')).toHaveLength(1)
    expect(expectOk(await run(driver.rebuild.redeploy(target))).outcome).toBe('redeployed')
    expect(sent('PUT')).toHaveLength(2)
  })

  it('says why it failed, advises no other node, and can be tried again', async () => {
    const { driver, run, node, target } = siteInState('active', hardware)
    node.failNext('deploy', { lastError: 'No space left on device' })
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'transition_failed')
    expect(error).toMatchObject({ advice: 'fix_node', operation: 'rebuild.redeploy', ...target })
    expect(error.lastError).toContain('No space left on device')
    expectOk(await run(driver.rebuild.redeploy(target)))
  })
})

it('removes what the last image left, and only that', async () => {
  const { driver, run, node, target } = siteInState()
  expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
  expect(node.now.instance_info).toEqual({
    display_name: 'web-1',
    image_source: NEW.source,
    // Ironic finds that out by itself.
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

it('takes a flavor in place of the last one, and leaves the ephemeral partition when told to', async () => {
  const { driver, run, node, target } = siteInState()
  const flavor = { rootGb: 20, ephemeralGb: 5 }
  expectOk(await run(driver.rebuild.redeploy(target, { flavor, preserveEphemeral: true })))
  const { swap_mb, capabilities, ...info } = node.now.instance_info
  expect({ swap_mb, capabilities }).toEqual({ swap_mb: undefined, capabilities: undefined })
  expect(info).toMatchObject({ root_gb: 20, preserve_ephemeral: 'True', image_source: OLD_INFO.image_source })
})

it('sends a config drive of the instance, or leaves the last one', async () => {
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

it('makes network data from the VIFs that are there', async () => {
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

describe('what is refused before anything is written', () => {
  const states = Object.keys(PROVISION_STATES) as KnownProvisionState[]
  const TAKEN = ['active', 'error', 'deploy failed', 'deploying', 'wait call-back', 'deploy hold']

  it.each(states.filter((state) => !TAKEN.includes(state)))('a node in state %s', async (state) => {
    const { driver, run, target, sent } = siteInState(state)
    const error = expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), 'node_not_ready')
    expect(error).toMatchObject({ provisionState: state, ...target })
    expect([...sent('PATCH'), ...sent('PUT')]).toEqual([])
  })

  it('a node with another instance, or with none', async () => {
    const { driver, run, target, sent, node } = siteInState()
    const other = { ...target, instance: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }
    expectErr(await run(driver.rebuild.redeploy(other, { image: NEW })), 'instance_mismatch')
    node.force({ instance_uuid: null })
    expectErr(await run(driver.rebuild.redeploy({ node: node.uuid })), 'node_not_ready')
    expect([...sent('PATCH'), ...sent('PUT')]).toEqual([])
  })

  it.each([
    [{ image: { source: 'nonsense' } }, 'image.source'],
    [{ flavor: { rootGb: 0 } }, 'flavor.rootGb'],
    [{ preserveEphemeral: 'yes' as never }, 'preserveEphemeral'],
    [{ vifs: [{ id: 'a' }] }, 'vifs'],
    [{ configDrive: {} }, 'configDrive'],
    [{ colour: 'red' } as never, 'colour'],
  ])('a request that is wrong: %j', async (request, field) => {
    const { driver, run, simulator, target } = siteInState()
    expect(expectErr(await run(driver.rebuild.redeploy(target, request)), 'invalid_input').field).toBe(field)
    expect(simulator.requests).toEqual([])
  })

  it('a config drive that the server is too old for', async () => {
    const { simulator, driver, run } = simulatedSite({ maxVersion: '1.34' })
    const node = simulator.node({}).active()
    const request = { configDrive: { userData: 'x' } }
    const refused = await run(driver.rebuild.redeploy({ node: node.uuid }, request))
    expectErr(refused, 'unsupported_api_version')
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
  })
})

it('rebuilds nobody else when the node changes hands after the look', async () => {
  const other = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
  for (const [instance, state, info, kind] of [
    [other, 'active', OLD_INFO, 'instance_mismatch'],
    [other, 'active', {}, 'instance_mismatch'],
    [null, 'available', {}, 'instance_mismatch'],
    [null, 'available', OLD_INFO, 'node_not_ready'],
  ] as const) {
    const { driver, run, simulator, node, target, sent } = siteInState()
    const send = simulator.send.bind(simulator)
    simulator.send = (request) => {
      if (request.method === 'PATCH' && sent('PATCH').length === 0)
        node.force({ provision_state: state, instance_uuid: instance, instance_info: info })
      return send(request)
    }
    expectErr(await run(driver.rebuild.redeploy(target, { image: NEW })), kind)
    expect(node.now).toMatchObject({ instance_uuid: instance, provision_state: state })
    expect(node.now.instance_info['image_source']).not.toBe(NEW.source)
    expect(sent('PUT')).toEqual([])
  }
})

it('is refused of a protected node, and of one in maintenance', async () => {
  const { driver, run, node, target } = siteInState()
  node.force({ protected: true })
  expectErr(await run(driver.rebuild.redeploy(target)), 'node_protected')
  node.force({ protected: false, maintenance: true })
  expectErr(await run(driver.rebuild.redeploy(target)), 'node_in_maintenance')
})

it.each(['drop-before', 'drop-after', 'locked', 'busy', 'refuse'] as const)(
  'deploys once although a request meets %s, at each request',
  async (disruption) => {
    for (let after = 0; after < 6; after += 1) {
      const { driver, run, simulator, target, node, sent } = siteInState()
      expectOk(await run(driver.client.features()))
      simulator.disruptions.next({}, disruption, { after })
      expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
      expect(node.now.instance_info['image_source']).toBe(NEW.source)
      expect(sent('PUT').length).toBeLessThanOrEqual(2)
    }
  },
)

it('ends at once when it is aborted, wherever it is', async () => {
  for (let requests = 0; requests < 5; requests += 1) {
    const { driver, run, simulator, target } = siteInState('active', 'redfish')
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    const controller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = (request) => {
      if (simulator.requests.length === requests) controller.abort()
      return send(request)
    }
    const aborted = driver.rebuild.redeploy(target, { image: NEW }, { signal: controller.signal })
    expectErr(await run(aborted), 'aborted')
  }
})

it('puts back what it wrote when the node cannot be validated, whatever ends that', async () => {
  for (const disruption of ['malformed', 'drop-before', 'rpc-timeout', 'hang'] as const) {
    const { driver, run, simulator, target, node, sent } = siteInState()
    simulator.disruptions.next({ path: /validate/ }, disruption, { times: 99 })
    expect((await run(driver.rebuild.redeploy(target, { image: NEW }, { deadlineMs: 30_000 }))).isErr()).toBe(
      true,
    )
    expect(sent('PUT')).toEqual([])
    expect(node.now.instance_info).toEqual(OLD_INFO)
  }
})

it('puts back what it wrote when it is aborted before it has asked', async () => {
  const { driver, run, simulator, target, node, sent } = siteInState()
  const controller = new AbortController()
  const send = simulator.send.bind(simulator)
  simulator.send = (request) => {
    if (request.path.includes('validate')) controller.abort()
    return send(request)
  }
  const aborted = driver.rebuild.redeploy(target, { image: NEW }, { signal: controller.signal })
  expectErr(await run(aborted), 'aborted')
  expect(sent('PUT')).toEqual([])
  expect(node.now.instance_info).toEqual(OLD_INFO)
})

it('shows no secret of what it sends in an error', async () => {
  const request = {
    image: { ...NEW, source: 'http://me:canary-1@images/a.raw?sig=canary-2' },
    configDrive: { userData: 'password: canary-3' },
  }
  for (const fault of ['PATCH', 'PUT', 'GET'] as const)
    for (const status of [400, 409, 500]) {
      const { driver, run, simulator, target } = siteInState()
      expectOk(await run(driver.client.features()))
      const text = `Invalid: {"user_data": "canary-3", "image_source": "${request.image.source}"}`
      const where = { method: fault, path: fault === 'GET' ? /validate/ : /^/ }
      simulator.disruptions.next(where, { kind: 'status', status, fault: text }, { times: 99 })
      const result = await run(driver.rebuild.redeploy(target, request, { deadlineMs: 60_000 }))
      expect(result.isErr()).toBe(true)
      expect(inspect(result, { depth: 20 }) + JSON.stringify(result)).not.toContain('canary')
    }
})

it('that a locked machine was rescued and left meanwhile is no rebuild', async () => {
  const { driver, run, simulator, clock, node, target, sent } = siteInState('active', 'redfish')
  const locked = () => {
    simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked')
  }
  await clock.advance(5_000)
  locked()
  const rebuilding = driver.rebuild.redeploy(target, { image: NEW })
  await clock.advance(0)
  node.force({ provision_state: 'rescue' })
  node.force({ provision_state: 'active' })
  locked()
  expectOk(await run(rebuilding))
  expect(sent('PUT')).toHaveLength(3)
})

it('takes no instance off a node that was torn down, and given to another while a reply was lost', async () => {
  const { clock, simulator } = simulatedSite()
  const node = simulator.node({ instance_info: OLD_INFO }).withPort().active()
  const mine = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const theirs = randomUUID()
  let patches = 0
  const transport: Transport = {
    async send(request) {
      if (request.method !== 'PATCH') return simulator.send(request)
      patches += 1
      if (patches === 1) node.force({ provision_state: 'available', instance_uuid: null })
      const reply = await simulator.send(request)
      if (patches !== 2) return reply
      node.force({ instance_uuid: theirs })
      return err(new NetworkFailureError('Gone.', { sent: 'maybe' }))
    },
  }
  const driver = new IronicDriver({ transport, clock })
  expectErr(await clock.run(driver.rebuild.redeploy(mine, { image: NEW })), 'node_not_ready')
  expect(patches).toBe(2)
  expect(node.now.instance_uuid).toBe(theirs)
})
