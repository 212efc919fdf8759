import { randomUUID } from 'node:crypto'
import type { NodeRequirements, SpawnRequest } from 'ironic-driver'
import type { SimulatedNode, SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const image = { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

function requestFor(node: NodeRequirements, more: Partial<SpawnRequest> = {}): SpawnRequest {
  return { instance: { id: randomUUID() }, node, image, ...more }
}

/** Both ways to choose a node: by Ironic's allocation, and by reserving one of a list. */
const WAYS = [
  ['an allocation', {}],
  ['a reservation', { where: () => true }],
] as const

function siteWith(count: number, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite({ networkInterface: 'neutron', ...options }, { retryForMs: 5_000 })
  const nodes = Array.from({ length: count }, () =>
    site.simulator
      .node({ resource_class: 'gold', traits: ['CUSTOM_GPU'] })
      .withPort()
      .available(),
  )
  const allocations = async () =>
    expectOk(await site.run(site.driver.client.allocations.list().all())).map(({ uuid }) => uuid)
  return { ...site, nodes, allocations, ...nodesOf(nodes) }
}

function nodesOf(nodes: readonly SimulatedNode[]) {
  const carriers = () => nodes.map(({ now }) => now.instance_uuid).filter((uuid) => uuid !== null)
  return { carriers }
}

it('lets Ironic pick a node by class and traits, with three requests more than for a named node', async () => {
  const { simulator, driver, run, allocations } = siteWith(3)
  expectOk(await run(driver.client.features()))
  simulator.forgetRequests()
  const request = requestFor({ resourceClass: 'gold', traits: ['CUSTOM_GPU'] }, { vifs: [{ id: 'vif-1' }] })
  const asked = expectOk(await run(driver.provisioning.requestSpawn(request)))
  expect(simulator.requests.map(({ method, path }) => `${method} ${path.replace(/[?].*/, '')}`)).toEqual([
    'GET /v1/nodes',
    'POST /v1/allocations',
    'GET /v1/allocations',
    'GET /v1/nodes',
    `PATCH /v1/nodes/${asked.node}`,
    `POST /v1/nodes/${asked.node}/vifs`,
    `GET /v1/nodes/${asked.node}/validate`,
    `PUT /v1/nodes/${asked.node}/states/provision`,
    `GET /v1/nodes/${asked.node}`,
  ])
  const spawned = expectOk(await run(driver.provisioning.spawn(request)))
  expect(spawned).toMatchObject({
    instance: request.instance.id,
    node: asked.node,
    provision_state: 'active',
  })
  expect(simulator.find(asked.node)?.now.instance_info).toMatchObject({ traits: ['CUSTOM_GPU'] })
  expect(await allocations()).toEqual([request.instance.id])

  expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))
  expect(await allocations()).toEqual([])
})

it.each<readonly [string, NodeRequirements]>([
  ['class', { resourceClass: 'tin' }],
  ['traits', { traits: ['CUSTOM_RAID'] }],
  ['capabilities', { capabilities: { boot: 'uefi', gpu: 'a100' } }],
  ['candidates by name', { candidates: ['wanted', 'absent'] }],
  ['conductor group', { conductorGroup: 'North' }],
  ['owner', { owner: 'team-1' }],
  ["the caller's predicate", { where: ({ extra }) => extra['rack'] === 7 }],
  [
    'all of these',
    { resourceClass: 'tin', traits: ['CUSTOM_RAID'], owner: 'team-1', conductorGroup: 'north' },
  ],
])('picks the one node that fits by %s', async (_, requirements) => {
  const { simulator, driver, run } = siteWith(3)
  const wanted = simulator
    .node({
      name: 'wanted',
      resource_class: 'tin',
      traits: ['CUSTOM_RAID', 'CUSTOM_GPU'],
      properties: { capabilities: 'gpu:a100,boot:uefi' },
      conductor_group: 'north',
      owner: 'team-1',
      extra: { rack: 7 },
    })
    .available()
  simulator.node({ resource_class: 'tin', maintenance: true, traits: ['CUSTOM_RAID'] }).available()
  const plan = expectOk(await run(driver.provisioning.plan(requestFor(requirements))))
  expect(plan).toMatchObject({ action: 'deploy', fitting: 1, node: { node: wanted.uuid } })
  const spawned = expectOk(await run(driver.provisioning.spawn(requestFor(requirements))))
  expect(spawned.node).toBe(wanted.uuid)

  const refused = await run(driver.provisioning.spawn(requestFor(requirements)))
  expect(expectErr(refused, 'no_suitable_node')).toMatchObject({ tried: [], advice: 'retry_later' })
  const unplanned = await run(driver.provisioning.plan(requestFor(requirements)))
  expectErr(unplanned, 'no_suitable_node')
})

