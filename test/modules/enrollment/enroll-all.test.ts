import type { EnrollAllOutcome, Enrollment, NodeToEnroll } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const mac = (machine: number, card: number) =>
  `52:54:00:00:${machine.toString(16).padStart(2, '0')}:${card.toString(16).padStart(2, '0')}`

function machines(count: number, more: Partial<NodeToEnroll> = {}): NodeToEnroll[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `metal-${index}`,
    driver: 'fake-hardware',
    ports: [{ address: mac(index, 1) }, { address: mac(index, 2) }],
    ...more,
  }))
}

function site(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const made = simulatedSite(options)
  const { driver, run, simulator } = made
  const enrollAll = async (
    given: readonly NodeToEnroll[] | Enrollment,
    how?: Parameters<typeof driver.lifecycle.enrollAll>[1],
  ) => expectOk(await run(driver.lifecycle.enrollAll(given, how)))
  const outcomes = (list: readonly EnrollAllOutcome[]) =>
    list.map((one) => (one.outcome === 'done' ? one.value.outcome : one.outcome))
  const writes = () => simulator.requests.filter(({ method }) => method !== 'GET').length
  return { ...made, enrollAll, outcomes, writes }
}

describe('enrollAll', () => {
  it('creates all nodes with one request for each part, after two lookups', async () => {
    const { enrollAll, simulator, driver, run } = site()
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    const seen: EnrollAllOutcome[] = []
    const report = await enrollAll(machines(20), { onOutcome: (one) => void seen.push(one) })
    expect(report).toMatchObject({ done: 20, failed: 0, notStarted: 0, chassis: [] })
    expect(report.outcomes.map(({ subject }) => subject)).toEqual(machines(20).map(({ name }) => name))
    expect(seen).toHaveLength(20)
    expect(simulator.tally()).toEqual({
      'GET /v1/nodes': 1,
      'GET /v1/ports/detail': 1,
      'POST /v1/nodes': 20,
      'POST /v1/ports': 40,
    })
  })

  it('finds existing nodes in two requests, and completes those that lack something', async () => {
    const { enrollAll, simulator, outcomes } = site()
    await enrollAll(machines(20))
    simulator.forgetRequests()
    const again = await enrollAll(machines(20))
    expect(new Set(outcomes(again.outcomes))).toEqual(new Set(['was_there']))
    expect(simulator.tally()).toEqual({ 'GET /v1/nodes': 1, 'GET /v1/ports/detail': 1 })

    const more = machines(21, { traits: ['CUSTOM_A'] })
    const completed = await enrollAll(more)
    expect(outcomes(completed.outcomes)).toEqual([...Array<string>(20).fill('completed'), 'created'])
  })

  it('continues after one node fails, and reports each in input order', async () => {
    const { enrollAll, simulator, outcomes } = site()
    const other = simulator
      .node({ name: 'other' })
      .withPort({ address: mac(2, 1) })
      .enrolled()
    simulator.node({ name: 'metal-2' }).enrolled()
    const wanted = machines(5)
    wanted[3] = { ...machines(4)[3], name: 'metal-3', driver: 'ipmi-over-pigeon' }
    const report = await enrollAll(wanted)
    expect(outcomes(report.outcomes)).toEqual(['created', 'created', 'failed', 'failed', 'created'])
    const [, , conflict, refused] = report.outcomes
    expect(conflict).toMatchObject({ subject: 'metal-2', error: { kind: 'identity_conflict' } })
    expect(refused).toMatchObject({ subject: 'metal-3', error: { kind: 'invalid_input', field: 'driver' } })
    expect(other.ports).toHaveLength(1)
    expect(simulator.nodes.map(({ name }) => name).toSorted()).toEqual(
      ['metal-0', 'metal-1', 'metal-2', 'metal-4', 'other'].toSorted(),
    )
  })

  it('runs at most `concurrency` at once, and stops after a failure on request', async () => {
    const { enrollAll, simulator, outcomes } = site()
    const wanted = machines(6)
    wanted[1] = { ...machines(2)[1], name: 'metal-1', driver: 'fake-hardware', resource_class: 'gold' }
    simulator.disruptions.next(
      { method: 'POST', path: '/v1/ports' },
      { kind: 'status', status: 400, fault: 'No.' },
    )
    const stopped = await enrollAll(wanted, { concurrency: 1, afterFailure: 'stop' })
    expect(outcomes(stopped.outcomes)).toEqual(['failed', ...Array<string>(5).fill('not_started')])
    expect(simulator.nodes).toEqual([])
    const drained = await enrollAll(wanted, { drain: AbortSignal.abort() })
    expect(drained).toMatchObject({ notStarted: 6 })
  })

  it('repeats the lookup while Ironic aborts its lists because others remove nodes', async () => {
    const { enrollAll, simulator } = site()
    const gone = { kind: 'status', status: 404, fault: 'Portgroup 159 could not be found.' } as const
    simulator.disruptions.next({ path: '/v1/ports/detail' }, gone, { times: 3 })
    expect(await enrollAll(machines(5))).toMatchObject({ done: 5 })
    simulator.disruptions.next({ path: '/v1/ports/detail' }, gone, { times: Infinity })
    expect(await enrollAll(machines(5))).toMatchObject({ failed: 5 })
  })

  it('fails every node when the existing ones cannot be listed', async () => {
    const { enrollAll, simulator, writes } = site()
    simulator.disruptions.next({ path: /ports/ }, { kind: 'status', status: 403, fault: 'No.' }, { times: 9 })
    const report = await enrollAll(machines(5))
    expect(report.outcomes[4]).toMatchObject({ error: { kind: 'forbidden', operation: 'ports.list' } })
    expect(report).toMatchObject({ failed: 5 })
    expect(writes()).toBe(0)
  })

  it.each(['29.0', '39.0'] as const)(
    'creates child nodes after their parents: Ironic %s',
    async (release) => {
      const { enrollAll, simulator, outcomes } = site({ release, latencyMs: 20 })
      const part = (name: string, parent_node: string) => ({ name, driver: 'fake-hardware', parent_node })
      const wanted = [part('a-1', 'A'), part('a-1-1', 'a-1'), { name: 'A', driver: 'fake-hardware' }]
      const report = await enrollAll([...wanted, part('self', 'self')])
      expect(report.outcomes.map(({ subject }) => subject)).toEqual(['a-1', 'a-1-1', 'A', 'self'])
      expect(outcomes(report.outcomes)).toEqual(['created', 'created', 'created', 'failed'])
      expect(report).toMatchObject({ done: 3, failed: 1 })
      expect(simulator.find('a-1-1')?.now.parent_node).toBe(simulator.find('a-1')?.uuid)
      const again = await enrollAll(wanted, { afterFailure: 'stop' })
      expect(outcomes(again.outcomes)).toEqual(['was_there', 'was_there', 'was_there'])

      const failing = [{ name: 'b', driver: 'pigeon-post' }, part('b-1', 'b')]
      const stopped = await enrollAll(failing, { afterFailure: 'stop' })
      expect(outcomes(stopped.outcomes)).toEqual(['failed', 'not_started'])
    },
  )

  it('gives each node its own deadline, however slow the shared lists are', async () => {
    const { enrollAll, simulator } = site()
    const gone = { kind: 'status', status: 404, fault: 'Portgroup 159 could not be found.' } as const
    simulator.disruptions.next({ path: '/v1/ports/detail' }, gone, { times: 5 })
    const report = await enrollAll(machines(5), { deadlineMs: 2_000 })
    expect(report).toMatchObject({ done: 5, failed: 0 })
  })

  it('keeps the traits that others have added since the list', async () => {
    const { driver, otherDriver, run, simulator, clock } = site({ latencyMs: 50 })
    const names = [0, 1, 2, 3].map((index) => `metal-${index}`)
    for (const name of names) simulator.node({ name }).enrolled()
    const wanted = names.map((name) => ({ name, driver: 'fake-hardware', traits: ['CUSTOM_A', 'CUSTOM_B'] }))
    const enrolling = driver.lifecycle.enrollAll(wanted, { concurrency: 1 })
    while (!simulator.requests.some(({ method }) => method === 'PUT')) await clock.advance(10)
    expectOk(await run(otherDriver().client.nodeTraits.add('metal-3', 'CUSTOM_OTHER')))
    expectOk(await run(enrolling))
    const traits = ['CUSTOM_A', 'CUSTOM_B', 'CUSTOM_OTHER']
    expect(simulator.find('metal-3')?.now.traits.toSorted()).toEqual(traits)
  })

  it('finds nodes that others create meanwhile', async () => {
    const { driver, otherDriver, run, simulator } = site()
    const reports = await run(
      Promise.all([driver, otherDriver()].map(({ lifecycle }) => lifecycle.enrollAll(machines(8)))),
    )
    for (const report of reports) expect(expectOk(report)).toMatchObject({ done: 8 })
    expect(simulator.nodes).toHaveLength(8)
    for (const { ports } of simulator.nodes) expect(ports).toHaveLength(2)
  })

  it.each<[readonly NodeToEnroll[] | Enrollment, string]>([
    [[...machines(2), { name: 'metal-1', driver: 'fake-hardware' }], 'nodes.2.name'],
    [[...machines(2), { name: 'Metal-1', driver: 'fake-hardware' }], 'nodes.2.name'],
    [
      [...machines(2), { driver: 'fake-hardware', ports: [{ address: mac(0, 1) }] }],
      'nodes.2.ports.0.address',
    ],
    [{ chassis: [{ nodes: [] }] }, 'chassis.0'],
    [{ chassis: [{ description: 'a' }, { description: 'a' }] }, 'chassis.1.description'],
    [{ chassis: [{ description: 'a', nodes: machines(1) }], nodes: machines(1) }, 'nodes.0.name'],
    [{ machines: [] } as Enrollment, 'machines'],
    ['metal-1' as never, 'input'],
  ])('refuses the whole enrollment when one entry is invalid: %j', async (given, field) => {
    const { driver, run, simulator } = site()
    expect(expectErr(await run(driver.lifecycle.enrollAll(given)), 'invalid_input').field).toBe(field)
    expect(simulator.requests).toEqual([])
  })
})

