import {
  PROVISION_STATES,
  type IronicDriverError,
  type KnownProvisionState,
  type PathVerb,
} from 'ironic-driver'
import type { ForcedFields, SimulatorOptions } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]
const GOALS = ['manageable', 'available', 'active'] as const
const IMAGE = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
const INSTANCE = '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10'
const MINUTE = 60_000

function siteInState(
  state: KnownProvisionState,
  fields: ForcedFields = {},
  options: Omit<SimulatorOptions, 'clock'> = {},
) {
  const site = simulatedSite(options)
  const node = site.simulator.node({ name: 'metal-1' }).inState(state)
  const instance = PROVISION_STATES[state].occupied && state !== 'error' ? INSTANCE : null
  node.force({ power_state: 'power off', instance_info: IMAGE, instance_uuid: instance, ...fields })
  const target = { node: node.uuid }
  const asked = () =>
    site.simulator.requests
      .filter(({ method, path }) => method === 'PUT' && path.endsWith('/provision'))
      .map(({ body }) => (JSON.parse(body ?? '') as { target: string }).target)
  return { ...site, node, target, asked }
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  describe.each(STATES)('a node in %s', (from) => {
    it.each(GOALS)('is brought to %s, or nothing is done', async (to) => {
      const { driver, run, target, node, asked } = siteInState(from, {}, { hardware })
      const plan = expectOk(await run(driver.lifecycle.plan(target, to)))
      expect(plan).toMatchObject({ node: node.uuid, from, to })
      expect(asked()).toEqual([])
      const brought = await run(driver.lifecycle.bringTo(target, to, { deadlineMs: 40 * MINUTE }))
      if (plan.plan !== 'ready') {
        const error = expectErr(brought, 'no_path')
        expect(error).toMatchObject({ to, needs: plan.plan === 'needs' ? plan.verbs : [] })
        // What is under way or held ends first, since only then the way is known to be barred.
        expect(node.now.instance_uuid).toBe(
          PROVISION_STATES[from].occupied && from !== 'error' ? INSTANCE : null,
        )
        return
      }
      // Nobody works on what was forced into these, so that the wait finds it out.
      if (brought.isErr()) {
        expect(['wait_stalled', 'transition_failed', 'wait_timed_out']).toContain(brought.error.kind)
        expect(PROVISION_STATES[from].phase).toMatch(/busy|wait|hold/)
        return
      }
      expect(brought.value.provision_state).toBe(to)
      expect(brought.value.steps).toEqual(plan.steps)
      expect(node.now).toMatchObject({ provision_state: to, target_provision_state: null })
      expect(asked()).toEqual(plan.steps.flatMap((step) => (step.step === 'send' ? [step.verb] : [])))
      const again = expectOk(await run(driver.lifecycle.bringTo(target, to)))
      expect(again).toMatchObject({ outcome: 'was_there', steps: [] })
    })

    const resting = PROVISION_STATES[from].phase
    const allow: readonly PathVerb[] = ['adopt', 'deleted', 'provide', 'abort']
    if (resting === 'stable' || resting === 'failed')
      it.each(GOALS)('gets to %s by whatever is allowed', async (to) => {
        const { driver, run, target } = siteInState(from, {}, { hardware })
        const plan = expectOk(await run(driver.lifecycle.plan(target, to, { allow })))
        const brought = await run(driver.lifecycle.bringTo(target, to, { allow }))
        if (plan.plan === 'ready') expect(expectOk(brought)).toMatchObject({ provision_state: to })
        else expect(expectErr(brought, 'no_path').needs).toEqual(['rebuild'])
      })
  })
})

