import { randomUUID } from 'node:crypto'
import { IronicDriver, type SpawnRequest } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'
import { dyingTransport, lateTransport, watchedTransport } from './transports.js'

const DAY_MS = 24 * 3_600_000

const WAYS = [
  ['an allocation', {}],
  ['a reservation', { where: () => true }],
] as const

/** The version request and what follows it; a spawn by reservation sends two requests less. */
const REQUESTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

/** The same request lost, refused, or answered with nonsense, permanently. */
const DISRUPTIONS: readonly (readonly [string, Disruption])[] = [
  ['is refused', { kind: 'status', status: 400, fault: 'Something is wrong.' }],
  ['is forbidden', { kind: 'status', status: 403, fault: 'Access was denied.' }],
  ['gets a 502 from a proxy', { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }],
  ['is lost on the way', 'drop-before'],
  ['takes effect and its reply is lost', 'drop-after'],
  ['is never answered but takes effect', { kind: 'hang', effect: true }],
  ['is answered with half a body', 'malformed'],
  ['times out inside Ironic', 'rpc-timeout'],
]

const STEPS = [
  ['the lookup of the instance', { method: 'GET', path: /instance_uuid=/ }],
  ['the allocation', { method: 'POST', path: /allocations/ }],
  ['the list of allocations', { method: 'GET', path: /allocations[?]/ }],
  ['the list of free nodes', { method: 'GET', path: /associated=/ }],
  ['the reservation', { method: 'PATCH' }],
  ['the VIF', { method: 'POST', path: /vifs/ }],
  ['the validation', { method: 'GET', path: /validate/ }],
  ['the deployment', { method: 'PUT', path: /provision/ }],
] as const

function siteFor(also: object) {
  const site = simulatedSite({ networkInterface: 'neutron' })
  const nodes = [1, 2].map((number) =>
    site.simulator
      .node({ name: `metal-${number}`, resource_class: 'gold' })
      .withPort()
      .available(),
  )
  const request: SpawnRequest = {
    instance: { id: randomUUID() },
    node: { resourceClass: 'gold', ...also },
    image: { bootIso: 'http://images/web.iso' },
    vifs: [{ id: 'vif-1' }],
  }
  const carriers = () => nodes.filter(({ now }) => now.instance_uuid === request.instance.id)
  /** What Ironic still stores of it some time later. */
  const traces = async (except: { readonly info?: string } = {}) => {
    await site.clock.advance(DAY_MS)
    site.simulator.disruptions.clear()
    const allocations = expectOk(await site.run(site.driver.client.allocations.list().all()))
    const leftovers = site.simulator
      .leftovers()
      .filter(({ kind, what }) => kind !== 'instance_info' || what !== except.info)
    return [allocations.map(({ state }) => state), leftovers, carriers().length]
  }
  return { ...site, nodes, request, carriers, traces }
}

