import { PROVISION_STATES, type IronicDriverError } from 'ironic-driver'
import type { PathVerb } from '../../../../src/modules/lifecycle/paths/path-input.js'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { STATES, siteInState, MINUTE, INSTANCE, RESET } from '../support/site-in-state.js'

const GOALS = ['manageable', 'available', 'active'] as const

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  describe.each(STATES)('a node in %s', (from) => {
    it.each(GOALS)('reaches %s, or sends nothing', async (to) => {
      const { driver, run, target, node, asked } = siteInState(from, {}, { hardware })
      const plan = expectOk(await run(driver.lifecycle.plan(target, to)))
      expect(plan).toMatchObject({ node: node.uuid, from, to })
      expect(asked()).toEqual([])
      const brought = await run(driver.lifecycle.bringTo(target, to, { deadlineMs: 40 * MINUTE }))
      if (plan.plan !== 'ready') {
        const error = expectErr(brought, 'no_path')
        expect(error).toMatchObject({ to, needs: plan.plan === 'needs' ? plan.verbs : [] })
        // A transition or a hold ends first: only then is it known that no path exists.
        expect(node.now.instance_uuid).toBe(
          PROVISION_STATES[from].occupied && from !== 'error' ? INSTANCE : null,
        )
        return
      }
      // No conductor works on a node that was forced into these states; the wait detects it.
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
      it.each(GOALS)('reaches %s when every verb is allowed', async (to) => {
        const { driver, run, target } = siteInState(from, {}, { hardware })
        const plan = expectOk(await run(driver.lifecycle.plan(target, to, { allow })))
        const brought = await run(driver.lifecycle.bringTo(target, to, { allow }))
        if (plan.plan === 'ready') expect(expectOk(brought)).toMatchObject({ provision_state: to })
        else expect(expectErr(brought, 'no_path').needs).toEqual(['rebuild'])
      })
  })
})

describe('bringTo', () => {
  it('waits for a transition that any client has begun', async () => {
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

  it('ends when the transition that it joined fails, and continues from there on the next call', async () => {
    const { driver, run, node, target } = siteInState('manageable', {}, { hardware: 'redfish' })
    node.failNext('clean', { lastError: 'No such disk' })
    expectOk(await run(driver.lifecycle.requestProvide(target)))
    const failed = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    expect(failed.lastError).toContain('No such disk')
    // Ironic ignores the agent of a node in maintenance, so a cleaning would never end.
    const kept = expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'node_not_ready')
    expect(kept.message).toContain('call lifecycle.recover')
    expect(node.now).toMatchObject({ provision_state: 'manageable', maintenance: true })
    expectOk(await run(driver.lifecycle.recover(target)))
    const brought = expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
    expect(brought).toMatchObject({ provision_state: 'available', maintenance: false })
  })

  it('treats a failed verification as a failure, not as a path', async () => {
    const { driver, run, node, target } = siteInState('enroll')
    node.failNext('manage', { lastError: 'Wrong password' })
    expectOk(await run(driver.lifecycle.requestManage(target)))
    expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    node.failNext('manage', { lastError: 'Wrong password' })
    expectErr(await run(driver.lifecycle.bringTo(target, 'available')), 'transition_failed')
    expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
  })

  it('continues a held node', async () => {
    const { driver, run, target, node, asked } = siteInState('manageable', {}, { hardware: 'redfish' })
    const steps = [{ interface: 'power', step: 'hold' }]
    expectOk(await run(driver.lifecycle.requestClean(target, { steps })))
    expectErr(await run(driver.lifecycle.waitForClean(target, { deadlineMs: 5 * MINUTE })), 'wait_timed_out')
    expect(node.now.provision_state).toBe('clean hold')
    const brought = expectOk(await run(driver.lifecycle.bringTo(target, 'available')))
    expect(brought.provision_state).toBe('available')
    expect(asked()).toEqual(['clean', 'unhold', 'provide'])
  })

  it('destroys no instance unless that is allowed', async () => {
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
    'does not erase an instance that awaits adoption from %s unless that is allowed',
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

  it('tears no instance down in maintenance, because the cleaning would never end', async () => {
    const { driver, run, target, asked } = siteInState(
      'active',
      { maintenance: true },
      { hardware: 'redfish' },
    )
    const brought = await run(driver.lifecycle.bringTo(target, 'available', { allow: ['deleted'] }))
    expect(expectErr(brought, 'node_not_ready').advice).toBe('fix_node')
    expect(asked()).toEqual([])
  })

  it('ends when a held node fails after it continues', async () => {
    const { driver, run, target, node, asked, clock } = siteInState('clean hold', {}, { hardware: 'redfish' })
    const bringing = driver.lifecycle.bringTo(target, 'manageable')
    await clock.advance(1)
    node.force({ provision_state: 'clean failed', last_error: 'No such disk' })
    expectErr(await run(bringing), 'transition_failed')
    expect(asked()).toEqual(['unhold'])
  })

  it('sends nothing to a node in an unknown state', async () => {
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

  it('refuses invalid input before anything is sent', async () => {
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