describe('on the way', () => {
  it('what is under way is waited for, whoever began it', async () => {
    for (const [begin, from, to, steps] of [
      ['requestManage', 'enroll', 'available', ['wait', 'provide']],
      ['requestProvide', 'manageable', 'manageable', ['wait', 'manage']],
      ['requestInspect', 'manageable', 'available', ['wait', 'provide']],
      ['requestClean', 'manageable', 'manageable', ['wait']],
    ] as const) {
      const { driver, otherDriver, run, target } = siteInState(from, {}, { hardware: 'redfish' })
      const { lifecycle } = otherDriver()
      expectOk(
        await run(begin === 'requestClean' ? lifecycle[begin](target, RESET) : lifecycle[begin](target)),
      )
      const brought = expectOk(await run(driver.lifecycle.bringTo(target, to)))
      expect(brought.steps.map((step) => (step.step === 'send' ? step.verb : 'wait'))).toEqual(steps)
      expect(brought.outcome).toBe(steps.length === 1 ? 'joined' : 'changed')
    }
  })

  it('a failure of what was waited for ends the call, and the next one goes on from there', async () => {
    const { driver, run, node, target } = siteInState('manageable', {}, { hardware: 'redfish' })
    node.failNext('clean', { lastError: 'No such disk' })
    expectOk(await run(driver.lifecycle.requestProvide(target)))
    const failed = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    expect(failed.lastError).toContain('No such disk')
    // Ironic heeds no agent of a node in maintenance, so that a cleaning would never end.
    const kept = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'node_not_ready')
    expect(kept.message).toContain('Call lifecycle.recover')
    expect(node.now).toMatchObject({ provision_state: 'manageable', maintenance: true })
    expectOk(await run(driver.lifecycle.recover(target)))
    const brought = expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
    expect(brought).toMatchObject({ provision_state: 'available', maintenance: false })
  })

  it('a verification that fails is a failure, and not a way back', async () => {
    const { driver, run, node, target } = siteInState('enroll')
    node.failNext('manage', { lastError: 'Wrong password' })
    expectOk(await run(driver.lifecycle.requestManage(target)))
    expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    node.failNext('manage', { lastError: 'Wrong password' })
    expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
  })

  it('what is held goes on', async () => {
    const { driver, run, target, node, asked } = siteInState('manageable', {}, { hardware: 'redfish' })
    const steps = [{ interface: 'power', step: 'hold' }]
    expectOk(await run(driver.lifecycle.requestClean(target, { steps })))
    expectErr(await run(driver.lifecycle.waitForClean(target, { deadlineMs: 5 * MINUTE })), 'wait_timed_out')
    expect(node.now.provision_state).toBe('clean hold')
    const brought = expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
    expect(brought.provision_state).toBe('available')
    expect(asked()).toEqual(['clean', 'unhold', 'provide'])
  })

  it('no instance is destroyed unless that is allowed', async () => {
    const { driver, run, node, target, asked } = siteInState('active', {}, { hardware: 'redfish' })
    for (const to of ['manageable', 'available'] as const) {
      const error = expectErr(await run(driver.lifecycle.bringTo(target, to)), 'no_path')
      expect(error).toMatchObject({ needs: ['deleted'], from: 'active', to, instance: INSTANCE })
      expect(error.message).toContain("pass allow: ['deleted']")
    }
    expect(asked()).toEqual([])
    expect(node.now.instance_uuid).toBe(INSTANCE)
    expectOk(await run(driver.lifecycle.bringTo(target, 'manageable', { allow: ['deleted'] })))
    expect(asked()).toEqual(['deleted', 'manage'])
    expect(node.now).toMatchObject({ instance_uuid: null, provision_state: 'manageable' })
  })

  it.each(['enroll', 'manageable', 'inspect failed', 'clean failed'] as const)(
    'a machine that is to be adopted is not erased from %s unless that is allowed',
    async (from) => {
      const { driver, run, node, target, asked } = siteInState(from, { instance_uuid: INSTANCE })
      const plan = expectOk(await run(driver.lifecycle.plan(target, 'available')))
      expect(plan).toMatchObject({ plan: 'needs', verbs: ['provide'] })
      const error = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'no_path')
      expect(error.needs).toEqual(['provide'])
      expect(asked()).toEqual([])
      expectOk(await run(driver.lifecycle.bringTo(target, 'available', { allow: ['provide'] })))
      expect(node.now.provision_state).toBe('available')
    },
  )

  it('no instance is torn down in maintenance, since its cleaning would never end', async () => {
    const { driver, run, target, asked } = siteInState(
      'active',
      { maintenance: true },
      { hardware: 'redfish' },
    )
    const brought = await run(driver.lifecycle.bringTo(target, 'available', { allow: ['deleted'] }))
    expect(expectErr(brought, 'node_not_ready').advice).toBe('fix_node')
    expect(asked()).toEqual([])
  })

  it('what was held and then failed ends the call', async () => {
    const { driver, run, target, node, asked, clock } = siteInState('clean hold', {}, { hardware: 'redfish' })
    const bringing = driver.lifecycle.bringTo(target, 'manageable')
    await clock.advance(1)
    node.force({ provision_state: 'clean failed', last_error: 'No such disk' })
    expectErr(await run(bringing), 'transition_failed')
    expect(asked()).toEqual(['unhold'])
  })

  it('nothing is sent to a node in a state that this library has never heard of', async () => {
    const { driver, run, target, simulator, node } = siteInState('manageable')
    const body = JSON.stringify({ ...node.now, provision_state: 'levitating' })
    simulator.disruptions.next(
      { method: 'GET', path: /nodes/ },
      { kind: 'status', status: 200, body },
      { times: 9 },
    )
    const error = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'no_path')
    expect(error.message).toContain('does not know the state "levitating"')
  })

  it('is checked before anything is sent', async () => {
    const { driver, target, simulator } = siteInState('manageable')
    const wrong: readonly (readonly [() => ResultAsync<unknown, IronicDriverError>, string])[] = [
      [() => driver.lifecycle.bringTo(target, 'rescue' as never), 'state'],
      [() => driver.lifecycle.plan(target, 'error' as never), 'state'],
      [() => driver.lifecycle.bringTo(target, 'active', { allow: ['rebuild' as never] }), 'options.allow.0'],
      [() => driver.lifecycle.recover(target, { instance: 'burn' as never }), 'options.instance'],
      [() => driver.lifecycle.recover(target, { endMaintenance: true as never }), 'options.endMaintenance'],
    ]
    for (const [call, field] of wrong) {
      const result = await call()
      expect(expectErr(result, 'invalid_input')).toMatchObject({ field })
    }
    expect(simulator.requests).toEqual([])
  })
})

