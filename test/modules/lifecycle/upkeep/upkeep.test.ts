import { randomUUID } from 'node:crypto'
import { PROVISION_STATES } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

function siteWithNode(options: Parameters<typeof simulatedSite>[0] = {}) {
  const site = simulatedSite(options)
  const node = site.simulator.node({ name: 'metal-1' }).withPorts(2).manageable()
  const { simulator, driver } = site
  const writes = () =>
    simulator.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`)
  return { ...site, node, target: { node: node.uuid }, lifecycle: driver.lifecycle, writes }
}

describe('maintenance', () => {
  it('begins and ends once, in two requests', async () => {
    const { lifecycle, run, node, target, writes } = siteWithNode()
    const reason = { reason: 'broken fan' }
    const begun = expectOk(await run(lifecycle.maintenance(target, reason)))
    expect(begun).toEqual({
      node: node.uuid,
      outcome: 'changed',
      maintenance: true,
      maintenance_reason: 'broken fan',
    })
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'broken fan' })
    for (const again of [reason, {}, undefined])
      expect(expectOk(await run(lifecycle.maintenance(target, again)))).toEqual({
        ...begun,
        outcome: 'was_there',
      })
    expect(writes()).toHaveLength(1)

    expect(expectOk(await run(lifecycle.maintenance(target, { reason: 'broken disk' }))).outcome).toBe(
      'changed',
    )
    expect(node.now.maintenance_reason).toBe('broken disk')
    for (const outcome of ['changed', 'was_there'])
      expect(expectOk(await run(lifecycle.endMaintenance(target)))).toEqual({
        node: node.uuid,
        outcome,
        maintenance: false,
        maintenance_reason: null,
      })
    expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null })
    expect(writes()).toHaveLength(3)
  })

  it.each([{ reason: 'broken fan' }, {}])(
    'becomes one that Ironic does not end by itself: %j',
    async (why) => {
      const { lifecycle, run, node, target, writes } = siteWithNode()
      node.force({ maintenance: true, maintenance_reason: 'no answer', fault: 'power failure' })
      const { reason = 'no answer' } = why
      for (const outcome of ['changed', 'was_there'])
        expect(expectOk(await run(lifecycle.maintenance(target, why)))).toMatchObject({
          outcome,
          maintenance_reason: reason,
        })
      expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: reason, fault: null })
      expect(writes()).toHaveLength(2)
    },
  )

  const powerFailure = { maintenance: true, maintenance_reason: 'no answer', fault: 'power failure' }

  it.each<[string, Disruption]>([
    ['locked', 'locked'],
    ['unavailable', { kind: 'status', status: 503 }],
    ['refused', { kind: 'status', status: 403 }],
    ['no longer understood', { kind: 'status', status: 406 }],
    ['lost', 'drop-before'],
  ])('holds for the new reason although its renewal is %s for a while', async (_what, disruption) => {
    const { lifecycle, run, node, target, simulator } = siteWithNode()
    node.force(powerFailure)
    simulator.disruptions.next({ method: 'PUT' }, disruption)
    expectOk(await run(lifecycle.maintenance(target, { reason: 'broken fan' })))
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'broken fan', fault: null })
  })

  it('holds when its renewal is aborted halfway', async () => {
    const { lifecycle, run, node, target, simulator, clock } = siteWithNode()
    node.force(powerFailure)
    const controller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = async (request) => {
      const reply = await send(request)
      if (request.method === 'DELETE') controller.abort()
      return reply
    }
    const call = lifecycle.maintenance(target, { reason: 'broken fan' }, { signal: controller.signal })
    expectErr(await run(call), 'aborted')
    await clock.advance(60_000)
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'broken fan' })
  })

  it.each([403, 404, 406, 503])(
    'is reported as ended when Ironic answers every renewal with %s',
    async (status) => {
      const { lifecycle, run, node, target, simulator } = siteWithNode()
      node.force(powerFailure)
      simulator.disruptions.next({ method: 'PUT' }, { kind: 'status', status }, { times: Infinity })
      const result = await run(lifecycle.maintenance(target, { reason: 'broken fan' }))
      expect(result.isErr() && result.error.message).toMatch(
        /could not be begun again.*lifecycle\.maintenance/,
      )
      expect(simulator.requests.length).toBeLessThan(40)
    },
  )

  it.each(['drop-after', 'drop-before', 'locked', 'hang'] as const)(
    'takes effect after %s',
    async (disruption) => {
      const { lifecycle, run, node, target, simulator } = siteWithNode()
      simulator.disruptions.next({ method: 'PUT' }, disruption)
      simulator.disruptions.next({ method: 'DELETE' }, disruption)
      const ended = await run(
        lifecycle.maintenance(target, { reason: 'x' }).andThen(() => lifecycle.endMaintenance(target)),
      )
      if (ended.isErr()) expect([disruption, ended.error.kind]).toEqual(['hang', 'request_timed_out'])
      else expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null })
    },
  )
})

describe('retirement', () => {
  it('begins and ends once, and leaves the instance where it is', async () => {
    const { driver, run, simulator, lifecycle, clock } = siteWithNode()
    const node = simulator.node({ name: 'metal-2' }).available()
    const request = spawnRequestFor(node)
    expectOk(await run(driver.provisioning.spawn(request)))
    const target = { node: node.uuid }
    const retired = {
      node: node.uuid,
      retired: true,
      retired_reason: 'worn out',
      provision_state: 'active',
      instance: request.instance.id,
    }
    for (const outcome of ['changed', 'was_there'])
      expect(expectOk(await run(lifecycle.retire(target, { reason: 'worn out' })))).toEqual({
        ...retired,
        outcome,
      })
    expect(expectOk(await run(lifecycle.retire(target))).outcome).toBe('was_there')

    expectOk(await run(driver.provisioning.destroy(target)))
    await clock.advance(3_600_000)
    expect(node.now).toMatchObject({
      provision_state: 'manageable',
      retired: true,
      retired_reason: 'worn out',
    })
    expectErr(await run(lifecycle.provide(target)), 'node_retired')

    for (const outcome of ['changed', 'was_there'])
      expect(expectOk(await run(lifecycle.unretire(target)))).toEqual({
        node: node.uuid,
        outcome,
        retired: false,
        retired_reason: null,
        provision_state: 'manageable',
        instance: null,
      })
    expect(expectOk(await run(lifecycle.provide(target))).provision_state).toBe('available')
  })

  it('is refused for a node that a client may claim', async () => {
    const { run, simulator, lifecycle, writes } = siteWithNode()
    simulator.node({ name: 'metal-2' }).available()
    const error = expectErr(await run(lifecycle.retire({ node: 'metal-2' })), 'node_not_ready')
    expect(error).toMatchObject({ provisionState: 'available', advice: 'fix_node' })
    expect(error.message).toContain('lifecycle.manage')
    expect(writes()).toEqual([])
  })

  it('needs microversion 1.61', async () => {
    const { run, lifecycle, target, writes } = siteWithNode({ maxVersion: '1.60' })
    expectErr(await run(lifecycle.retire(target)), 'unsupported_api_version')
    expectErr(await run(lifecycle.unretire(target)), 'unsupported_api_version')
    expect(writes()).toEqual([])
  })
})

describe('removal', () => {
  it('removes the node with all its parts, once', async () => {
    const { run, lifecycle, driver, target, writes, simulator } = siteWithNode()
    expect(expectOk(await run(lifecycle.remove(target)))).toEqual({ ...target, outcome: 'removed' })
    for (const gone of [target, { node: 'metal-1' }])
      expect(expectOk(await run(lifecycle.remove(gone)))).toEqual({
        node: undefined,
        outcome: 'was_gone',
      })
    expect(writes()).toEqual([`DELETE /v1/nodes/${target.node}`])
    expect(simulator.nodes).toEqual([])
    expect(expectOk(await run(driver.client.ports.list().all()))).toEqual([])
  })

  const REMOVABLE = ['enroll', 'manageable', 'available', 'adopt failed']
  const ENDS_BY_ITSELF = ['verifying', 'inspecting', 'inspect wait', 'cleaning', 'clean wait']

  it.each(['21.4', '39.0'] as const)(
    'works from every state that allows it, and says what other states need: %s',
    async (release) => {
      for (const maintenance of [false, true])
        for (const [state, { occupied, phase }] of Object.entries(PROVISION_STATES)) {
          const { run, lifecycle, node, target, simulator } = siteWithNode({ release })
          node.force({ provision_state: state, target_provision_state: null, maintenance })
          const removed = await run(lifecycle.remove(target, { deadlineMs: 20_000 }))
          const label = `${state}${maintenance ? ' in maintenance' : ''}`
          if (phase === 'busy' || (phase === 'wait' && !occupied && !maintenance)) {
            // No conductor works on a node that was forced into these states.
            expect([label, removed.isErr() && removed.error.kind]).toEqual([label, 'wait_timed_out'])
            expect(ENDS_BY_ITSELF.includes(state) || occupied).toBe(true)
          } else if (REMOVABLE.includes(state) || (maintenance && !occupied))
            expect([label, removed.isOk() && removed.value.outcome]).toEqual([label, 'removed'])
          else {
            const error = expectErr(removed, 'node_not_ready')
            expect([label, error.advice]).toEqual([label, 'fix_node'])
            expect(error.message).toMatch(/provisioning\.destroy|lifecycle\.\w+/)
          }
          expect([label, simulator.nodes.length]).toEqual([label, removed.isOk() ? 0 : 1])
        }
    },
  )

  it('refuses a node that carries an instance or is protected', async () => {
    for (const maintenance of [false, true]) {
      const { run, lifecycle, simulator, writes } = siteWithNode()
      const instance = randomUUID()
      const node = simulator.node({ name: 'metal-2' }).active({ instance_uuid: instance, maintenance })
      const error = expectErr(await run(lifecycle.remove({ node: 'metal-2' })), 'node_not_ready')
      expect(error.message).toContain(`carries instance ${instance}`)
      expectErr(await run(lifecycle.remove({ node: 'metal-2', instance: randomUUID() })), 'instance_mismatch')
      expect(writes()).toEqual([])
      node.force({ provision_state: 'manageable', instance_uuid: null, protected: true })
      expectErr(await run(lifecycle.remove({ node: 'metal-2' })), 'node_protected')
      expect(simulator.nodes).toHaveLength(2)
    }
  })

  it('waits for a lock and for a cleaning', async () => {
    const { run, lifecycle, node, target, simulator, driver } = siteWithNode({ hardware: 'redfish' })
    expectOk(await run(driver.client.nodeStates.provision(target.node, { target: 'provide' })))
    expect(node.now.provision_state).toMatch(/^clean/)
    expect(expectOk(await run(lifecycle.remove(target))).outcome).toBe('removed')

    const other = simulator.node({ name: 'metal-2' }).manageable()
    other.lock(90_000)
    expect(expectOk(await run(lifecycle.remove({ node: 'metal-2' }))).outcome).toBe('removed')
    const third = simulator.node({ name: 'metal-3' }).manageable()
    third.lock(90_000)
    const locked = await run(lifecycle.remove({ node: 'metal-3' }, { deadlineMs: 10_000 }))
    expect(locked.isErr() && locked.error.kind).toMatch(/^(node_locked|request_timed_out)$/)
    expect(simulator.nodes).toHaveLength(1)
  })

  it('stops when another client claims the node meanwhile', async () => {
    const { run, lifecycle, simulator, clock } = siteWithNode()
    const node = simulator.node({ name: 'metal-2', maintenance: true }).available()
    node.lock(5_000)
    const removing = run(lifecycle.remove({ node: 'metal-2' }))
    await clock.advance(10)
    node.force({ instance_uuid: randomUUID() })
    expectErr(await removing, 'node_not_ready')
    expect(simulator.find('metal-2')).toBeDefined()
  })

  it.each(['drop-after', 'drop-before', 'rpc-timeout', 'busy', 'hang', 'malformed'] as const)(
    'takes effect once after %s',
    async (disruption) => {
      for (const after of [0, 1]) {
        const { run, lifecycle, target, simulator, driver } = siteWithNode()
        expectOk(await run(driver.client.features()))
        simulator.disruptions.next({}, disruption, { after })
        const removed = await run(lifecycle.remove(target))
        if (removed.isErr()) expect([after, /hang|malformed/.test(disruption)]).toEqual([0, true])
        else expect([removed.value.outcome, simulator.nodes]).toEqual(['removed', []])
      }
    },
  )
})

it.each(['', 'x'.repeat(16_001), 7 as never])('refuses a reason that Ironic cannot store', async (reason) => {
  const { run, lifecycle, target, simulator } = siteWithNode()
  const begun = await run(lifecycle.maintenance(target, { reason }))
  expect(expectErr(begun, 'invalid_input').field).toBe('reason.reason')
  const retired = await run(lifecycle.retire(target, { reason }))
  expect(expectErr(retired, 'invalid_input').field).toBe('reason.reason')
  expect(simulator.requests).toEqual([])
})
