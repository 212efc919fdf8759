import { randomUUID } from 'node:crypto'
import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import type { ForcedFields } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'

/** A site whose node was found with these fields; `mine` stands for the instance that is to be spawned. */
function siteFound(fields: ForcedFields & { readonly provision_state: KnownProvisionState }, mine = false) {
  const site = simulatedSite()
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron' })
    .withPorts(2)
    .inState('available', { power_state: 'power off' })
  const request = spawnRequestFor(node, { vifs: [{ id: vif }] })
  node.force({ power_state: 'power off', ...fields, ...(mine ? { instance_uuid: request.instance.id } : {}) })
  const routes = () =>
    site.simulator.requests.map(({ route }) => route.replace('/v1/nodes/{uuid}', '').replace('GET ', ''))
  return {
    ...site,
    node,
    request,
    routes,
    spawn: () => site.run(site.driver.provisioning.requestSpawn(request)),
  }
}

const LOOK = ['/', '']

it('deploys a free node in five requests, and checks that the instance is still on it', async () => {
  const { spawn, routes } = siteFound({ provision_state: 'available' })
  expect(expectOk(await spawn()).outcome).toBe('deployed')
  expect(routes()).toEqual([...LOOK, 'PATCH ', 'POST /vifs', '/validate', 'PUT /states/provision', ''])
})

it('continues with a node that the instance had reserved, and lists its VIFs first', async () => {
  const { spawn, routes } = siteFound({ provision_state: 'available' }, true)
  expect(expectOk(await spawn()).outcome).toBe('deployed')
  expect(routes()).toEqual([
    ...LOOK,
    'PATCH ',
    '/vifs',
    'POST /vifs',
    '/validate',
    'PUT /states/provision',
    '',
  ])
})

it('retries after a failed deployment, with nothing stale of the first one', async () => {
  const stale = { image_source: 'http://images/old.qcow2', kernel: 'http://images/k', configdrive: 'b2xk' }
  const { spawn, routes, node } = siteFound({ provision_state: 'deploy failed', instance_info: stale }, true)
  expect(expectOk(await spawn()).outcome).toBe('deployed')
  expect(routes()).toEqual([
    ...LOOK,
    'PATCH ',
    '/vifs',
    'POST /vifs',
    '/validate',
    'PUT /states/provision',
    '',
  ])
  expect(Object.keys(node.now.instance_info).sort()).toEqual([
    'display_name',
    'image_os_hash_algo',
    'image_os_hash_value',
    'image_source',
    'image_type',
  ])
})

it.each(['deploying', 'wait call-back', 'deploy hold'] as const)(
  'joins its deployment in %s',
  async (state) => {
    const { spawn, routes } = siteFound({ provision_state: state }, true)
    expect(expectOk(await spawn()).outcome).toBe('joined')
    expect(routes()).toEqual(LOOK)
  },
)

it('finds an instance that is already active', async () => {
  const { spawn, routes } = siteFound({ provision_state: 'active', power_state: 'power on' }, true)
  expect(expectOk(await spawn())).toMatchObject({ outcome: 'was_there', power_state: 'power on' })
  expect(routes()).toEqual(LOOK)
})

it.each([
  ['available', 'deployed'],
  ['deploy failed', 'deployed'],
  ['wait call-back', 'joined'],
  ['active', 'was_there'],
] as const)(
  'finds in state "%s" an instance whose UUID Ironic keeps in capitals: %s',
  async (state, outcome) => {
    const { spawn, request, node, driver, run } = siteFound({ provision_state: state }, true)
    const capitals = request.instance.id.toUpperCase()
    node.force({ instance_uuid: capitals, power_state: 'power on' })
    const plan = expectOk(await run(driver.provisioning.plan(request)))
    expect(plan.action).toBe({ deployed: 'deploy', joined: 'join', was_there: 'done' }[outcome])
    expect(expectOk(await spawn()).outcome).toBe(outcome)
    expect(node.now.instance_uuid).toBe(capitals)
  },
)

it('refuses an active node that is changing to another state', async () => {
  const fields = { provision_state: 'active', target_provision_state: 'rescue' } as const
  const { spawn } = siteFound(fields, true)
  expect(expectErr(await spawn(), 'node_not_ready').message).toContain('it is in state "active"')
})

it.each([
  [null, 'it is in maintenance.'],
  ['a fan', 'it is in maintenance (a fan).'],
])('reports that the node is in maintenance with reason %j', async (maintenance_reason, why) => {
  const { spawn } = siteFound({ provision_state: 'available', maintenance: true, maintenance_reason })
  expect(expectErr(await spawn(), 'node_not_ready').message).toContain(why)
})

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]
const JOINABLE = ['available', 'deploy failed', 'deploying', 'wait call-back', 'deploy hold', 'active']

