import { AsyncLocalStorage } from 'node:async_hooks'
import {
  subscribe,
  tracingChannel,
  unsubscribe,
  type TracingChannelSubscribers,
} from 'node:diagnostics_channel'
import { IronicDriver, type OperationEvent } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

type Event = Readonly<Record<string, unknown>>

const TRACED = ['operation', 'request', 'attempt', 'wait', 'look', 'login', 'compensation'] as const
const NOTICES = ['node-change', 'retry', 'version'] as const

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Everything that is published while a test runs, as `channel phase` with the event as it is then. */
function heard(names: readonly string[] = [...TRACED, ...NOTICES]) {
  const events: { readonly at: string; readonly event: Event }[] = []
  for (const name of names) {
    const note = (phase: string) => (event: unknown) =>
      void events.push({ at: `${name} ${phase}`, event: { ...(event as Event) } })
    if ((NOTICES as readonly string[]).includes(name)) {
      const listen = note('')
      subscribe(`ironic-driver:${name}`, listen)
      stops.push(() => unsubscribe(`ironic-driver:${name}`, listen))
      continue
    }
    const phases = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
    const listeners = Object.fromEntries(phases.map((phase) => [phase, note(phase)]))
    const subscribers = listeners as unknown as TracingChannelSubscribers<object>
    tracingChannel(`ironic-driver:${name}`).subscribe(subscribers)
    stops.push(() => tracingChannel(`ironic-driver:${name}`).unsubscribe(subscribers))
  }
  const of = (at: string) => events.filter((one) => one.at.trim() === at).map(({ event }) => event)
  return { events, of }
}

function siteWithNode() {
  const site = simulatedSite()
  const node = site.simulator.node({ name: 'metal-1' }).withPort().available()
  return { ...site, node, request: spawnRequestFor(node) }
}