const RESET = { steps: [{ interface: 'bios', step: 'factory_reset' }] }

describe('a recovery', () => {
  const ERROR = 'Something broke'

  it.each([
    ['clean failed', 'manageable', 'manage'],
    ['inspect failed', 'manageable', 'manage'],
    ['adopt failed', 'manageable', 'manage'],
    ['enroll', 'manageable', 'manage'],
    ['rescue failed', 'active', 'unrescue'],
    ['unrescue failed', 'active', 'unrescue'],
    ['service failed', 'active', 'abort'],
    ['deploy failed', 'active', 'rebuild'],
    ['error', 'available', 'deleted'],
  ] as const)('from %s leads to %s by %s, once', async (from, to, did) => {
    for (const hardware of ['fake-hardware', 'redfish'] as const) {
      const { driver, run, target, node, asked } = siteInState(from, { last_error: ERROR }, { hardware })
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered).toMatchObject({ from, provision_state: to, did: [did], outcome: 'changed' })
      expect(asked()).toEqual([did])
      const again = expectOk(await run(driver.lifecycle.recover(target)))
      expect(again).toMatchObject({ provision_state: to, did: [], outcome: 'was_there' })
      expect(node.now.instance_uuid).toBe(to === 'active' || from === 'adopt failed' ? INSTANCE : null)
    }
  })

  it.each(STATES.filter((state) => PROVISION_STATES[state].phase === 'stable' && state !== 'error'))(
    'leaves a node in %s as it is',
    async (state) => {
      const { driver, run, target, asked, simulator } = siteInState(state)
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered).toMatchObject({ provision_state: state, did: [], outcome: 'was_there' })
      expect(asked()).toEqual([])
      expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
    },
  )

  it('of an instance can destroy it instead', async () => {
    const { driver, run, target, node } = siteInState('deploy failed', {}, { hardware: 'redfish' })
    const recovered = expectOk(await run(driver.lifecycle.recover(target, { instance: 'destroy' })))
    expect(recovered).toMatchObject({ did: ['deleted'], provision_state: 'available' })
    expect(node.now.instance_uuid).toBeNull()
  })

  it('of a rebuild that was to preserve the ephemeral partition preserves it', async () => {
    const { driver, run, target, node } = siteInState('deploy failed', {
      instance_info: { ...IMAGE, ephemeral_gb: 10, preserve_ephemeral: 'True' },
    })
    const recovered = expectOk(await run(driver.lifecycle.recover(target)))
    expect(recovered.did).toEqual(['rebuild'])
    expect(node.now.instance_info).toMatchObject({ preserve_ephemeral: 'True' })
  })

  it('of a deployment without an instance says what to do', async () => {
    const { driver, run, target } = siteInState('deploy failed', { instance_uuid: null })
    expectErr(await run(driver.lifecycle.recover(target)), 'node_not_ready')
  })

  it('waits for one that is under way', async () => {
    const { driver, otherDriver, run, target } = siteInState('rescue failed', {}, { hardware: 'redfish' })
    expectOk(await run(otherDriver().rescue.requestLeave(target)))
    const recovered = expectOk(await run(driver.lifecycle.recover(target)))
    expect(recovered).toMatchObject({ provision_state: 'active', did: [], outcome: 'joined' })
  })

  it('has nothing for a service that failed before Ironic 32', async () => {
    const { driver, run, target } = siteInState('service failed', {}, { release: '29.0' })
    expectErr(await run(driver.lifecycle.recover(target)), 'state_refused')
  })

  describe('of a node in maintenance', () => {
    const own = { maintenance: true, fault: 'clean failure', maintenance_reason: ERROR, last_error: ERROR }

    it.each([
      ['clean failed', 'clean failure', ['manage', 'end_maintenance']],
      ['service failed', 'service failure', ['end_maintenance', 'abort']],
      ['rescue failed', 'rescue abort failure', ['end_maintenance', 'unrescue']],
      ['manageable', 'clean failure', ['end_maintenance']],
    ] as const)('ends what Ironic began: %s with %s', async (state, fault, did) => {
      const { driver, run, target, node } = siteInState(state, { ...own, fault })
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered).toMatchObject({ did, maintenance: false, fault: null })
      expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null })
    })

    it('knows its own from the history, once the error is forgotten', async () => {
      const { driver, run, target, node } = siteInState('manageable', {}, { hardware: 'redfish' })
      node.failNext('clean', { lastError: 'No such disk' })
      expectErr(await run(driver.lifecycle.clean(target, RESET)), 'transition_failed')
      node.force({ last_error: null })
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered.did).toEqual(['manage', 'end_maintenance'])
    })

    it.each([
      ['an operator began', { maintenance: true, fault: null, maintenance_reason: 'a disk is on order' }],
      ['an operator was in first', { ...own, maintenance_reason: 'a disk is on order' }],
      ['Ironic ends by itself', { ...own, fault: 'power failure' }],
    ] as const)('leaves alone what %s, unless it is told to', async (_, fields) => {
      const { driver, run, target, node } = siteInState('clean failed', fields)
      const kept = expectOk(await run(driver.lifecycle.recover(target)))
      expect(kept).toMatchObject({ did: ['manage'], maintenance: true, fault: fields.fault })
      expect(node.now.maintenance_reason).toBe(fields.maintenance_reason)
      const none = expectOk(await run(driver.lifecycle.recover(target, { endMaintenance: 'none' })))
      expect(none.did).toEqual([])
      const ended = expectOk(await run(driver.lifecycle.recover(target, { endMaintenance: 'any' })))
      expect(ended).toMatchObject({ did: ['end_maintenance'], maintenance: false })
    })

    it.each(['error', 'deploy failed'] as const)(
      'tears nothing down from %s for an operator',
      async (state) => {
        const { driver, run, target, asked } = siteInState(
          state,
          { maintenance: true },
          { hardware: 'redfish' },
        )
        const options = { instance: 'destroy' } as const
        const kept = expectErr(await run(driver.lifecycle.recover(target, options)), 'node_not_ready')
        expect(kept.message).toContain('lifecycle.endMaintenance')
        expect(asked()).toEqual([])
        const ended = await run(driver.lifecycle.recover(target, { ...options, endMaintenance: 'any' }))
        expect(expectOk(ended)).toMatchObject({
          did: ['end_maintenance', 'deleted'],
          provision_state: 'available',
        })
      },
    )

    it('says that an operator forbids it where Ironic takes the verb only out of maintenance', async () => {
      const { driver, run, target } = siteInState('service failed', { maintenance: true })
      expectErr(await run(driver.lifecycle.recover(target)), 'node_in_maintenance')
    })
  })
})