it('plans the allocation that a spawn would create, and creates none', async () => {
  const { simulator, driver, run } = siteWith(2)
  const request = requestFor({ resourceClass: 'gold', traits: ['CUSTOM_GPU'] })
  const plan = expectOk(await run(driver.provisioning.plan(request)))
  expect(plan.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'GET', 'PUT'])
  expect(plan.requests[0]).toMatchObject({
    path: '/v1/allocations',
    body: { uuid: request.instance.id, resource_class: 'gold', traits: ['CUSTOM_GPU'] },
  })
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
})

it('reports invalid requirements before it sends anything', async () => {
  const { simulator, driver, run } = siteWith(1)
  const wrong: readonly (readonly [object, string])[] = [
    [{}, 'node'],
    [{ colour: 'red' }, 'node.colour'],
    [{ traits: ['lower'] }, 'node.traits.0'],
    [{ candidates: [] }, 'node.candidates'],
    [{ where: 'rack 7' }, 'node.where'],
  ]
  for (const [node, field] of wrong) {
    const refused = await run(driver.provisioning.spawn(requestFor(node)))
    expect(expectErr(refused, 'invalid_input').field).toBe(field)
  }
  expect(simulator.requests).toEqual([])
})

it('reserves one of a list when the server does not support allocations', async () => {
  const { simulator, driver, run } = siteWith(2, { maxVersion: '1.51' })
  expectOk(await run(driver.provisioning.spawn(requestFor({ resourceClass: 'gold' }))))
  expect(simulator.requests.some(({ path }) => path.includes('allocations'))).toBe(false)
})

