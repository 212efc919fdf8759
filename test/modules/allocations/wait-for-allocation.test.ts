import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { siteWith, GOLD, POST, forbidden } from './support/gold-nodes.js'

describe('requestCreate and waitFor', () => {
  it('request and wait, by UUID and by name', async () => {
    const { allocations, otherDriver, run, nodes } = siteWith(1)
    const asked = expectOk(await run(allocations.requestCreate({ ...GOLD, name: 'web-1' })))
    expect(asked).toMatchObject({ state: 'allocating', node_uuid: null })
    const had = expectOk(await run(otherDriver().allocations.waitFor('web-1')))
    expect(had).toMatchObject({ uuid: asked.uuid, node_uuid: nodes[0]?.uuid })
    expect(expectOk(await run(allocations.waitFor(asked.uuid.toUpperCase())))).toEqual(had)
  })

  it('leave a failed one in place, and say what to do about it', async () => {
    const { allocations, run, records } = siteWith(0)
    const { uuid } = expectOk(await run(allocations.requestCreate(GOLD)))
    const failed = expectErr(await run(allocations.waitFor(uuid)), 'allocation_failed')
    expect(failed).toMatchObject({ allocation: uuid, instance: uuid, reason: 'no_node_of_class' })
    expect(failed.message).toContain('delete it, or create it again under the same UUID')
    expect(await records()).toEqual([`${uuid} error`])
  })

  it('end at the deadline, on the signal, and when there is no allocation', async () => {
    const { allocations, run, records, clock, simulator } = siteWith(1, { timings: { allocate: 60_000 } })
    const { uuid } = expectOk(await run(allocations.requestCreate(GOLD)))
    const from = clock.now()
    expectErr(await run(allocations.waitFor(uuid, { deadlineMs: 4_500 })), 'wait_timed_out')
    simulator.disruptions.next({ path: /allocations/ }, 'hang')
    expectErr(await run(allocations.waitFor(uuid, { deadlineMs: 4_500 })), 'request_timed_out')
    expect(clock.now() - from).toBe(9_000)
    const aborter = new AbortController()
    const waiting = allocations.waitFor(uuid, { signal: aborter.signal })
    await clock.advance(1_000)
    aborter.abort()
    expectErr(await run(waiting), 'aborted')
    expect(await records()).toEqual([`${uuid} allocating`])
    expectErr(await run(allocations.waitFor('web-9')), 'allocation_not_found')
  })

  it('leave nothing when the request fails', async () => {
    const { allocations, run, simulator, records } = siteWith(1)
    simulator.disruptions.next(POST, 'drop-before')
    simulator.disruptions.next(POST, forbidden)
    expect(expectErr(await run(allocations.requestCreate(GOLD)), 'forbidden').instance).toBeDefined()
    expect([await records(), simulator.leftovers()]).toEqual([[], []])
  })
})