describe('breaking off', () => {
  it.each([
    ['clean wait', 'clean failed'],
    ['inspect wait', 'inspect failed'],
    ['rescue wait', 'rescue failed'],
    ['wait call-back', 'deploy failed'],
    ['service wait', 'active'],
    ['service hold', 'active'],
    ['service failed', 'active'],
    ['clean hold', 'clean failed'],
    ['deploy hold', 'deploy failed'],
  ] as const)('%s ends in %s', async (from, to) => {
    const hardware = 'redfish'
    const { driver, run, target, node, asked } = siteInState(
      from,
      { inspect_interface: 'agent' },
      { hardware },
    )
    expect(expectOk(await run(driver.lifecycle.abort(target)))).toMatchObject({
      provision_state: to,
      outcome: 'changed',
    })
    expect(node.now.reservation).toBeNull()
    expect(expectOk(await run(driver.lifecycle.abort(target))).outcome).toBe('was_there')
    expect(asked()).toEqual(['abort'])
  })

  it('a service on an older Ironic ends in service failed', async () => {
    const { driver, run, target } = siteInState('service wait', {}, { release: '29.0' })
    expect(expectOk(await run(driver.lifecycle.abort(target))).provision_state).toBe('service failed')
  })

  it('needs an Ironic that can, and a state that waits', async () => {
    const old = siteInState('wait call-back', {}, { release: '29.0' })
    const tooOld = await old.run(old.driver.lifecycle.abort(old.target))
    expect(expectErr(tooOld, 'unsupported_api_version').needs).toBe('1.110')
    for (const state of STATES.filter((one) => PROVISION_STATES[one].phase === 'busy')) {
      const { driver, run, target, asked } = siteInState(state)
      const error = expectErr(await run(driver.lifecycle.abort(target)), 'node_not_ready')
      expect(error.advice).toBe('retry_later')
      expect(asked()).toEqual([])
    }
  })

  it('a step that cannot be interrupted is ended first, and a second call joins', async () => {
    const { driver, otherDriver, run, target, node, asked } = siteInState(
      'manageable',
      {},
      { hardware: 'redfish', timings: { agentStep: 20 * MINUTE } },
    )
    expectOk(await run(driver.lifecycle.requestClean(target, ERASE)))
    expectErr(await run(driver.lifecycle.waitForClean(target, { deadlineMs: 2 * MINUTE })), 'wait_timed_out')
    expect(node.now.clean_step).toMatchObject({ step: 'erase_devices' })
    node.force({ clean_step: { ...node.now.clean_step, abortable: false } })
    expectOk(await run(driver.lifecycle.requestAbort(target)))
    const joined = expectOk(await run(otherDriver().lifecycle.abort(target)))
    expect(joined).toMatchObject({ outcome: 'joined', provision_state: 'clean failed' })
    expect(asked()).toEqual(['clean', 'abort'])
  })

  it('what ends by itself meanwhile was not broken off', async () => {
    const { driver, run, target, node, clock } = siteInState('clean wait', {}, { hardware: 'redfish' })
    const waiting = driver.lifecycle.waitForAbort(target)
    await clock.advance(2_000)
    node.force({ provision_state: 'available' })
    const error = expectErr(await run(waiting), 'transition_diverged')
    expect(error.message).toContain('over before it could be broken off')
  })

  it('is read back after a lost reply', async () => {
    for (const disruption of ['drop-before', 'drop-after'] as const)
      for (const [verb, from, to] of [
        ['abort', 'clean wait', 'clean failed'],
        ['unhold', 'clean hold', 'clean wait'],
      ] as const) {
        const { driver, run, target, simulator, asked } = siteInState(from)
        simulator.disruptions.next({ method: 'PUT' }, disruption)
        expect(expectOk(await run(driver.lifecycle[verb](target))).provision_state).toBe(to)
        expect(asked()).toHaveLength(disruption === 'drop-before' ? 2 : 1)
      }
  })
})

const ERASE = { steps: [{ interface: 'deploy', step: 'erase_devices' }] }

describe('going on', () => {
  it.each(STATES.filter((state) => PROVISION_STATES[state].phase !== 'hold'))(
    'is nothing for a node in %s',
    async (state) => {
      const { driver, run, target, asked } = siteInState(state)
      const went = expectOk(await run(driver.lifecycle.unhold(target)))
      expect(went).toMatchObject({ provision_state: state, outcome: 'was_there' })
      expect(asked()).toEqual([])
    },
  )

  it('is waited for until somebody says so', async () => {
    const { driver, otherDriver, run, target, clock } = siteInState('clean hold', {}, { hardware: 'redfish' })
    const waiting = driver.lifecycle.waitForUnhold(target)
    await clock.advance(60_000)
    expectOk(await run(otherDriver().lifecycle.requestUnhold(target)))
    expect(expectOk(await run(waiting)).provision_state).not.toBe('clean hold')
  })
})
