import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { LOOKS, site, world, WHOLE, SECRET, MAC_1, MAC_2, MAC_3, MACHINE } from './support/enrollment-site.js'

const NOTHING = { nodes: [], ports: [], groups: [] }

describe('an enrollment that is disturbed', () => {
  const MAKING = 7

  it.each(['drop-before', 'drop-after', 'busy', 'locked', 'rpc-timeout', 'malformed', 'hang'] as const)(
    'creates each resource once when a request meets %s',
    async (disruption) => {
      for (let after = 0; after < LOOKS + MAKING; after += 1) {
        const { enroll, simulator, driver, run } = site()
        expectOk(await run(driver.client.features()))
        simulator.disruptions.next({}, disruption, { after })
        const enrolled = await enroll()
        if (enrolled.isOk()) {
          expect(enrolled.value.outcome).toBe('created')
          expect(await world(driver, run)).toEqual(WHOLE)
        } else {
          // The client itself limits how long it keeps reading.
          expect([/malformed|hang/.test(disruption), after < LOOKS]).toEqual([true, true])
          expect(await world(driver, run)).toEqual(NOTHING)
        }
      }
    },
  )

  it.each([400, 403, 409] as const)(
    'leaves nothing behind when a request is refused with %i',
    async (status) => {
      for (let after = 0; after < MAKING; after += 1) {
        const { enroll, simulator, driver, run } = site()
        expectOk(await run(driver.client.features()))
        const quote = `Invalid: {'driver_info': {'ipmi_password': '${SECRET}'}}`
        simulator.disruptions.next({}, { kind: 'status', status, fault: quote }, { after: LOOKS + after })
        const refused = await enroll()
        expect(refused.isErr()).toBe(true)
        expect(inspect(refused, { depth: 20 }) + JSON.stringify(refused)).not.toContain(SECRET)
        expect(await world(driver, run)).toEqual(NOTHING)
      }
    },
  )

  it('leaves an existing node as it was when one of its ports is refused', async () => {
    const { enroll, simulator, driver, run } = site()
    simulator
      .node({ name: 'metal-1', traits: ['CUSTOM_OTHER'] })
      .withPort({ address: MAC_1 })
      .enrolled()
    const before = await world(driver, run)
    for (let after = 0; after < 6; after += 1) {
      simulator.disruptions.clear()
      const disruption = { kind: 'status', status: 400, fault: 'No.' } as const
      simulator.disruptions.next({ method: after < 4 ? 'POST' : 'PUT' }, disruption, { after: after % 4 })
      expectErr(await enroll(), 'rejected_request')
      expect(await world(driver, run)).toEqual(before)
    }
  })

  it('reports what remains when it cannot be undone', async () => {
    const { enroll, simulator } = site()
    simulator.node({ name: 'metal-1' }).withPort({ address: MAC_1 }).enrolled()
    const refused = { kind: 'status', status: 400, fault: 'No.' } as const
    simulator.disruptions.next({ method: 'POST' }, refused, { after: 2 })
    simulator.disruptions.next(
      { method: 'DELETE', path: /ports/ },
      { kind: 'status', status: 403, fault: 'Never.' },
    )
    const error = expectErr(await enroll(), 'enroll_incomplete')
    expect(error.remains).toMatchObject([
      { what: 'port', why: expect.stringContaining('Never.') as string },
      { what: 'port_group' },
    ])
    expect(error).toMatchObject({ advice: 'fix_node', cause: { kind: 'rejected_request' } })
    expect(error.message).toMatch(/there remains: port [-0-9a-f]{36} \(/)
  })

  it('does not remove a node that another client has begun to use', async () => {
    const { enroll, simulator, driver, clock } = site()
    simulator.disruptions.next({ method: 'PUT', path: /traits/ }, 'hang')
    const enrolling = enroll()
    while (simulator.requests.filter(({ method }) => method === 'POST').length < 6) await clock.advance(100)
    const node = simulator.find('metal-1')
    node?.force({ provision_state: 'manageable' })
    simulator.disruptions.next(
      { path: /traits/ },
      { kind: 'status', status: 400, fault: 'No.' },
      { times: 9 },
    )
    const error = expectErr(await enrolling, 'enroll_incomplete')
    expect(error.remains).toMatchObject([{ what: 'node', id: node?.uuid }])
    expect(error.remains[0]?.why).toContain('manageable')
    expectOk(await driver.client.nodes.get('metal-1'))
  })

  it('creates one node for a nameless machine, even after a crashed process and with two callers at once', async () => {
    const nameless = { driver: 'fake-hardware', ports: [{ address: MAC_2 }, { address: MAC_1 }] }
    for (const after of [0, 1, 2]) {
      const { enroll, simulator, driver, run, otherDriver } = site()
      expectOk(await run(driver.client.features()))
      // The process dies: no later request of it arrives.
      simulator.disruptions.next({}, 'refuse', { after: 2 + after, times: Infinity })
      expect((await enroll(nameless)).isErr()).toBe(true)
      simulator.disruptions.clear()
      const turned = { ...nameless, ports: nameless.ports.toReversed() }
      const both = [driver, otherDriver()].map((by) => by.lifecycle.enroll(turned))
      for (const one of await run(Promise.all(both))) expectOk(one)
      expect(simulator.nodes.map(({ ports }) => ports.length)).toEqual([2])
    }
  })

  it('finds a nameless machine whose ports another process creates during the lookup', async () => {
    const { enroll, simulator } = site()
    const nameless = { driver: 'fake-hardware', ports: [{ address: MAC_1 }, { address: MAC_2 }] }
    const first = expectOk(await enroll(nameless))
    // These lists predate the ports: two lookups of two addresses.
    const empty = { kind: 'status', status: 200, body: '{"ports": []}' } as const
    simulator.disruptions.next({ path: /address=/ }, empty, { times: 4 })
    expect(expectOk(await enroll(nameless))).toMatchObject({ node: first.node, outcome: 'was_there' })
    expect(simulator.nodes).toHaveLength(1)
  })

  it('creates another node for a nameless machine when its port was on a node that has other ports', async () => {
    const { enroll, driver, run, simulator } = site()
    const first = expectOk(await enroll({ driver: 'fake-hardware', ports: [{ address: MAC_1 }] }))
    const [card] = simulator.find(first.node)?.ports ?? []
    expectOk(await run(driver.client.ports.delete(card?.uuid ?? '')))
    expectOk(await run(driver.client.ports.create({ address: MAC_2, node_uuid: first.node })))
    const second = expectOk(await enroll({ driver: 'fake-hardware', ports: [{ address: MAC_1 }] }))
    expect(second.outcome).toBe('created')
    expect(simulator.nodes.map(({ ports }) => ports.map(({ address }) => address))).toEqual([
      [MAC_2],
      [MAC_1],
    ])
  })

  it('does not remove a node that another process has completed meanwhile', async () => {
    const { driver, otherDriver, run, simulator, clock } = site({ latencyMs: 10 })
    expectOk(await run(driver.client.features()))
    simulator.disruptions.next({ method: 'POST', path: '/v1/portgroups' }, { kind: 'hang', effect: false })
    const caller = new AbortController()
    const enrolling = driver.lifecycle.enroll(MACHINE, { signal: caller.signal })
    while (simulator.nodes.length === 0) await clock.advance(1)
    await clock.advance(10)
    expect(expectOk(await run(otherDriver().lifecycle.enroll(MACHINE))).outcome).toBe('completed')
    caller.abort()
    const error = expectErr(await run(enrolling), 'enroll_incomplete')
    expect(error.remains).toMatchObject([{ what: 'node', id: simulator.find('metal-1')?.uuid }])
    expect(error.remains[0]?.why).toMatch(/^another client has added port/)
    expect(await world(driver, run)).toEqual(WHOLE)
  })

  it('finds what another process creates at the same moment', async () => {
    const { driver, otherDriver, run } = site()
    const both = await run(
      Promise.all([driver.lifecycle.enroll(MACHINE), otherDriver().lifecycle.enroll(MACHINE)]),
    )
    const outcomes = both.map((one) => expectOk(one).outcome)
    expect(outcomes.toSorted()).toEqual(['completed', 'created'].toSorted())
    expect(await world(driver, run)).toEqual(WHOLE)
  })

  it('is undone when the address turns out to belong to another node', async () => {
    const { enroll, simulator, driver, run } = site()
    const other = simulator.node({ name: 'metal-2' }).withPort({ address: MAC_3 }).enrolled()
    const before = await world(driver, run)
    simulator.forgetRequests()
    // The list that would reveal it predates that port.
    simulator.disruptions.next(
      { path: /address=.*03$/ },
      { kind: 'status', status: 200, body: '{"ports": []}' },
    )
    const error = expectErr(await enroll(), 'identity_conflict')
    expect(error.holders[0]).toMatchObject({ id: other.uuid, has: `address ${MAC_3}` })
    expect(await world(driver, run)).toEqual(before)
  })

  it('is undone when it is aborted at any request', async () => {
    for (let asked = 1; asked <= LOOKS + MAKING; asked += 1) {
      const { driver, run, simulator, clock } = site({ latencyMs: 10 })
      expectOk(await run(driver.client.features()))
      simulator.forgetRequests()
      const caller = new AbortController()
      const enrolling = driver.lifecycle.enroll(MACHINE, { signal: caller.signal })
      while (simulator.requests.length < asked) await clock.advance(1)
      caller.abort()
      expectErr(await run(enrolling), 'aborted')
      expect(await world(driver, run)).toEqual(NOTHING)
    }
  })
})
