import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { spawnRequestFor } from '../support/simulated-site.js'
import { instrumentedSite } from './support/instrumented-site.js'
import type { Telemetry } from './support/telemetry.js'

const ALL = [
  'ironic.operation.duration',
  'ironic.operation.active',
  'ironic.step.duration',
  'ironic.request.duration',
  'ironic.request.retries',
  'ironic.wait.active',
  'ironic.watcher.nodes',
  'ironic.watcher.looks',
  'ironic.watcher.lag',
  'ironic.node.state',
  'ironic.compensation.failures',
]

/** Returns the attributes and the value of each data point; of a histogram, its count and sum. */
async function pointsOf(seen: Telemetry, name: string) {
  const points = (await seen.metrics()).get(name) ?? []
  return points.map(({ attributes, value }) => {
    if (typeof value === 'number') return [attributes, value] as const
    const { count, sum } = value as { count: number; sum: number }
    return [attributes, { count, sum }] as const
  })
}

describe('the metrics', () => {
  it('measure the calls, the steps of nodes and what is in progress, in seconds', async () => {
    const { clock, simulator, driver, run, seen, request } = instrumentedSite()
    const running = driver.provisioning.spawn(request)
    const during = new Map<string, unknown>()
    await clock.advance(1_500)
    for (const name of [
      'ironic.operation.active',
      'ironic.wait.active',
      'ironic.watcher.nodes',
      'ironic.node.state',
    ])
      during.set(name, await pointsOf(seen, name))
    expectOk(await run(running))

    const operation = { 'ironic.operation': 'provisioning.spawn' }
    expect(Object.fromEntries(during)).toEqual({
      'ironic.operation.active': [[operation, 1]],
      'ironic.wait.active': [[operation, 1]],
      'ironic.watcher.nodes': [[{}, 1]],
      'ironic.node.state': [[{ 'ironic.provision_state': 'deploying' }, 1]],
    })
    expect(await pointsOf(seen, 'ironic.operation.duration')).toEqual([[operation, { count: 1, sum: 2 }]])
    expect(await pointsOf(seen, 'ironic.step.duration')).toEqual([
      [{ 'ironic.step': 'deploy.deploy' }, { count: 1, sum: 1 }],
    ])
    expect(await pointsOf(seen, 'ironic.watcher.looks')).toEqual([[{}, 2]])
    expect(await pointsOf(seen, 'ironic.watcher.lag')).toEqual([[{}, { count: 1, sum: 1 }]])
    expect(await pointsOf(seen, 'ironic.operation.active')).toEqual([[operation, 0]])
    expect(await pointsOf(seen, 'ironic.wait.active')).toEqual([[operation, 0]])
    expect(await pointsOf(seen, 'ironic.watcher.nodes')).toEqual([[{}, 0]])
    for (const [, count] of await pointsOf(seen, 'ironic.node.state')) expect(count).toBe(0)
    const requests = await pointsOf(seen, 'ironic.request.duration')
    expect(requests).toContainEqual([
      {
        'http.request.method': 'PUT',
        'url.template': '/v1/nodes/{node}/states/provision',
        'http.response.status_code': 202,
      },
      { count: 1, sum: 0 },
    ])
    const counts = requests.map(([, value]) => (typeof value === 'number' ? NaN : value.count))
    expect(counts.reduce((sum, count) => sum + count)).toBe(
      simulator.requests.filter(({ path }) => path !== '/').length,
    )
  })

  it('show failures by their kind, and the undos that left something', async () => {
    const { simulator, driver, run, seen, node, request } = instrumentedSite()
    node.failNext('deploy')
    simulator.disruptions.next(
      { method: 'PUT', path: /provision/ },
      { kind: 'status', status: 403 },
      { after: 1, times: Infinity },
    )
    expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    const operation = { 'ironic.operation': 'provisioning.spawn' }
    expect(await pointsOf(seen, 'ironic.operation.duration')).toMatchObject([
      [{ ...operation, 'error.type': 'undo_incomplete' }, { count: 1 }],
    ])
    expect(await pointsOf(seen, 'ironic.compensation.failures')).toEqual([[operation, 1]])
    expect(await pointsOf(seen, 'ironic.step.duration')).toMatchObject([
      [{ 'ironic.step': 'deploy.deploy', 'error.type': 'deploy failed' }, { count: 1 }],
    ])
    expect(await pointsOf(seen, 'ironic.request.duration')).toContainEqual([
      {
        'http.request.method': 'PUT',
        'url.template': '/v1/nodes/{node}/states/provision',
        'http.response.status_code': 403,
        'error.type': 'forbidden',
      },
      expect.objectContaining({ count: expect.any(Number) as number }),
    ])
  })

  it('count retries and failed looks by their cause', async () => {
    const { simulator, driver, run, seen } = instrumentedSite()
    simulator.disruptions.next({ method: 'GET', path: /nodes\/metal-1/ }, 'busy', { times: 2 })
    expectOk(await run(driver.client.nodes.get('metal-1')))
    expect(await pointsOf(seen, 'ironic.request.retries')).toEqual([
      [
        {
          'http.request.method': 'GET',
          'url.template': '/v1/nodes/{node}',
          'error.type': 'service_busy',
        },
        2,
      ],
    ])
    simulator.disruptions.next({ method: 'GET', path: /fields=/ }, 'busy', { after: 1 })
    expectOk(await run(driver.power.on({ node: 'metal-1' })))
    expect(await pointsOf(seen, 'ironic.watcher.looks')).toContainEqual([{ 'error.type': 'service_busy' }, 1])
  })

  it('have buckets for requests of milliseconds and deployments of an hour', async () => {
    const { driver, run, seen, request } = instrumentedSite()
    expectOk(await run(driver.provisioning.spawn(request)))
    const metrics = await seen.metrics()
    const boundariesOf = (name: string) =>
      (metrics.get(name)?.[0]?.value as { buckets: { boundaries: number[] } }).buckets.boundaries
    expect(boundariesOf('ironic.request.duration')[0]).toBeLessThanOrEqual(0.005)
    for (const minutes of [1, 5, 10, 15, 20, 30, 60])
      expect(boundariesOf('ironic.operation.duration')).toContain(minutes * 60)
  })

  it('name no node, instance or request: a fleet has the series of one node', async () => {
    const { simulator, driver, run, seen } = instrumentedSite()
    const nodes = Array.from({ length: 20 }, (_, index) =>
      simulator
        .node({ name: `metal-of-rack-${index}` })
        .withPort()
        .available(),
    )
    nodes[3]?.failNext('deploy')
    const requests = nodes.map((node) => spawnRequestFor(node))
    simulator.disruptions.next({ method: 'PATCH' }, 'busy', { after: 4, times: 3 })
    const spawned = await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
    expect(spawned.filter((one) => one.isErr())).toHaveLength(1)
    const destroyed = await run(
      Promise.all(nodes.map(({ uuid }) => driver.provisioning.destroy({ node: uuid }))),
    )
    for (const one of destroyed) expectOk(one)

    const metrics = await seen.metrics()
    expect([...metrics.keys()].toSorted()).toEqual(
      ALL.filter((name) => name !== 'ironic.compensation.failures').toSorted(),
    )
    const series = [...metrics].flatMap(([name, points]) =>
      points.map(({ attributes }) => JSON.stringify([name, attributes])),
    )
    expect(series.length).toBeLessThan(60)
    const ids = [
      ...nodes.flatMap(({ uuid, name }) => [uuid, String(name)]),
      ...requests.map(({ instance }) => instance.id),
    ]
    for (const line of series) {
      expect(line).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|req-|metal-of-rack/)
      for (const id of ids) expect(line).not.toContain(id)
    }
  })
})
