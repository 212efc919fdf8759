import { PROVISION_STATES } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { siteInState, STATES, MINUTE } from '../support/site-in-state.js'

describe('abort', () => {
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
  ] as const)('takes a node from %s to %s', async (from, to) => {
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

  it('takes a service on an older Ironic to service failed', async () => {
    const { driver, run, target } = siteInState('service wait', {}, { release: '29.0' })
    expect(expectOk(await run(driver.lifecycle.abort(target))).provision_state).toBe('service failed')
  })

  it('needs an Ironic that supports it, and a state that waits', async () => {
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

  it('waits for a step that cannot be interrupted, and lets a second call join', async () => {
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

  it('reports an operation that ended by itself as not aborted', async () => {
    const { driver, run, target, node, clock } = siteInState('clean wait', {}, { hardware: 'redfish' })
    const waiting = driver.lifecycle.waitForAbort(target)
    await clock.advance(2_000)
    node.force({ provision_state: 'available' })
    const error = expectErr(await run(waiting), 'transition_diverged')
    expect(error.message).toContain('over before it could be aborted')
  })

  it('is read back after a lost reply, as unhold is', async () => {
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

describe('unhold', () => {
  it.each(STATES.filter((state) => PROVISION_STATES[state].phase !== 'hold'))(
    'does nothing for a node in %s',
    async (state) => {
      const { driver, run, target, asked } = siteInState(state)
      const went = expectOk(await run(driver.lifecycle.unhold(target)))
      expect(went).toMatchObject({ provision_state: state, outcome: 'was_there' })
      expect(asked()).toEqual([])
    },
  )

  it('waits until another client continues the node', async () => {
    const { driver, otherDriver, run, target, clock } = siteInState('clean hold', {}, { hardware: 'redfish' })
    const waiting = driver.lifecycle.waitForUnhold(target)
    await clock.advance(60_000)
    expectOk(await run(otherDriver().lifecycle.requestUnhold(target)))
    expect(expectOk(await run(waiting)).provision_state).not.toBe('clean hold')
  })
})
