import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport, type TransportRequest } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { scriptedClient, reply } from '../support/scripted-transport.js'

interface Sent extends TransportRequest {
  readonly at: number
}

function budgetedSite(maxRequestsPerSecond?: number) {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, timings: { deployStep: 60_000 } })
  const sent: Sent[] = []
  const transport: Transport = {
    send(request) {
      sent.push({ ...request, at: clock.now() })
      return simulator.send(request)
    },
  }
  const driver = new IronicDriver({ transport, clock, random: () => 0.5, maxRequestsPerSecond })
  return { clock, simulator, sent, driver }
}

function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length))
}

it('keeps to the budget over spawns, waits, reads and retries', async () => {
  const { clock, simulator, sent, driver } = budgetedSite(10)
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 503 }, { times: 5 })
  const works = Array.from({ length: 20 }, () =>
    driver.provisioning.spawn({
      instance: { id: randomUUID() },
      node: simulator.node().withPort().available().uuid,
      image: { source: 'http://images/web.qcow2' },
      vifs: [{ id: randomUUID() }],
    }),
  )
  for (const spawned of await clock.run(Promise.all(works))) expectOk(spawned)
  expect(sent.length).toBeGreaterThan(100)
  expect(mostInASecond(sent.map(({ at }) => at))).toBe(10)
})

it.each([33, 700])('keeps to %d a second, which are no whole milliseconds apart', async (rate) => {
  const at: number[] = []
  const site = scriptedClient(
    () => {
      at.push(site.clock.now())
      return reply(200, { uuid: 'n1' })
    },
    { maxRequestsPerSecond: rate },
  )
  const reads = Array.from({ length: 2 * rate }, () => site.client.nodes.get('n1', { fields: ['uuid'] }))
  for (const read of await site.clock.run(Promise.all(reads))) expectOk(read)
  // A request may come less than a millisecond early.
  expect(mostInASecond(at)).toBeLessThanOrEqual(rate + 1)
  const spanMs = (at.at(-1) ?? 0) - (at[0] ?? 0)
  expect(Math.round(((at.length - 1) * 1_000) / spanMs)).toBe(rate)
})

it.each([
  [0.5, [0, 2_000, 4_000]],
  [1, [0, 1_000, 2_000]],
  [3, [0, 333, 666]],
  [100, [0, 10, 20]],
  [5_000, [0, 0, 0]],
])('with %d a second sends three requests after %j ms', async (maxRequestsPerSecond, expected) => {
  const at: number[] = []
  const site = scriptedClient(
    () => {
      at.push(site.clock.now())
      return reply(200, { uuid: 'n1' })
    },
    { maxRequestsPerSecond },
  )
  expectOk(await site.run(site.client.features()))
  await site.clock.advance(10_000)
  const startedAt = site.clock.now()
  const reads = Array.from({ length: 3 }, () => site.client.nodes.get('n1', { fields: ['uuid'] }))
  for (const read of await site.run(Promise.all(reads))) expectOk(read)
  expect(at.map((time) => time - startedAt)).toEqual(expected)
})

it('sends what a call does before the looks of waits, and yet lets the waits go on', async () => {
  const { clock, simulator, sent, driver } = budgetedSite(5)
  const deploying = Array.from({ length: 3 }, () => simulator.node().withPort().available())
  const works = deploying.map(({ uuid }) =>
    driver.provisioning.spawn({
      instance: { id: randomUUID() },
      node: uuid,
      image: { source: 'http://images/web.qcow2' },
    }),
  )
  await clock.advance(8_000)
  sent.length = 0
  const reader = simulator.node().active()
  const reads = Array.from({ length: 50 }, () => driver.power.state({ node: reader.uuid }))
  await clock.advance(3_000)
  const others = Array.from({ length: 40 }, () => driver.client.nodes.get(reader.uuid))
  await clock.advance(10_000)
  const ofLooks = sent.filter(({ path }) => deploying.some(({ uuid }) => path.includes(uuid)))
  expect(ofLooks.length).toBeGreaterThan(3)
  expect(ofLooks.length).toBeLessThan(sent.length / 3)
  for (const one of await clock.run(Promise.all(reads))) expectOk(one)
  for (const one of await clock.run(Promise.all(others))) expectOk(one)
  for (const spawned of await clock.run(Promise.all(works))) expectOk(spawned)
})

