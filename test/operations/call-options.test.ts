import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport, type TransportRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { preparedSite } from '../faults/base-run.js'
import { worldsOf } from '../faults/list-cases.js'
import { OPERATIONS, scenarioOf } from '../faults/operations.js'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

const newId = () => `req-${randomUUID()}`

/** Keeps the requests except `GET /`, which serves all calls. */
function noting(inner: Transport): { readonly transport: Transport; readonly sent: TransportRequest[] } {
  const sent: TransportRequest[] = []
  const transport: Transport = {
    send: (request) => {
      if (request.path !== '/') sent.push(request)
      return inner.send(request)
    },
  }
  return { transport, sent }
}

function idsOf(sent: readonly TransportRequest[]): ReadonlySet<unknown> {
  return new Set(sent.map(({ headers }) => headers['x-openstack-request-id']))
}

it.each(OPERATIONS)('%s sends the id and keeps the time limit of its caller', async (operation) => {
  const scenario = scenarioOf(operation)
  const [world = 'fake'] = worldsOf(operation)
  const site = await preparedSite(scenario, world)
  const { transport, sent } = noting(site.ironic)
  const requestId = newId()
  const options = { requestId, timeoutMs: 7_000 }
  const outcome = await site.clock.run((async () => await scenario.call(site.actor(transport), options))())
  if (scenario.notIn === undefined) expectOk(outcome)
  expect(sent.length).toBeGreaterThan(0)
  expect(idsOf(sent)).toEqual(new Set([requestId]))
  for (const { timeoutMs = Infinity } of sent) expect(timeoutMs).toBeLessThanOrEqual(7_000)
})

/** A free node, and a driver whose requests are kept. */
function notedSite() {
  const site = simulatedSite()
  const node = site.simulator.node({ name: 'metal-1' }).withPort().available()
  const { transport, sent } = noting(site.simulator)
  const driver = new IronicDriver({ transport, clock: site.clock, random: () => 0.5 })
  return { ...site, node, driver, sent }
}

const instance = { id: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' }
const image = { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

it('sends the id of its caller with the requests of an undo', async () => {
  const { driver, node, run, sent } = notedSite()
  node.failNext('deploy')
  const requestId = newId()
  const request = { instance, node: node.uuid, image, vifs: [{ id: randomUUID() }] }
  expectErr(await run(driver.provisioning.spawn(request, { requestId })), 'transition_failed')
  expect(sent.map(({ body }) => body)).toContain('{"target":"deleted"}')
  expect(idsOf(sent)).toEqual(new Set([requestId]))
})

it.each([{ requestId: 'req-1' }, { requestId: 7 }, { timeoutMs: 0 }, { timeoutMs: Infinity }])(
  'refuses %j before anything is sent',
  async (options) => {
    const { driver, run, simulator } = notedSite()
    const error = expectErr(
      await run(driver.power.state({ node: 'metal-1' }, options as never)),
      'invalid_input',
    )
    expect(error.field).toBe(`options.${Object.keys(options)[0]}`)
    expect(simulator.requests).toEqual([])
  },
)

it('reports the id in the error of a call', async () => {
  const { driver, run } = notedSite()
  const requestId = newId()
  const error = expectErr(await run(driver.client.nodes.get('nobody', { requestId })), 'not_found')
  expect(error.globalRequestId).toBe(requestId)
})

it('keeps the ids of calls at the same time apart', async () => {
  const { driver, run, sent, simulator } = notedSite()
  simulator.node({ name: 'metal-2' }).withPort().available()
  const [one, two] = [newId(), newId()]
  expectOk(
    await run(
      driver.power
        .on({ node: 'metal-1' }, { requestId: one })
        .andThen(() => driver.power.off({ node: 'metal-2' }, { requestId: two })),
    ),
  )
  sent.length = 0
  const changed = await run(
    Promise.all([
      driver.power.off({ node: 'metal-1' }, { requestId: one }),
      driver.power.on({ node: 'metal-2' }, { requestId: two }),
    ]),
  )
  for (const result of changed) expectOk(result)
  const changes = sent.filter(({ method }) => method === 'PUT')
  expect(changes.map(({ headers }) => headers['x-openstack-request-id']).sort()).toEqual([one, two].sort())
})

it('does not lend the id of a call to calls of its callbacks, nor to later calls', async () => {
  const { driver, run, sent } = notedSite()
  const requestId = newId()
  const inner: Promise<unknown>[] = []
  const onProgress = () => void inner.push(driver.client.nodes.get('metal-1').unwrapOr(undefined))
  expectOk(await run(driver.power.on({ node: 'metal-1' }, { requestId, onProgress })))
  await run(Promise.all(inner))
  expect(inner.length).toBeGreaterThan(0)
  const reads = sent.filter(({ operation, path }) => operation === 'nodes.get' && !path.includes('?'))
  expect(idsOf(reads).has(requestId)).toBe(false)
  sent.length = 0
  expectOk(await run(driver.power.state({ node: 'metal-1' })))
  expect(idsOf(sent).has(requestId)).toBe(false)
})

it('ends each of two simultaneous lists at its own time limit', async () => {
  const { driver, simulator, run } = notedSite()
  expectOk(await run(driver.inventory.nodes()))
  simulator.latencyMs = 5_000
  const [short, long] = await run(
    Promise.all([driver.inventory.nodes({ timeoutMs: 100 }), driver.inventory.nodes()]),
  )
  expectErr(short, 'request_timed_out')
  expectOk(long)
})

it('inventory.watch sends the id of its caller with each look', async () => {
  const { driver, run, sent, clock } = notedSite()
  const requestId = newId()
  const stop = new AbortController()
  const watch = async () => {
    for await (const change of driver.inventory.watch({ requestId, signal: stop.signal })) expectOk(change)
  }
  const watching = watch()
  await clock.advance(40_000)
  stop.abort()
  await run(watching)
  expect(sent.length).toBeGreaterThan(1)
  expect(idsOf(sent)).toEqual(new Set([requestId]))
})
