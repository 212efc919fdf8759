import { createModuleContext } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { followSignal } from '../../src/client/requests/call-signal.js'
import { expectErr, expectOk } from '../support/expect-result.js'
import { waitingSite } from './support/waiting-site.js'

describe('reading nodes', () => {
  it('shares one list among simultaneous callers', async () => {
    const { simulator, reader, run } = waitingSite()
    const nodes = Array.from({ length: 30 }, (_, nth) => simulator.node({ name: `m${nth}` }).active())
    const keys = nodes.map(({ uuid, name, now }, nth) =>
      nth % 3 === 0
        ? { node: uuid }
        : nth % 3 === 1
          ? { node: name ?? '' }
          : { instance: now.instance_uuid ?? '' },
    )
    const found = await run(Promise.all(keys.map((key) => reader.read(key))))
    expect(found.map((one) => expectOk(one)?.uuid)).toEqual(nodes.map(({ uuid }) => uuid))
    expect(simulator.tally()).toEqual({ 'GET /': 1, 'GET /v1/nodes': 1 })
  })

  it('requests no further page once it has seen all nodes that it looks for', async () => {
    const { simulator, reader, run } = waitingSite()
    const nodes = Array.from({ length: 1_200 }, () => simulator.node().active())
    const tallyOf = async (wanted: readonly { readonly uuid: string }[]) => {
      simulator.forgetRequests()
      const found = await run(Promise.all(wanted.map(({ uuid }) => reader.read({ node: uuid }))))
      expect(found.map((one) => expectOk(one)?.uuid)).toEqual(wanted.map(({ uuid }) => uuid))
      return simulator.tally()['GET /v1/nodes']
    }
    expect(await tallyOf(nodes.slice(0, 1_000))).toBe(1)
    expect(await tallyOf(nodes.slice(0, 1_001))).toBe(2)
  })

  it('leaves no unhandled rejection when the clock of a caller fails', async () => {
    const { simulator, clock, run } = waitingSite()
    const node = simulator.node().available()
    const broken = {
      now: () => clock.now(),
      sleep: (ms: number) => (ms === 0 ? Promise.resolve() : Promise.reject(new Error('no timers left'))),
    }
    const { reader } = createModuleContext({ transport: simulator, clock: broken })
    const { signal } = followSignal(undefined, { deadlineAt: clock.now() + 1_000 })
    expectErr(await run(reader.read({ node: node.uuid }, { signal })), 'unexpected_failure')
  })

  it('sends one request when two callers ask for the same node', async () => {
    const { simulator, reader, run } = waitingSite()
    const node = simulator.node().available()
    for (const one of await run(Promise.all([1, 2].map(() => reader.read({ node: node.uuid })))))
      expectOk(one)
    expect(simulator.tally()['GET /v1/nodes/{uuid}']).toBe(1)
  })

  it('distinguishes a missing node from one that could not be read', async () => {
    const { simulator, reader, run } = waitingSite()
    const missing = { node: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }
    expect(expectOk(await run(reader.read(missing)))).toBeUndefined()
    simulator.disruptions.next({ path: /nodes/ }, { kind: 'status', status: 404, body: 'no backend' })
    expectErr(await run(reader.read(missing)), 'unexpected_status')
  })

  it('rejects a node that carries another instance', async () => {
    const { simulator, reader, run } = waitingSite()
    const other = simulator.node().active()
    const body = JSON.stringify({ nodes: [{ ...other.now, links: [] }] })
    simulator.disruptions.next({ path: /instance_uuid/ }, { kind: 'status', status: 200, body })
    const found = await run(reader.read({ instance: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }))
    expect(expectOk(found)).toBeUndefined()
  })

  it('reads further fields on request, except those that the server lacks', async () => {
    const { simulator, reader, run } = waitingSite({ release: '21.4' })
    const node = simulator.node({ instance_info: { a: 1 } }).available()
    const found = expectOk(
      await run(reader.read({ node: node.uuid }, { also: ['instance_info', 'service_step'] })),
    )
    expect(found).toMatchObject({ instance_info: { a: 1 } })
    expect(found).not.toHaveProperty('service_step')
  })

  it('reads the owner too, because many servers otherwise hide the lock from a project-scoped login', async () => {
    const { simulator, reader, run } = waitingSite()
    expectOk(await run(reader.read({ node: simulator.node().available().uuid })))
    expect(simulator.requests.at(-1)?.path).toMatch(/fields=.*\bowner,lessee/)
  })

  it('releases each caller when it aborts, and ends the read with the last one', async () => {
    const { simulator, reader, clock } = waitingSite()
    const node = simulator.node().available()
    simulator.disruptions.next({ path: /nodes/ }, 'hang', { times: Infinity })
    const stops = [new AbortController(), new AbortController()]
    const reads = stops.map(({ signal }) => reader.read({ node: node.uuid }, { signal }))
    await clock.advance(1_000)
    stops[0]?.abort()
    expectErr(await (reads[0] ?? Promise.reject(new Error('no read'))), 'aborted')
    expect(clock.pendingSleeps.length).toBeGreaterThan(0)
    stops[1]?.abort()
    expectErr(await (reads[1] ?? Promise.reject(new Error('no read'))), 'aborted')
    await clock.advance(0)
    expect(clock.pendingSleeps).toEqual([])
  })

  it('sends no request for a caller that has already aborted', async () => {
    const { simulator, reader, clock } = waitingSite()
    const stop = new AbortController()
    const read = reader.read({ node: 'm1' }, { signal: stop.signal })
    stop.abort()
    expectErr(await read, 'aborted')
    await clock.advance(100)
    expect(simulator.requests).toHaveLength(0)
  })

  it('is not delayed by another read that hangs', async () => {
    const { simulator, reader, clock, run } = waitingSite()
    const [slow, quick] = [simulator.node().available(), simulator.node().available()]
    simulator.disruptions.next({ path: `/v1/nodes/${slow.uuid}` }, 'hang', { times: Infinity })
    const startedAt = clock.now()
    const hanging = reader.read({ node: slow.uuid })
    expectOk(await run(reader.read({ node: quick.uuid })))
    expect(clock.now()).toBe(startedAt)
    expectErr(await run(hanging), 'request_timed_out')
  })
})