describe.each(WAYS)('a spawn by %s', (_, also) => {
  describe.each(STEPS)('leaves nothing when %s', (_step, match) => {
    it.each(DISRUPTIONS)('%s', async (_what, disruption) => {
      const { simulator, driver, run, request, carriers, traces } = siteFor(also)
      simulator.disruptions.next(match, disruption, { times: 60 })
      const spawned = await run(driver.provisioning.spawn(request))
      if (spawned.isOk()) expect(carriers().map(({ uuid }) => uuid)).toEqual([spawned.value.node])
      // If no patch succeeds, the traits of the removed allocation stay; they reserve nothing.
      else expect(await traces(match.method === 'PATCH' ? { info: 'traits' } : {})).toEqual([[], [], 0])
    })
  })

  it.each(REQUESTS)('succeeds or leaves nothing when request %i is lost once', async (number) => {
    for (const [, disruption] of DISRUPTIONS) {
      const { simulator, driver, run, request, carriers, traces } = siteFor(also)
      simulator.disruptions.next({}, disruption, { after: number - 1 })
      const spawned = await run(driver.provisioning.spawn(request))
      if (spawned.isOk()) expect(carriers()).toHaveLength(1)
      else expect(await traces()).toEqual([[], [], 0])
    }
  })

  it.each(REQUESTS)('leaves nothing when it is aborted after request %i', async (last) => {
    const { simulator, run, clock, request, traces } = siteFor(also)
    const caller = new AbortController()
    const transport = watchedTransport(simulator, last, () => {
      caller.abort()
    })
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    expectErr(await run(driver.provisioning.spawn(request, { signal: caller.signal })), 'aborted')
    expect(await traces()).toEqual([[], [], 0])
  })

  it.each(REQUESTS)(
    'leaves nothing when it is aborted in request %i, which takes effect late',
    async (last) => {
      for (const lateMs of [10, 1_000, 3_000]) {
        const { simulator, run, clock, request, traces } = siteFor(also)
        const caller = new AbortController()
        const transport = lateTransport(simulator, {
          last,
          lateMs,
          sleep: (ms) => clock.sleep(ms),
          onSent: () => {
            caller.abort()
          },
        })
        const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
        expectErr(await run(driver.provisioning.spawn(request, { signal: caller.signal })), 'aborted')
        expect(await traces()).toEqual([[], [], 0])
      }
    },
  )

  describe.each(['heard', 'unheard'] as const)('whose process died, its last request %s,', (fate) => {
    it.each(REQUESTS)('in request %i, is joined by another process', async (last) => {
      const { simulator, run, clock, request, otherDriver, carriers, traces } = siteFor(also)
      const transport = dyingTransport(simulator, last, fate)
      const dead = new IronicDriver({ transport, clock, random: () => 0.5 })
      void dead.provisioning.spawn(request)
      await clock.advance(10_000)
      const spawned = expectOk(await run(otherDriver().provisioning.spawn(request)))
      expect(carriers().map(({ uuid }) => uuid)).toEqual([spawned.node])
      const taken = simulator.requests.filter(
        ({ status, body }) => status === 202 && body?.includes('"active"'),
      )
      expect(taken).toHaveLength(1)
      expectOk(await run(otherDriver().provisioning.destroy({ instance: request.instance.id })))
      expect(await traces()).toEqual([[], [], 0])
    })

    it.each(REQUESTS)('in request %i, is ended by destroy at once', async (last) => {
      const { simulator, run, clock, request, otherDriver, traces } = siteFor(also)
      const transport = dyingTransport(simulator, last, fate)
      const dead = new IronicDriver({ transport, clock, random: () => 0.5 })
      void dead.provisioning.spawn(request)
      await clock.advance(10_000)
      expectOk(await run(otherDriver().provisioning.destroy({ instance: request.instance.id })))
      expect(await traces()).toEqual([[], [], 0])
    })
  })
})

it('reports what remains when a reservation cannot be undone', async () => {
  const { simulator, driver, run, request, traces } = siteFor({})
  const forbidden = { kind: 'status', status: 403 } as const
  simulator.disruptions.next({ method: 'PATCH' }, forbidden, { times: 9 })
  simulator.disruptions.next({ method: 'DELETE', path: /allocations/ }, forbidden, { times: 9 })
  const failed = await run(driver.provisioning.spawn(request))
  expect(expectErr(failed, 'undo_incomplete').remains.map(({ what }) => what)).toEqual([
    'reservation',
    'allocation',
  ])
  simulator.disruptions.clear()
  expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))

  simulator.disruptions.next({ method: 'GET', path: /allocations/ }, forbidden)
  simulator.disruptions.next({ method: 'PATCH' }, forbidden, { times: 9 })
  simulator.disruptions.next({ method: 'DELETE', path: /allocations/ }, forbidden, { times: 9 })
  const unseen = await run(driver.provisioning.spawn(request))
  expect(expectErr(unseen, 'undo_incomplete').remains.map(({ what }) => what)).toEqual(['allocation'])
  simulator.disruptions.clear()
  expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))
  expect(await traces()).toEqual([[], [], 0])
})