describe('a spawn does not touch a node', () => {
  it.each(STATES)('in state "%s" when another instance has it', async (state) => {
    const holder = randomUUID()
    const { spawn, routes, simulator, request } = siteFound({ provision_state: state, instance_uuid: holder })
    const before = simulator.snapshot()
    const error = expectErr(await spawn(), 'node_taken')
    expect(error).toMatchObject({ holder, advice: 'try_other_node', instance: request.instance.id })
    expect(routes()).toEqual(LOOK)
    expect(simulator.snapshot()).toEqual(before)
  })

  it.each(STATES.filter((state) => state !== 'available'))(
    'in state "%s" when no instance has it',
    async (state) => {
      const { spawn, routes, simulator } = siteFound({ provision_state: state })
      const before = simulator.snapshot()
      const error = expectErr(await spawn(), 'node_not_ready')
      expect(error).toMatchObject({ provisionState: state, advice: 'try_other_node' })
      expect(error.message).toContain(`"${state}"`)
      expect(routes()).toEqual(LOOK)
      expect(simulator.snapshot()).toEqual(before)
    },
  )

  const unfit = STATES.filter((state) => !JOINABLE.includes(state))
  it.each(unfit)('in state "%s" when the instance has it', async (state) => {
    const { spawn, routes } = siteFound({ provision_state: state }, true)
    expect(expectErr(await spawn(), 'node_not_ready')).toMatchObject({
      provisionState: state,
      advice: 'fix_node',
    })
    expect(routes()).toEqual(LOOK)
  })
})

it.each<[string, ForcedFields, RegExp]>([
  ['is in maintenance', { maintenance: true, maintenance_reason: 'a fan' }, /in maintenance \(a fan\)/],
  ['has an unknown power state', { power_state: null }, /unknown/],
  ['has an error for a power state', { power_state: 'error' }, /"error"/],
])('does not touch a node that %s', async (_what, fields, says) => {
  const { spawn, routes, node } = siteFound({ provision_state: 'available' })
  node.force(fields)
  const error = expectErr(await spawn(), 'node_not_ready')
  expect(error.message).toMatch(says)
  expect(routes()).toEqual(LOOK)
})

it.each<[string, ForcedFields]>([
  ['put into maintenance', { maintenance: true, maintenance_reason: 'a fan' }],
  ['made manageable', { provision_state: 'manageable' }],
])('gives back a node that was %s between the look and the reservation', async (_what, fields) => {
  const { simulator, driver, clock, node, request } = siteFound({ provision_state: 'available' })
  simulator.latencyMs = 100
  const spawning = driver.provisioning.spawn(request)
  await clock.advance(250)
  node.force(fields)
  const before = simulator.snapshot()
  const error = expectErr(await clock.run(spawning), 'node_not_ready')
  expect(error.advice).toBe('try_other_node')
  expect(simulator.snapshot()).toEqual(before)
})

it.each<[string, ForcedFields, string]>([
  ['got another instance', { instance_uuid: 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876' }, 'node_taken'],
  ['began to be cleaned', { provision_state: 'cleaning' }, 'node_not_ready'],
])('loses a node that %s between the look and the reservation', async (_what, fields, kind) => {
  const { simulator, driver, clock, node, request } = siteFound({ provision_state: 'available' })
  simulator.latencyMs = 100
  const spawning = driver.provisioning.spawn(request)
  await clock.advance(250)
  node.force(fields)
  const before = simulator.snapshot()
  const result = await clock.run(spawning)
  expect(result._unsafeUnwrapErr()).toMatchObject({ kind, advice: 'try_other_node' })
  expect(simulator.snapshot()).toEqual(before)
})

it('refuses what the server is too old for before changing anything', async () => {
  const site = simulatedSite({ maxVersion: '1.66' })
  const node = site.simulator.node({ network_interface: 'neutron' }).withPort().available()
  const pinned = { vifs: [{ id: vif, port: node.ports[0]?.uuid }] }
  for (const more of [pinned, { deploySteps: [] }]) {
    const request = spawnRequestFor(node, more)
    for (const refused of [
      await site.run(site.driver.provisioning.spawn(request)),
      await site.run(site.driver.provisioning.plan(request)),
    ])
      expect(expectErr(refused, 'unsupported_api_version').message).toContain('too old')
  }
  expect(site.simulator.requests.map(({ path }) => path)).toEqual(['/'])
})

it('plans what a spawn then sends, and shows no secret', async () => {
  const { driver, run, request, simulator } = siteFound({ provision_state: 'available' })
  const wanted = {
    ...request,
    image: { ...request.image, source: 'http://user:canary@images/web.qcow2?sig=canary' },
    configDrive: { userData: 'password: canary' },
  }
  const plan = expectOk(await run(driver.provisioning.plan(wanted)))
  expect(plan.action).toBe('deploy')
  expect(JSON.stringify(plan)).not.toContain('canary')
  simulator.forgetRequests()
  expectOk(await run(driver.provisioning.requestSpawn(wanted)))
  const sent = simulator.requests
    .slice(1, -1)
    .map(({ method, path }) => ({ method, path: path.split('?')[0] }))
  expect(plan.requests.map(({ method, path }) => ({ method, path }))).toEqual(sent)
})

it('deploys a node of its own that was changing state when it was reserved', async () => {
  const { spawn, simulator, node } = siteFound({ provision_state: 'available' }, true)
  const fault = `Node ${node.uuid} can not be updated while a state transition is in progress.`
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 409, fault })
  expect(expectOk(await spawn()).outcome).toBe('deployed')
  expect(node.now.instance_info).toHaveProperty('image_source')
})

it('gives up a node that refuses a reservation although it is not changing state', async () => {
  const { spawn, simulator, node } = siteFound({ provision_state: 'available' }, true)
  const fault = `Node ${node.uuid} can not be updated while a state transition is in progress.`
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 409, fault }, { times: Infinity })
  expectErr(await spawn(), 'node_not_ready')
  expect(simulator.requests.some(({ method }) => method === 'PUT')).toBe(false)
})
