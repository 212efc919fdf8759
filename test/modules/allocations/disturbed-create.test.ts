import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { POST, siteWith, GOLD, forbidden } from './support/gold-nodes.js'

describe('a create that is disturbed', () => {
  const LOST = [
    ['dropped before it took effect', 'drop-before'],
    ['dropped after it took effect', 'drop-after'],
    ['refused', 'refuse'],
    ['answered 503', 'busy'],
    ['answered by a broken body', 'malformed'],
    ['answered 502', { kind: 'status', status: 502, body: '<html>Bad gateway</html>' }],
  ] as const

  for (const [how, disruption] of LOST)
    it.each([
      ['the version', { method: 'GET', path: '/' }],
      ['the allocation', POST],
      ['the list', { method: 'GET', path: '/v1/allocations' }],
      ['the record', { method: 'GET', path: /allocations\/[0-9a-f-]{36}$/ }],
    ] as const)(`claims one node when %s is ${how}`, async (_, match) => {
      const { allocations, run, simulator, records, nodes } = siteWith(2)
      simulator.disruptions.next(match, disruption)
      const made = expectOk(await run(allocations.create(GOLD)))
      const carriers = nodes.filter(({ now }) => now.instance_uuid !== null)
      expect([await records(), carriers.length]).toEqual([[`${made.uuid} active`], 1])
    })

  it.each([0, 10, 100, 250, 600])('releases its node when it is aborted after %i ms', async (ms) => {
    const { allocations, run, simulator, records, clock } = siteWith(1, { timings: { allocate: 100 } })
    const aborter = new AbortController()
    const making = allocations.create({ ...GOLD, uuid: randomUUID() }, { signal: aborter.signal })
    await clock.advance(ms)
    aborter.abort()
    const made = await run(making)
    if (made.isErr()) {
      expectErr(made, 'aborted')
      expect([await records(), simulator.leftovers()]).toEqual([[], []])
    }
    await clock.advance(60_000)
    expect(await records()).toHaveLength(made.isErr() ? 0 : 1)
  })

  it('releases a node whose allocation is created only after the abort', async () => {
    const { allocations, run, simulator, records, clock } = siteWith(1)
    simulator.disruptions.next(POST, { kind: 'hang', effect: true })
    const aborter = new AbortController()
    const making = allocations.create(GOLD, { signal: aborter.signal })
    await clock.advance(2_000)
    aborter.abort()
    expect(expectErr(await run(making), 'aborted').instance).toMatch(/^[0-9a-f-]{36}$/)
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })

  it.each([
    ['Ironic does not decide', 'wait_timed_out', undefined],
    ['the request hangs', 'request_timed_out', POST],
    ['the look hangs', 'wait_timed_out', { method: 'GET', path: '/v1/allocations' }],
  ] as const)('ends by its deadline when %s', async (_, kind, match) => {
    const { allocations, run, simulator, records, clock } = siteWith(1, { timings: { allocate: 60_000 } })
    if (match !== undefined) simulator.disruptions.next(match, 'hang', { times: Infinity })
    const from = clock.now()
    const late = expectErr(await run(allocations.create(GOLD, { deadlineMs: 3_000 })), kind)
    expect(late.instance).toMatch(/^[0-9a-f-]{36}$/)
    // The five seconds after which a request without a reply has taken effect.
    expect(clock.now() - from).toBeLessThan(9_000)
    simulator.disruptions.clear()
    await clock.advance(90_000)
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })

  it('leaves an allocation that it joined to its creator', async () => {
    const { allocations, otherDriver, run, records, clock } = siteWith(1, { timings: { allocate: 5_000 } })
    const request = { ...GOLD, uuid: randomUUID() }
    expectOk(await run(otherDriver().allocations.requestCreate(request)))
    expectErr(await run(allocations.create(request, { deadlineMs: 1_000 })), 'wait_timed_out')
    expect(await records()).toEqual([`${request.uuid} allocating`])
    await clock.advance(10_000)
    expect(await records()).toEqual([`${request.uuid} active`])
  })

  it('reports that another client has deleted it', async () => {
    const { allocations, otherDriver, run, clock, records } = siteWith(1, { timings: { allocate: 5_000 } })
    const uuid = randomUUID()
    const making = allocations.create({ ...GOLD, uuid })
    await clock.advance(1_000)
    expectOk(await run(otherDriver().allocations.delete(uuid)))
    expect(expectErr(await run(making), 'allocation_gone')).toMatchObject({
      allocation: uuid,
      instance: uuid,
    })
    expect(await records()).toEqual([])
  })

  it('names what remains when that cannot be deleted', async () => {
    const { allocations, run, simulator, records } = siteWith(0)
    const uuid = randomUUID()
    simulator.disruptions.next({ method: 'DELETE' }, forbidden, { times: Infinity })
    const left = expectErr(await run(allocations.create({ ...GOLD, uuid })), 'allocation_left_behind')
    expect(left).toMatchObject({ allocation: uuid, instance: uuid, cause: { kind: 'allocation_failed' } })
    expect(left.message).toContain('Delete it once the cause is gone.')
    expect(left.message).not.toContain('removed again')
    expect(await records()).toEqual([`${uuid} error`])
  })

  it('reports that this login may not choose the owner', async () => {
    const { allocations, run, simulator, records } = siteWith(1)
    const fault =
      'Cannot create allocation with an owner Project ID value team-2 not matching the requestor Project ID team-1.'
    simulator.disruptions.next(POST, { kind: 'status', status: 403, fault })
    const refused = await run(allocations.create({ ...GOLD, owner: 'team-2' }))
    expect(expectErr(refused, 'allocation_owner_refused').message).toContain('team-2')
    simulator.disruptions.next(POST, forbidden)
    expectErr(await run(allocations.create({ ...GOLD, owner: 'team-2' })), 'forbidden')
    expect(await records()).toEqual([])
  })

  it('costs one list per poll, however many are created at once', async () => {
    const { allocations, client, run, simulator, routes } = siteWith(50)
    expectOk(await run(client.features()))
    simulator.forgetRequests()
    const made = await run(Promise.all(Array.from({ length: 60 }, () => allocations.create(GOLD))))
    expect(made.filter((one) => one.isOk())).toHaveLength(50)
    const lists = routes().filter((route) => route === 'GET /v1/allocations')
    expect(lists.length).toBeLessThan(10)
  })
})