it('ends a queued request at its abort and at the deadline of its call, without sending it', async () => {
  const { clock, simulator, sent, driver } = budgetedSite(0.1)
  const node = simulator.node().active().uuid
  expectOk(await clock.run(driver.client.features()))
  const stop = new AbortController()
  const first = driver.client.nodes.get(node)
  const abandoned = driver.client.nodes.get(node, { signal: stop.signal })
  const late = driver.power.off({ node }, { deadlineMs: 3_000 })
  await clock.advance(1_000)
  stop.abort()
  expectErr(await clock.run(abandoned), 'aborted')
  const startedAt = clock.now()
  expectErr(await clock.run(late), 'request_timed_out')
  expect(clock.now() - startedAt).toBe(2_000)
  expectOk(await clock.run(first))
  expect(sent).toHaveLength(2)
})

it('holds every request after a 429 for as long as the server asks, and then starts them one by one', async () => {
  const at: number[] = []
  const site = scriptedClient(
    (_request, nth) => {
      at.push(site.clock.now())
      return nth === 0 ? reply(429, '', { 'retry-after': '20' }) : reply(202, { uuid: 'n1' })
    },
    { random: () => 0 },
  )
  expectOk(await site.run(site.client.features()))
  const startedAt = site.clock.now()
  const refused = site.client.nodes.get('n1', { fields: ['uuid'] })
  await site.clock.advance(5_000)
  const others = Array.from({ length: 3 }, () => site.client.nodeStates.power('n1', { target: 'power on' }))
  expectOk(await site.run(refused))
  for (const other of await site.run(Promise.all(others))) expectOk(other)
  expect(at.map((time) => time - startedAt)).toEqual([0, 20_000, 20_050, 20_100, 20_150])
})

it('holds longer after each 429 that names no time, and forgets them after a calm half minute', async () => {
  const at: number[] = []
  const site = scriptedClient((_request, nth) => {
    at.push(site.clock.now())
    return nth < 3 ? reply(429) : reply(200, { uuid: 'n1' })
  })
  const startedAt = site.clock.now()
  expectOk(await site.run(site.client.nodes.get('n1', { fields: ['uuid'] })))
  expect(at.map((time) => time - startedAt)).toEqual([0, 750, 2_250, 5_250])
  await site.clock.advance(60_000)
  at.length = 0
  const calm = Array.from({ length: 3 }, () => site.client.nodes.get('n1', { fields: ['uuid'] }))
  for (const read of await site.run(Promise.all(calm))) expectOk(read)
  expect(new Set(at).size).toBe(1)
})

it('keeps to the budget, and goes on, when the clock is set back by a day', async () => {
  const manual = new ManualClock()
  let setBackMs = 0
  const clock = {
    now: () => manual.now() - setBackMs,
    sleep: (ms: number, signal?: AbortSignal) => manual.sleep(ms, signal),
  }
  const simulator = new IronicSimulator({ clock: manual })
  const node = simulator.node().available().uuid
  const times: number[] = []
  const transport: Transport = {
    send(request) {
      times.push(manual.now())
      if (times.length === 8) setBackMs = 86_400_000
      return simulator.send(request)
    },
  }
  const driver = new IronicDriver({ transport, clock, maxRequestsPerSecond: 5 })
  const startedAt = manual.now()
  const reads = Array.from({ length: 20 }, () => driver.client.nodes.get(node))
  for (const read of await manual.run(Promise.all(reads))) expectOk(read)
  expect(mostInASecond(times)).toBeLessThanOrEqual(5)
  expect(manual.now() - startedAt).toBeLessThan(7_000)
})

it('counts requests that are refused together once, also when the server asks for no pause', async () => {
  const { clock, simulator, sent, driver } = budgetedSite()
  const node = simulator.node().available().uuid
  expectOk(await clock.run(driver.client.nodes.get(node)))
  simulator.disruptions.next(
    { method: 'GET' },
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    { times: 50 },
  )
  const reads = Array.from({ length: 50 }, () => driver.client.nodes.get(node))
  for (const read of await clock.run(Promise.all(reads))) expectOk(read)
  const again = sent.slice(52).map(({ at }) => at)
  expect(again).toHaveLength(50)
  expect((again.at(-1) ?? 0) - (again[0] ?? 0)).toBeLessThan(5_000)
})
