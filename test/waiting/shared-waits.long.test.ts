import { describe, expect, it } from 'vitest'
import type { SimulatedNode } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../support/expect-result.js'
import { waitingSite } from './support/waiting-site.js'

const MINUTE_MS = 60_000

function fleet(size: number, options: Parameters<typeof waitingSite>[0] = {}) {
  const site = waitingSite(options)
  const nodes = Array.from({ length: size }, () => site.simulator.node().available())
  return { ...site, nodes }
}

function finish(nodes: readonly SimulatedNode[]): void {
  for (const node of nodes) node.force({ provision_state: 'active' })
}

describe('a thousand waits at once', () => {
  it('cost one list in some seconds', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(1_000)
    const all = Promise.all(nodes.map((node) => watch(node)))
    await clock.advance(10 * MINUTE_MS)
    const { 'GET /v1/nodes': lists = 0, ...others } = simulator.tally()
    expect(others).toEqual({ 'GET /': 1 })
    expect(lists).toBeLessThan((10 * MINUTE_MS) / 4_000)
    expect(lists).toBeGreaterThan((10 * MINUTE_MS) / 15_000)
    finish(nodes)
    const movedAt = clock.now()
    for (const one of await run(all)) expectOk(one)
    expect(clock.now() - movedAt).toBeLessThan(6_000)
  })

  it('that start one after the other still share their requests', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(200)
    const works = []
    for (const node of nodes) {
      works.push(watch(node))
      await clock.advance(37)
    }
    simulator.forgetRequests()
    await clock.advance(5 * MINUTE_MS)
    expect(simulator.requests.length).toBeLessThan(90)
    finish(nodes)
    for (const one of await run(Promise.all(works))) expectOk(one)
  })

  it('continue when half of their nodes are deleted', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(100)
    const works = nodes.map((node) => watch(node))
    await clock.advance(20_000)
    const gone = nodes.slice(0, 50)
    for (const { uuid } of gone) expectOk(await run(waitless(simulator, uuid)))
    finish(nodes.slice(50))
    const ended = await run(Promise.all(works))
    expect(ended.filter((one) => one.isOk())).toHaveLength(50)
    for (const one of ended.slice(0, 50)) expectErr(one, 'transition_diverged')
  })
})

async function waitless(simulator: ReturnType<typeof waitingSite>['simulator'], uuid: string) {
  return simulator.send({
    method: 'DELETE',
    path: `/v1/nodes/${uuid}`,
    headers: { 'x-openstack-ironic-api-version': '1.82' },
  })
}

describe('a few waits in a big cloud', () => {
  it('read only their nodes, once the size of the fleet is known', async () => {
    const { nodes, watch, clock, simulator } = fleet(5_000)
    const works = nodes.slice(0, 20).map((node) => watch(node, { deadlineMs: 10 * MINUTE_MS }))
    await clock.advance(30_000)
    const before = simulator.tally()['GET /v1/nodes']
    expect(before).toBeLessThanOrEqual(6)
    await clock.advance(5 * MINUTE_MS)
    expect(simulator.tally()['GET /v1/nodes']).toBe(before)
    finish(nodes.slice(0, 20))
    for (const one of await clock.run(Promise.all(works))) expectOk(one)
  })

  it('never list for three nodes or less', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(50)
    const works = nodes.slice(0, 3).map((node) => watch(node))
    await clock.advance(MINUTE_MS)
    finish(nodes.slice(0, 3))
    for (const one of await run(Promise.all(works))) expectOk(one)
    expect(Object.keys(simulator.tally())).toEqual(['GET /', 'GET /v1/nodes/{uuid}'])
  })

  it('for the same node share one read', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(3_000)
    const [node] = nodes.slice(0, 1) as [SimulatedNode]
    const works = Array.from({ length: 40 }, () => watch(node))
    await clock.advance(MINUTE_MS)
    expect(simulator.tally()).not.toHaveProperty('GET /v1/nodes')
    expect(simulator.tally()['GET /v1/nodes/{uuid}']).toBeLessThan(30)
    finish([node])
    for (const one of await run(Promise.all(works))) expectOk(one)
  })
})

describe('fairness', () => {
  it('a hanging read delays only the wait for its own node', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(3)
    const [stuck, first, second] = nodes as [SimulatedNode, SimulatedNode, SimulatedNode]
    const works = nodes.map((node) => watch(node, { deadlineMs: 30 * MINUTE_MS }))
    await clock.advance(3_000)
    simulator.disruptions.next({ path: `/v1/nodes/${stuck.uuid}` }, 'hang', { times: Infinity })
    await clock.advance(3_000)
    finish(nodes)
    const movedAt = clock.now()
    expectOk(await run(works[nodes.indexOf(first)] ?? Promise.reject(new Error('no work'))))
    expectOk(await run(works[nodes.indexOf(second)] ?? Promise.reject(new Error('no work'))))
    expect(clock.now() - movedAt).toBeLessThan(10_000)
    simulator.disruptions.clear()
    expectOk(await run(works[0] ?? Promise.reject(new Error('no work'))))
  })

  it('a node that cannot be read delays no other', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(2)
    const [broken, sound] = nodes as [SimulatedNode, SimulatedNode]
    simulator.disruptions.next(
      { path: `/v1/nodes/${broken.uuid}` },
      { kind: 'status', status: 500 },
      { times: Infinity },
    )
    const [lost, found] = [watch(broken), watch(sound)]
    finish([sound])
    expectOk(await run(found))
    expect(clock.now()).toBeLessThan(Date.parse('2026-01-01T00:01:00Z'))
    expectErr(await run(lost), 'lost_sight')
  })

  it('a slow server gets fewer requests', async () => {
    const quick = fleet(20)
    const slow = fleet(20, { latencyMs: 5_000 })
    for (const { nodes, watch, clock, simulator } of [quick, slow]) {
      const works = nodes.map((node) => watch(node, { deadlineMs: 5 * MINUTE_MS }))
      for (const one of await clock.run(Promise.all(works))) expectErr(one, 'wait_timed_out')
      expect(simulator.requests.length).toBeGreaterThan(5)
    }
    expect(slow.simulator.requests.length).toBeLessThan(quick.simulator.requests.length / 3)
  })
})

describe('a list that hangs', () => {
  it('delays its sharers for less than a request time-out', async () => {
    const { nodes, watch, clock, run, simulator } = fleet(100)
    const works = Promise.all(nodes.map((node) => watch(node)))
    await clock.advance(30_000)
    simulator.disruptions.next({ path: '/v1/nodes' }, 'hang')
    await clock.advance(10_000)
    finish(nodes)
    const hungAt = clock.now()
    for (const one of await run(works)) expectOk(one)
    expect(clock.now() - hungAt).toBeLessThan(35_000)
  })

  it('gets more time if every list takes long', async () => {
    const { nodes, watch, run } = fleet(20, { latencyMs: 45_000 })
    finish(nodes)
    const works = nodes.map((node) => watch(node, { deadlineMs: 10 * MINUTE_MS }))
    for (const one of await run(Promise.all(works))) expectOk(one)
  })
})
