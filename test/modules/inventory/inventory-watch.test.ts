import type { InventoryChange, WatchInventoryOptions } from 'ironic-driver'
import type { RequestError } from 'ironic-driver/client'
import type { Result } from 'neverthrow'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, type SimulatedSite } from '../../support/simulated-site.js'

type WatchItem = Result<InventoryChange, RequestError>

/** Follows a watch in the background, and keeps its events. */
function follow({ driver }: SimulatedSite, options: WatchInventoryOptions = {}) {
  const received: WatchItem[] = []
  const leaver = new AbortController()
  const ended = (async () => {
    for await (const one of driver.inventory.watch({ signal: leaver.signal, ...options })) received.push(one)
  })()
  const news = () => received.splice(0).map((one) => (one.isOk() ? wordsFor(one.value) : one.error.kind))
  return { received, news, leave: () => leaver.abort(), ended }
}

function wordsFor(change: InventoryChange): string {
  switch (change.change) {
    case 'added':
      return `+${String(change.node.name)}`
    case 'removed':
      return `-${String(change.before.name)}`
    case 'changed':
      return `${String(change.node.name)}: ${change.fields.toSorted().join(' ')}`
  }
}

function siteWithTwo() {
  const site = simulatedSite({}, { retryForMs: 0 })
  const a = site.simulator.node({ name: 'a', shard: 'one' }).available()
  const b = site.simulator.node({ name: 'b', shard: 'two' }).available()
  return { ...site, a, b }
}

it('reports what exists, then what comes, goes and changes, with one list for each look', async () => {
  const site = siteWithTwo()
  const { clock, simulator, driver, run, a, b } = site
  const watch = follow(site, { everyMs: 10_000 })
  await clock.advance(1)
  expect(watch.news()).toEqual(['+a', '+b'])

  await clock.advance(60_000)
  expect(watch.news()).toEqual([])
  expect(simulator.tally()).toEqual({ 'GET /': 1, 'GET /v1/nodes': 7 })

  a.force({ maintenance: true, maintenance_reason: 'a fan' })
  b.lock(8_000)
  simulator.node({ name: 'c' }).available()
  await clock.advance(10_000)
  expect(watch.news()).toEqual(['a: maintenance maintenance_reason', '+c'])

  expectOk(await run(driver.client.nodeMaintenance.clear(a.uuid)))
  expectOk(await run(driver.client.nodes.delete(b.uuid)))
  await clock.advance(10_000)
  expect(watch.news()).toEqual(['-b', 'a: maintenance maintenance_reason'])
  watch.leave()
  await run(watch.ended)
})

it('watches the scope only', async () => {
  const site = siteWithTwo()
  const { clock, a, b, run } = site
  const watch = follow(site, { scope: { shard: 'one' } })
  await clock.advance(1)
  expect(watch.news()).toEqual(['+a'])
  b.force({ maintenance: true })
  a.force({ shard: 'two' })
  await clock.advance(20_000)
  expect(watch.news()).toEqual(['-a'])
  watch.leave()
  await run(watch.ended)
})

it('does not report a short outage, and reports afterwards what changed in it', async () => {
  const site = siteWithTwo()
  const { clock, simulator, a, run } = site
  const watch = follow(site)
  await clock.advance(1)
  watch.news()
  simulator.disruptions.next({}, { kind: 'status', status: 502, body: '<html>' }, { times: 3 })
  a.force({ provision_state: 'manageable' })
  await clock.advance(200_000)
  expect(watch.news()).toEqual(['a: provision_state provision_updated_at'])
  watch.leave()
  await run(watch.ended)
})

it('reports every five minutes that Ironic is out of reach, and continues', async () => {
  const site = siteWithTwo()
  const { clock, simulator, a, run } = site
  const watch = follow(site)
  await clock.advance(1)
  watch.news()
  const before = simulator.requests.length
  simulator.disruptions.next({}, 'refuse', { times: Infinity })
  await clock.advance(20 * 60_000)
  const news = watch.news()
  expect(new Set(news)).toEqual(new Set(['network_failure']))
  expect(news.length).toBeGreaterThanOrEqual(2)
  expect(news.length).toBeLessThanOrEqual(4)
  expect(simulator.requests.length - before).toBeLessThan(30)
  simulator.disruptions.clear()
  a.force({ maintenance: true })
  await clock.advance(6 * 60_000)
  expect(watch.news()).toEqual(['a: maintenance'])
  watch.leave()
  await run(watch.ended)
})

it('ends with an error that no retry can cure', async () => {
  const site = simulatedSite({ maxVersion: '1.81' })
  const old = follow(site, { scope: { shard: 'one' } })
  const wrong = follow(site, { everyMs: 5 })
  await site.run(Promise.all([old.ended, wrong.ended]))
  expect(old.news()).toEqual(['unsupported_api_version'])
  const [received] = wrong.received
  if (received === undefined) throw new Error('nothing was received')
  expect(expectErr(received, 'invalid_input').message).toContain('everyMs')
  expect(site.simulator.tally()).toEqual({ 'GET /': 1 })
})

it('sends nothing while its consumer is busy or after the consumer has left', async () => {
  const { driver, clock, simulator, run } = siteWithTwo()
  const changes = driver.inventory.watch({ everyMs: 1_000 })[Symbol.asyncIterator]()
  await run(changes.next())
  await clock.advance(60_000)
  expect(simulator.tally()['GET /v1/nodes']).toBe(1)
  await changes.return?.()
  await clock.advance(60_000)
  expect(simulator.tally()['GET /v1/nodes']).toBe(1)
})

it('ends in the middle of a pause when it is aborted', async () => {
  const site = siteWithTwo()
  const watch = follow(site, { everyMs: 3_600_000 })
  await site.clock.advance(10)
  const before = site.clock.now()
  watch.leave()
  await watch.ended
  expect(site.clock.now()).toBe(before)
  expect(watch.news()).toEqual(['+a', '+b'])
})

it('ends by its `Symbol.asyncDispose`, also while it sleeps, as `await using` calls it', async () => {
  const { clock, driver, simulator } = siteWithTwo()
  const watch = driver.inventory.watch()
  const changes = watch[Symbol.asyncIterator]()
  const received: unknown[] = []
  const ended = (async () => {
    for (;;) {
      const next = await changes.next()
      if (next.done === true) return
      received.push(next.value)
    }
  })()
  await clock.advance(1)
  expect(received).toHaveLength(2)
  await watch[Symbol.asyncDispose]()
  await ended
  await clock.advance(60_000)
  expect(simulator.tally()['GET /v1/nodes']).toBe(1)
})
