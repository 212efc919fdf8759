import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatedCaller } from 'ironic-driver/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { RULED_ROUTES } from '../../../src/testing/policy/route-rules.js'
import { ROUTES } from '../../../src/testing/api/routes.js'
import { expectErr, expectOk } from '../../support/expect-result.js'

const OWNER: SimulatedCaller = { project: 'owner', roles: ['admin'] }
const LESSEE: SimulatedCaller = { project: 'lessee', roles: ['admin'] }
const STRANGER: SimulatedCaller = { project: 'stranger', roles: ['admin'] }

describe('a simulator used with a token', () => {
  let clock: ManualClock
  let simulator: IronicSimulator
  const as = (caller: SimulatedCaller) => new IronicDriver({ transport: simulator.as(caller), clock }).client

  beforeEach(() => {
    clock = new ManualClock()
    simulator = new IronicSimulator({ clock })
    const node = simulator.node({ name: 'metal-1', owner: 'owner', lessee: 'lessee' }).withPort().available()
    node.force({ last_error: 'the BMC said no', driver_info: { ipmi_address: '10.0.0.1' } })
    simulator.node({ name: 'metal-2', owner: 'owner' }).withPort().available()
  })

  it('hides nodes of others, alone and in lists', async () => {
    expectErr(await clock.run(as(STRANGER).nodes.get('metal-1')), 'not_found')
    expect(expectOk(await clock.run(as(STRANGER).nodes.list().all()))).toEqual([])
    expect(expectOk(await clock.run(as(LESSEE).nodes.list().all()))).toHaveLength(1)
    expect(expectOk(await clock.run(as(LESSEE).ports.list().all()))).toHaveLength(1)
    expect(expectOk(await clock.run(as(OWNER).nodes.list().all()))).toHaveLength(2)
    expect(
      expectOk(
        await clock.run(
          as({ system: true, roles: ['reader'] })
            .nodes.list()
            .all(),
        ),
      ),
    ).toHaveLength(2)
  })

  it('redacts for a lessee what Ironic redacts, in its words', async () => {
    const seen = expectOk(await clock.run(as(LESSEE).nodes.get('metal-1')))
    expect(seen).toMatchObject({
      last_error: '** Value Redacted - Requires baremetal:node:get:last_error permission. **',
      reservation: '** Redacted - requires baremetal:node:get:reservation permission. **',
      driver_internal_info: {
        content: '** Redacted - Requires baremetal:node:get:driver_internal_info permission. **',
      },
      driver_info: { content: '** Redacted - requires baremetal:node:get:driver_info permission. **' },
    })
    const whole = expectOk(await clock.run(as(OWNER).nodes.get('metal-1')))
    expect(whole).toMatchObject({ last_error: 'the BMC said no', reservation: null })
  })

  it('refuses a lessee the link of an instance, and lets it write instance_info', async () => {
    const instance = '5a9d4b0e-3c9e-4f0b-9a55-111111111111'
    const linked = await clock.run(
      as(LESSEE).nodes.patch('metal-1', [{ op: 'add', path: '/instance_uuid', value: instance }]),
    )
    expect(expectErr(linked, 'forbidden').fault).toBe(
      'Access was denied to the following resource: baremetal:node:update:instance_uuid',
    )
    expectOk(
      await clock.run(
        as(LESSEE).nodes.patch('metal-1', [{ op: 'add', path: '/instance_info', value: { a: 1 } }]),
      ),
    )
  })

  it('allocates to a project only nodes that it owns or leases', async () => {
    const request = { resource_class: 'baremetal', candidate_nodes: ['metal-2'] }
    expectErr(await clock.run(as(LESSEE).allocations.create(request)), 'rejected_request')
    const made = expectOk(await clock.run(as(OWNER).allocations.create(request)))
    expect(made.owner).toBe('owner')
    expectErr(await clock.run(as(LESSEE).allocations.get(made.uuid)), 'not_found')
  })

  it('throws for an invalid caller', () => {
    const wrong = [
      { roles: ['admin'] },
      { project: 'a', system: true, roles: [] },
      { project: 'a', roles: ['king'] },
    ]
    for (const caller of wrong) expect(() => simulator.as(caller as SimulatedCaller)).toThrow(TypeError)
  })

  it('has rules only for existing routes', () => {
    const routes = new Set(ROUTES.all.map(({ method, path }) => `${method} ${path}`))
    expect(RULED_ROUTES.filter((route) => !routes.has(route))).toEqual([])
  })
})