describe('the tracing channels', () => {
  it('publish a spawn as one operation, its requests with routes, its wait and each change of the node', async () => {
    const { driver, run, node, request } = siteWithNode()
    const { of } = heard()
    expectOk(await run(driver.provisioning.spawn(request)))

    const subject = { operation: 'provisioning.spawn', node: node.uuid, instance: request.instance.id }
    expect(of('operation start')).toEqual([subject])
    expect(of('operation asyncEnd')).toEqual([subject])
    expect(of('request asyncEnd')).toContainEqual(
      expect.objectContaining({
        operation: 'nodeStates.provision(active)',
        method: 'PUT',
        route: '/v1/nodes/{node}/states/provision',
        node: node.uuid,
        attempts: 1,
        status: 202,
      }),
    )
    expect(of('wait asyncEnd')).toEqual([
      expect.objectContaining({
        ...subject,
        goal: 'the instance to become active',
        looks: of('look start').length,
      }),
    ])
    const states = of('node-change').map(({ provision_state: state }) => state)
    expect(states.at(-1)).toBe('active')
    expect(of('node-change').map(({ wait }) => (wait as Event)['goal'])).toEqual(
      states.map(() => 'the instance to become active'),
    )
    const [first, ...later] = of('node-change').map(({ unseenMs }) => unseenMs)
    expect(first).toBeUndefined()
    for (const unseenMs of later) expect(unseenMs).toBeGreaterThan(0)
    expect(of('version')).toEqual([expect.objectContaining({ serverMaximum: expect.any(String) as string })])
    expect(of('operation error')).toEqual([])
  })

  it('publish an error Result as an error, and what the undo left', async () => {
    const { simulator, driver, run, node, request } = siteWithNode()
    node.failNext('deploy')
    simulator.disruptions.next(
      { method: 'PUT', path: /provision/ },
      { kind: 'status', status: 403 },
      { after: 1, times: Infinity },
    )
    const { of } = heard()
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(of('operation error')).toEqual([
      expect.objectContaining({ operation: 'provisioning.spawn', error }),
    ])
    expect(of('compensation asyncEnd')).toEqual([
      expect.objectContaining({
        operation: 'provisioning.spawn',
        remains: [`instance ${request.instance.id}`],
      }),
    ])
  })

  it('publish each attempt of a request, and the pause before the next with its cause', async () => {
    const { simulator, driver, run, node } = siteWithNode()
    simulator.disruptions.next({ path: /nodes\/metal-1/ }, 'busy', { times: 2 })
    const { of } = heard(['request', 'attempt', 'retry'])
    expectOk(await run(driver.client.nodes.get('metal-1')))

    const sent = simulator.requests.filter(({ path }) => path.includes('metal-1'))
    expect(of('attempt asyncEnd').map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 503],
      [2, 503],
      [3, 200],
    ])
    expect(of('retry')).toMatchObject([
      {
        operation: 'nodes.get',
        method: 'GET',
        route: '/v1/nodes/{node}',
        attempt: 1,
        cause: { kind: 'service_busy' },
      },
      { attempt: 2, pauseMs: expect.any(Number) as number },
    ])
    const ids = new Set(sent.map(({ headers }) => headers['x-openstack-request-id']))
    expect(ids.size).toBe(1)
    expect([...ids]).toEqual([of('request start')[0]?.['requestId']])
    expect(node.exists).toBe(true)
  })

  it('publish no secret that a server sends back as its request id', async () => {
    const { simulator, driver, run } = siteWithNode()
    const redfish_password = 'req-0123456789abcdef'
    const headers = { 'openstack-request-id': redfish_password }
    simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 403, headers })
    const { of } = heard(['attempt'])
    const node = { driver: 'redfish', driver_info: { redfish_password } }
    expectErr(await run(driver.client.nodes.create(node)), 'forbidden')
    expect(of('attempt asyncEnd').at(-1)).toMatchObject({
      operation: 'nodes.create',
      serverRequestId: undefined,
    })
    expect(JSON.stringify(of('attempt asyncEnd'))).not.toContain(redfish_password)
  })

  it('run the work in the stores that a subscriber binds, so that spans have parents', async () => {
    const { driver, run, request } = siteWithNode()
    const spans = new AsyncLocalStorage<string>()
    const operation = tracingChannel('ironic-driver:operation')
    operation.start.bindStore(spans, () => 'the span of the operation')
    stops.push(() => operation.start.unbindStore(spans))
    const parents: (string | undefined)[] = []
    const listen = () => void parents.push(spans.getStore())
    subscribe('tracing:ironic-driver:attempt:start', listen)
    stops.push(() => unsubscribe('tracing:ironic-driver:attempt:start', listen))
    expectOk(await run(driver.provisioning.requestSpawn(request)))
    expect(new Set(parents)).toEqual(new Set(['the span of the operation']))
  })

  it('publish a look with the waits that share it, and with an error if no node could be read', async () => {
    const { simulator, driver, run } = simulatedSite()
    const nodes = ['metal-1', 'metal-2'].map((name) => simulator.node({ name }).available())
    const { of } = heard(['wait', 'look'])
    simulator.disruptions.next({ method: 'GET', path: /fields=/ }, 'busy', { after: 2, times: 2 })
    const ons = await run(Promise.all(nodes.map(({ uuid }) => driver.power.on({ node: uuid }))))
    for (const on of ons) expectOk(on)
    const looks = of('look asyncEnd')
    expect(looks.flatMap(({ sharedBy }) => (sharedBy as Event[]).map(({ node }) => node))).toEqual(
      expect.arrayContaining(nodes.map(({ uuid }) => uuid)),
    )
    expect(of('look error').map(({ nodes, failed }) => [nodes, failed])).toEqual([
      [1, 1],
      [1, 1],
    ])
    expect(of('look error')[0]?.['error']).toMatchObject({ kind: 'service_busy' })
  })

  it('run the work in the contexts that subscribers set with `around`, also when one of them throws', async () => {
    const { driver, run, request } = siteWithNode()
    const order: string[] = []
    const enter = (name: string) => (message: unknown) => {
      const event = message as OperationEvent
      const inner = event.around ?? ((work) => work())
      event.around = (work) => {
        order.push(name)
        inner(work)
        throw new Error('a mistake of the subscriber')
      }
    }
    for (const name of ['inner', 'outer']) {
      const listen = enter(name)
      subscribe('tracing:ironic-driver:operation:start', listen)
      stops.push(() => unsubscribe('tracing:ironic-driver:operation:start', listen))
    }
    expectOk(await run(driver.provisioning.requestSpawn(request)))
    expect(order).toEqual(['outer', 'inner'])
  })

  it('publish nothing to those who have left', async () => {
    const { driver, run, request } = siteWithNode()
    const { events } = heard()
    for (const stop of stops.splice(0)) stop()
    expectOk(await run(driver.provisioning.spawn(request)))
    expect(events).toEqual([])
  })
})

it('sends the id of a request as x-openstack-request-id, and names it in the error', async () => {
  const { simulator, driver, run } = siteWithNode()
  simulator.disruptions.next({ path: /nodes\/metal-1/ }, { kind: 'status', status: 403 })
  const error = expectErr(await run(driver.power.off({ node: 'metal-1' })), 'forbidden')
  expect(error.globalRequestId).toMatch(/^req-[0-9a-f-]{36}$/)
  expect(simulator.requests.at(-1)?.headers['x-openstack-request-id']).toBe(error.globalRequestId)
})

it('tells a transport the operation, the route and the attempt', async () => {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-1' }).available()
  const labels: unknown[] = []
  const driver = new IronicDriver({
    transport: {
      send: ({ operation, route, attempt, ...request }) => {
        labels.push([operation, route, attempt])
        return simulator.send(request)
      },
    },
  })
  expectOk(await driver.client.nodeTraits.list('metal-1'))
  expect(labels).toContainEqual(['nodeTraits.list', '/v1/nodes/{node}/traits', 1])
})
