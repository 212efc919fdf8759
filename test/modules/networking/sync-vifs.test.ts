import { randomUUID } from 'node:crypto'
import type { VifRequest } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => `net-${name}`) as [string, string, string, string]

function siteWith(attached: readonly string[], ports = 3, options: Parameters<typeof simulatedSite>[0] = {}) {
  const site = simulatedSite({ networkInterface: 'flat', ...options })
  const builder = site.simulator.node({ name: 'metal-1' })
  for (let index = 0; index < ports; index += 1) {
    const vif = attached[index]
    builder.withPort({ internal_info: vif === undefined ? {} : { tenant_vif_port_id: vif } })
  }
  const node = builder.active()
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const vifs = () => node.ports.map(({ internal_info }) => internal_info['tenant_vif_port_id'] ?? null)
  const sync = (wanted: readonly VifRequest[]) => site.run(site.driver.networking.syncVifs(target, wanted))
  const changes = () =>
    site.simulator.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, body }) =>
        method === 'DELETE'
          ? `-${path.split('/').at(-1) ?? ''}`
          : `+${(JSON.parse(body ?? '{}') as { id: string }).id}`,
      )
  return { ...site, node, target, vifs, sync, changes }
}

it('detaches unwanted VIFs, then attaches missing ones, and does nothing the second time', async () => {
  const { sync, vifs, changes, simulator } = siteWith([a, b])
  const wanted = [{ id: b }, { id: c }, { id: d }]
  expect(expectOk(await sync(wanted))).toEqual({ attached: [c, d], detached: [a], kept: [b] })
  expect(vifs()).toEqual([c, b, d])
  expect(changes()).toEqual([`-${a}`, `+${c}`, `+${d}`])
  simulator.forgetRequests()
  expect(expectOk(await sync(wanted))).toEqual({ attached: [], detached: [], kept: [c, b, d] })
  expect(Object.keys(simulator.tally())).toEqual(['GET /v1/nodes/{uuid}', 'GET /v1/nodes/{uuid}/vifs'])
})

it('detaches all VIFs if none is wanted', async () => {
  const { sync, vifs } = siteWith([a, b])
  expect(expectOk(await sync([]))).toEqual({ attached: [], detached: [a, b], kept: [] })
  expect(vifs()).toEqual([null, null, null])
})

it('moves a VIF to the port that is named for it', async () => {
  const { sync, vifs, node } = siteWith([a])
  const wanted = [{ id: a, port: node.ports[2]?.uuid }]
  expect(expectOk(await sync(wanted))).toEqual({ attached: [a], detached: [a], kept: [] })
  expect(vifs()).toEqual([null, null, a])
  expect(expectOk(await sync(wanted))).toEqual({ attached: [], detached: [], kept: [a] })
})

it('returns every VIF to its own port when one cannot be attached', async () => {
  const { sync, vifs, simulator } = siteWith([a, b, c])
  const fault = 'Unable to attach VIF d: it does not exist'
  simulator.disruptions.next({ method: 'POST' }, { kind: 'status', status: 409, fault }, { after: 1 })
  const failed = await sync([{ id: 'net-e' }, { id: d }])
  expectErr(failed, 'vif_invalid')
  expect(vifs()).toEqual([a, b, c])
})

it('returns them when there are not enough ports', async () => {
  const { sync, vifs } = siteWith([a, b], 2)
  expectErr(await sync([{ id: b }, { id: c }, { id: d }]), 'no_free_port')
  expect(vifs()).toEqual([a, b])
})

it('names the VIFs that could not be returned', async () => {
  const { sync, vifs, simulator } = siteWith([a, b], 2)
  const refusal = { kind: 'status', status: 409, fault: 'Unable to attach VIF: the network is down' } as const
  simulator.disruptions.next({ method: 'POST' }, refusal, { times: 2 })
  const failed = expectErr(await sync([{ id: b }, { id: c }]), 'vif_undo_incomplete')
  expect(failed.remains).toEqual([
    { vif: a, is: 'still_detached', why: expect.stringContaining('the network is down') as string },
  ])
  expect(failed.message).toContain(`${a} is still detached`)
  expect(failed.cause).toMatchObject({ kind: 'vif_invalid' })
  expect(vifs()).toEqual([null, b])
})

it('leaves everything unchanged when it is aborted half way', async () => {
  const { driver, clock, run, target, vifs, simulator } = siteWith([a, b])
  const stop = new AbortController()
  simulator.disruptions.next({ method: 'POST' }, { kind: 'hang', effect: true })
  const syncing = driver.networking.syncVifs(target, [{ id: c }], { signal: stop.signal })
  while (!simulator.requests.some(({ method }) => method === 'POST')) await clock.advance(10)
  stop.abort()
  expectErr(await run(syncing), 'aborted')
  expect(vifs()).toEqual([a, b, null])
})

it.each(['drop-before', 'drop-after', 'locked', 'busy'] as const)(
  'has exactly one effect when any of its requests meets %s',
  async (disruption) => {
    for (let after = 0; after < 8; after += 1) {
      const { sync, vifs, simulator } = siteWith([a, b])
      simulator.disruptions.next({ path: /nodes|ports/ }, disruption, { after })
      expectOk(await sync([{ id: b }, { id: c }]))
      expect(vifs()).toEqual([c, b, null])
    }
  },
)

it('attaches all of them again if Ironic records none', async () => {
  const { sync } = siteWith([], 1, { networkInterface: 'noop' })
  expect(expectOk(await sync([{ id: a }])).attached).toEqual([a])
  expect(expectOk(await sync([{ id: a }])).attached).toEqual([a])
})

it('does not change a node that carries another instance, or whose VIFs cannot be listed', async () => {
  const { simulator, driver, run, target, sync, changes } = siteWith([a])
  const stranger = { ...target, instance: randomUUID() }
  expectErr(await run(driver.networking.syncVifs(stranger, [])), 'instance_mismatch')
  simulator.disruptions.next(
    { path: /vifs/ },
    { kind: 'status', status: 500, fault: 'broken' },
    { times: 99 },
  )
  expectErr(await sync([]), 'server_error')
  expect(changes()).toEqual([])
})

it.each<[string, Disruption]>([
  ['fails', { kind: 'status', status: 500, fault: 'broken' }],
  ['is locked', 'locked'],
  ['is unavailable', { kind: 'status', status: 503 }],
])('retries less and less often while a request of its undo %s for minutes', async (_what, disruption) => {
  const { sync, simulator, clock } = siteWith([a, b])
  const startedAt = clock.now()
  simulator.disruptions.next({ method: 'DELETE' }, { kind: 'status', status: 403 }, { after: 1 })
  simulator.disruptions.next({ method: 'POST' }, disruption, { times: Infinity })
  const error = expectErr(await sync([{ id: c }, { id: d }]), 'vif_undo_incomplete')
  expect(error.remains).not.toEqual([])
  expect(clock.now() - startedAt).toBeGreaterThan(3 * 60_000)
  expect(simulator.requests.length).toBeLessThan(90)
})
