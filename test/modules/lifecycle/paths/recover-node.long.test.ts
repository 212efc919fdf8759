import { PROVISION_STATES } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { siteInState, INSTANCE, STATES, IMAGE, RESET } from '../support/site-in-state.js'

describe('recover', () => {
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
  ] as const)('brings a node from %s to %s by %s, once', async (from, to, did) => {
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

  it('destroys an instance on request instead of rebuilding it', async () => {
    const { driver, run, target, node } = siteInState('deploy failed', {}, { hardware: 'redfish' })
    const recovered = expectOk(await run(driver.lifecycle.recover(target, { instance: 'destroy' })))
    expect(recovered).toMatchObject({ did: ['deleted'], provision_state: 'available' })
    expect(node.now.instance_uuid).toBeNull()
  })

  it('preserves the ephemeral partition when the failed rebuild was to preserve it', async () => {
    const { driver, run, target, node } = siteInState('deploy failed', {
      instance_info: { ...IMAGE, ephemeral_gb: 10, preserve_ephemeral: 'True' },
    })
    const recovered = expectOk(await run(driver.lifecycle.recover(target)))
    expect(recovered.did).toEqual(['rebuild'])
    expect(node.now.instance_info).toMatchObject({ preserve_ephemeral: 'True' })
  })

  it('says what to do about a deployment without an instance', async () => {
    const { driver, run, target } = siteInState('deploy failed', { instance_uuid: null })
    expectErr(await run(driver.lifecycle.recover(target)), 'node_not_ready')
  })

  it('waits for a recovery that is under way', async () => {
    const { driver, otherDriver, run, target } = siteInState('rescue failed', {}, { hardware: 'redfish' })
    expectOk(await run(otherDriver().rescue.requestLeave(target)))
    const recovered = expectOk(await run(driver.lifecycle.recover(target)))
    expect(recovered).toMatchObject({ provision_state: 'active', did: [], outcome: 'joined' })
  })

  it('cannot recover a failed service before Ironic 32', async () => {
    const { driver, run, target } = siteInState('service failed', {}, { release: '29.0' })
    expectErr(await run(driver.lifecycle.recover(target)), 'state_refused')
  })

  describe('a node in maintenance', () => {
    const own = { maintenance: true, fault: 'clean failure', maintenance_reason: ERROR, last_error: ERROR }

    it.each([
      ['clean failed', 'clean failure', ['manage', 'end_maintenance']],
      ['service failed', 'service failure', ['end_maintenance', 'abort']],
      ['rescue failed', 'rescue abort failure', ['end_maintenance', 'unrescue']],
      ['manageable', 'clean failure', ['end_maintenance']],
    ] as const)('ends a maintenance that Ironic began: %s with %s', async (state, fault, did) => {
      const { driver, run, target, node } = siteInState(state, { ...own, fault })
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered).toMatchObject({ did, maintenance: false, fault: null })
      expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null })
    })

    it('recognizes a maintenance that Ironic began by the history when the error is cleared', async () => {
      const { driver, run, target, node } = siteInState('manageable', {}, { hardware: 'redfish' })
      node.failNext('clean', { lastError: 'No such disk' })
      expectErr(await run(driver.lifecycle.clean(target, RESET)), 'transition_failed')
      node.force({ last_error: null })
      const recovered = expectOk(await run(driver.lifecycle.recover(target)))
      expect(recovered.did).toEqual(['manage', 'end_maintenance'])
    })

    it.each([
      ['an operator began', { maintenance: true, fault: null, maintenance_reason: 'a disk is on order' }],
      ['an operator began before Ironic did', { ...own, maintenance_reason: 'a disk is on order' }],
      ['Ironic ends by itself', { ...own, fault: 'power failure' }],
    ] as const)('keeps a maintenance that %s, unless told to end it', async (_, fields) => {
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
      "tears nothing down from %s in an operator's maintenance",
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

    it("reports an operator's maintenance when Ironic accepts the verb only outside maintenance", async () => {
      const { driver, run, target } = siteInState('service failed', { maintenance: true })
      expectErr(await run(driver.lifecycle.recover(target)), 'node_in_maintenance')
    })
  })
})