describe.each(WAYS)('by %s', (way, also) => {
  const gold = { resourceClass: 'gold', ...also }

  it('spawns a hundred instances at once on a hundred nodes, one on each, and twenty more find none', async () => {
    const { simulator, driver, run, carriers, clock, allocations } = siteWith(100)
    const requests = Array.from({ length: 120 }, () => requestFor(gold))
    const report = expectOk(await run(driver.provisioning.spawnAll(requests, { concurrency: 120 })))
    expect(report).toMatchObject({ done: 100, failed: 20, notStarted: 0 })
    const nodes = report.outcomes.flatMap((one) => (one.outcome === 'done' ? [one.value.node] : []))
    expect(new Set(nodes).size).toBe(100)
    expect(new Set(carriers()).size).toBe(100)
    for (const one of report.outcomes)
      if (one.outcome === 'failed') expect(one.error.kind).toBe('no_suitable_node')
    console.info(
      `120 spawns on 100 nodes by ${way}: ${simulator.requests.length} requests`,
      simulator.tally(),
    )
    expect(simulator.requests.length).toBeLessThan(750)
    const targets = report.outcomes.map(({ subject }) => ({ instance: subject }))
    expect(expectOk(await run(driver.provisioning.destroyAll(targets))).failed).toBe(0)
    await clock.advance(3_600_000)
    expect([await allocations(), simulator.leftovers()]).toEqual([[], []])
  })

  it('shares a few nodes among several processes, one instance on each', async () => {
    const { run, otherDriver, nodes, carriers } = siteWith(8)
    const outcomes = await run(
      Promise.all(Array.from({ length: 10 }, () => otherDriver().provisioning.spawn(requestFor(gold)))),
    )
    const won = outcomes.flatMap((one) => (one.isOk() ? [one.value.node] : []))
    expect(new Set(won).size).toBe(won.length)
    expect(won.length).toBe(carriers().length)
    expect(won.length).toBeGreaterThanOrEqual(nodes.length - 1)
  })

  it('goes on to other nodes when one turns out bad, and leaves nothing on those', async () => {
    const { simulator, driver, run, nodes, clock, allocations } = siteWith(3)
    for (const node of nodes.slice(0, 2)) node.failNext('deploy', { lastError: 'the disk is broken' })
    const request = requestFor(gold, { vifs: [{ id: 'vif-1' }] })
    const spawned = expectOk(await run(driver.provisioning.spawn(request, { deadlineMs: 3_600_000 })))
    expect(spawned.node).toBe(nodes[2]?.uuid)
    await clock.advance(3_600_000)
    expect(nodes.slice(0, 2).map(({ now }) => now.provision_state)).toEqual(['available', 'available'])
    expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))
    await clock.advance(3_600_000)
    expect([await allocations(), simulator.leftovers()]).toEqual([[], []])
  })

  it('gives up after the maximum number of tries, and lists the nodes with their reasons', async () => {
    const { simulator, driver, run, nodes, clock, allocations } = siteWith(4)
    for (const node of nodes) node.failNext('deploy', { lastError: 'the disk is broken' })
    const failed = await run(driver.provisioning.spawn(requestFor(gold), { maxNodes: 2 }))
    const error = expectErr(failed, 'no_suitable_node')
    expect(error.tried.map(({ kind }) => kind)).toEqual(['transition_failed', 'transition_failed'])
    expect(error.tried[0]?.reason).toContain('the disk is broken')
    expect(error.advice).toBe('fix_node')
    expect(error.cause).toMatchObject({ kind: 'transition_failed' })
    await clock.advance(3_600_000)
    expect([await allocations(), simulator.leftovers()]).toEqual([[], []])
  })

  it('tries no other node when the request is at fault', async () => {
    const { simulator, driver, run, nodes, clock, allocations } = siteWith(3)
    for (const node of nodes) node.failNext('deploy', { lastError: 'Image failed to verify its checksum' })
    expectErr(await run(driver.provisioning.spawn(requestFor(gold))), 'transition_failed')
    const deployments = simulator.requests.filter(({ body }) => body?.includes('"active"'))
    expect(deployments).toHaveLength(1)
    await clock.advance(3_600_000)
    expect([await allocations(), simulator.leftovers()]).toEqual([[], []])
  })

  it('deploys one node when the same instance is spawned twice', async () => {
    const { driver, run, otherDriver, carriers } = siteWith(3)
    const request = requestFor(gold)
    const [one, other] = await run(
      Promise.all([driver.provisioning.spawn(request), otherDriver().provisioning.spawn(request)]),
    )
    expect(expectOk(one).node).toBe(expectOk(other).node)
    expect(carriers()).toEqual([request.instance.id])
    const again = expectOk(await run(driver.provisioning.spawn(request)))
    expect(again).toMatchObject({ outcome: 'was_there', node: expectOk(one).node })
  })

  it('reserves a node, keeps it for the same instance, and gives it back', async () => {
    const { simulator, driver, run, otherDriver, carriers, allocations } = siteWith(2)
    const request = { instance: randomUUID(), node: gold }
    const reserved = expectOk(await run(driver.provisioning.reserve(request)))
    expect(reserved.instance).toBe(request.instance)
    expect(expectOk(await run(otherDriver().provisioning.reserve(request))).node).toBe(reserved.node)
    expect(carriers()).toEqual([request.instance])
    const mine = { instance: request.instance, node: reserved.node }
    expectOk(await run(driver.provisioning.release(mine)))
    expect([await allocations(), carriers(), simulator.leftovers()]).toEqual([[], [], []])
  })

  it('leaves everything as it is on request', async () => {
    const { driver, run, nodes, carriers } = siteWith(1)
    nodes[0]?.failNext('deploy')
    const request = requestFor(gold)
    expectErr(await run(driver.provisioning.spawn(request, { onFailure: 'keep' })), 'transition_failed')
    expect(carriers()).toEqual([request.instance.id])
    expect(nodes[0]?.now.provision_state).toBe('deploy failed')
  })
})