describe('a chassis', () => {
  const RACK = { chassis: [{ description: 'rack-7', extra: { row: 3 }, nodes: machines(3) }], nodes: [] }

  it.each(['21.4', '29.0', '39.0'] as const)(
    'is created once, with its nodes in it, by Ironic %s',
    async (release) => {
      const { enrollAll, outcomes, driver, run } = site({ release })
      const first = await enrollAll(RACK)
      const [made] = first.chassis
      expect(made).toMatchObject({ outcome: 'done', subject: 'rack-7', value: { outcome: 'created' } })
      const again = await enrollAll({ ...RACK, nodes: [{ name: 'free', driver: 'fake-hardware' }] })
      expect(again.chassis).toMatchObject([{ value: { outcome: 'was_there' } }])
      expect(outcomes(again.outcomes)).toEqual(['was_there', 'was_there', 'was_there', 'created'])
      const chassis = expectOk(await run(driver.client.chassis.list().all()))
      expect(chassis).toMatchObject([{ description: 'rack-7', extra: { row: 3 } }])
      const nodes = expectOk(await run(driver.client.nodes.list().all()))
      expect(nodes.map(({ name, chassis_uuid }) => [name, chassis_uuid])).toEqual([
        ...[0, 1, 2].map((index) => [`metal-${index}`, chassis[0]?.uuid]),
        ['free', null],
      ])
    },
  )

  it.each(['drop-before', 'drop-after', 'hang', 'busy'] as const)(
    'exists once after %s',
    async (disruption) => {
      const { enrollAll, simulator, driver, run } = site()
      simulator.disruptions.next({ method: 'POST' }, disruption)
      const report = await enrollAll(RACK)
      expect(report).toMatchObject({ done: 3, failed: 0 })
      expect(expectOk(await run(driver.client.chassis.list().all()))).toHaveLength(1)
    },
  )

  it('fails together with its nodes, and with no others, when it cannot be created', async () => {
    const { enrollAll, simulator, outcomes } = site()
    simulator.disruptions.next(
      { method: 'POST', path: '/v1/chassis' },
      { kind: 'status', status: 403, fault: 'No.' },
    )
    const report = await enrollAll({ ...RACK, nodes: [{ name: 'free', driver: 'fake-hardware' }] })
    expect(report.chassis).toMatchObject([{ outcome: 'failed', error: { kind: 'forbidden' } }])
    expect(outcomes(report.outcomes)).toEqual(['failed', 'failed', 'failed', 'created'])
    expect(report.outcomes[0]).toMatchObject({ error: { kind: 'forbidden' } })
    expect(simulator.nodes).toHaveLength(1)
  })

  it('is created once by two concurrent callers, with one lookup each', async () => {
    const { driver, otherDriver, run, simulator } = site({ latencyMs: 20 })
    const racks = { chassis: ['rack-7', 'rack-8'].map((description) => ({ description })) }
    const both = await run(Promise.all([driver, otherDriver()].map((by) => by.lifecycle.enrollAll(racks))))
    expect(simulator.tally()['GET /v1/chassis/detail']).toBe(2)
    const ids = both.map((one) =>
      expectOk(one).chassis.map((held) => held.outcome === 'done' && held.value.chassis),
    )
    expect(ids[0]).toEqual(ids[1])
    expect(expectOk(await run(driver.client.chassis.list().all()))).toHaveLength(2)
  })

  it('reports where an existing one differs from the request', async () => {
    const { enrollAll } = site()
    const [made] = (await enrollAll(RACK)).chassis
    expect(made).toMatchObject({ value: { differences: [] } })
    const uuid = made?.outcome === 'done' ? made.value.chassis : ''
    const asked = { uuid, description: 'rack-8', extra: { row: 4 } }
    expect((await enrollAll({ chassis: [asked] })).chassis).toEqual([
      {
        outcome: 'done',
        subject: uuid,
        value: {
          chassis: uuid,
          description: 'rack-7',
          outcome: 'was_there',
          differences: [
            { field: 'description', wanted: 'rack-8', found: 'rack-7' },
            { field: 'extra.row', wanted: 4, found: 3 },
          ],
        },
      },
    ])
  })

  it('is created again after the one with this description was renamed', async () => {
    const { enrollAll, driver, run } = site()
    const [first] = (await enrollAll({ chassis: [{ description: 'rack-7' }] })).chassis
    const id = first?.outcome === 'done' ? first.value.chassis : ''
    const renamed = [{ op: 'replace', path: '/description', value: 'rack-old' }] as const
    expectOk(await run(driver.client.chassis.patch(id, renamed)))
    const again = await enrollAll({ chassis: [{ description: 'rack-7' }] })
    expect(again.chassis).toMatchObject([{ value: { description: 'rack-7', outcome: 'created' } }])
    const all = expectOk(await run(driver.client.chassis.list().all()))
    expect(all.map(({ description }) => description)).toEqual(['rack-old', 'rack-7'])
  })

  it('is not guessed when two have the same description', async () => {
    const { enrollAll, driver, run } = site()
    for (const _ of [1, 2]) expectOk(await run(driver.client.chassis.create({ description: 'rack-7' })))
    const report = await enrollAll(RACK)
    expect(report.chassis).toMatchObject([{ error: { kind: 'identity_conflict', holders: [{}, {}] } }])
  })
})
