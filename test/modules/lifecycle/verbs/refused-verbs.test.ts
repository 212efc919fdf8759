import { PROVISION_STATES, type IronicDriver, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { RESET, verbSite, STEP } from './support/verb-site.js'

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

describe('a node in another state', () => {
  const VERBS = {
    manage: (driver: IronicDriver, node: string) => driver.lifecycle.manage({ node }),
    provide: (driver: IronicDriver, node: string) => driver.lifecycle.provide({ node }),
    inspect: (driver: IronicDriver, node: string) => driver.lifecycle.inspect({ node }),
    clean: (driver: IronicDriver, node: string) => driver.lifecycle.clean({ node }, { steps: [RESET] }),
    service: (driver: IronicDriver, node: string) => driver.lifecycle.service({ node }, { steps: [RESET] }),
    adopt: (driver: IronicDriver, node: string) => driver.lifecycle.adopt({ node }),
  }
  const CLEANING = ['cleaning', 'clean wait', 'clean hold'] as const
  /** The states in which each verb is not refused. */
  const TAKES: Readonly<Record<keyof typeof VERBS, readonly KnownProvisionState[]>> = {
    manage: [
      'enroll',
      'verifying',
      'manageable',
      'available',
      'clean failed',
      'inspect failed',
      'adopt failed',
    ],
    provide: ['manageable', 'available', ...CLEANING],
    inspect: ['manageable', 'inspect failed', 'inspecting', 'inspect wait'],
    clean: ['manageable'],
    service: ['active', 'servicing', 'service wait', 'service hold', 'service failed'],
    adopt: ['manageable', 'adopt failed', 'adopting', 'active'],
  }

  describe.each(Object.keys(VERBS) as (keyof typeof VERBS)[])('refuses %s', (verb) => {
    it.each(STATES.filter((state) => !TAKES[verb].includes(state)))('in %s', async (state) => {
      const { driver, run, node, asked } = verbSite(state)
      const error = expectErr(await run(VERBS[verb](driver, node.uuid)), 'node_not_ready')
      expect(error).toMatchObject({ provisionState: state, node: node.uuid })
      expect(error.message).toMatch(
        /(Call lifecycle\.\w+|Wait until that is over|call destroy|can be serviced)( first)?\.$/,
      )
      expect(asked()).toEqual([])
    })
  })

  it('says what to call first', async () => {
    for (const [state, verb, hint] of [
      ['available', 'clean', 'Call lifecycle.manage first.'],
      ['enroll', 'provide', 'Call lifecycle.manage first.'],
      ['clean failed', 'inspect', 'Call lifecycle.manage first.'],
      ['clean hold', 'inspect', 'Call lifecycle.unhold first.'],
      ['active', 'clean', 'The node is deployed: call destroy first.'],
      ['cleaning', 'inspect', 'Wait until that is over.'],
    ] as const) {
      const { driver, run, node } = verbSite(state)
      const error = expectErr(await run(VERBS[verb](driver, node.uuid)), 'node_not_ready')
      expect(error.message).toContain(hint)
    }
  })

  it('keeps automated and manual cleaning apart: neither joins the other', async () => {
    const { driver, run, node, target } = verbSite('clean wait')
    expectErr(await run(driver.lifecycle.clean(target, { steps: [RESET] })), 'node_not_ready')
    node.force({ provision_state: 'clean wait', target_provision_state: 'manageable' })
    expectErr(await run(driver.lifecycle.provide(target)), 'node_not_ready')
  })
})

describe('maintenance and retirement', () => {
  it('maintenance blocks cleaning and servicing, and allows manage and inspect', async () => {
    const { driver, run, node, target } = verbSite('enroll')
    const { lifecycle } = driver
    node.force({ maintenance: true, maintenance_reason: 'a disk is on order' })
    expectOk(await run(lifecycle.manage(target)))
    expectOk(await run(lifecycle.inspect(target)))
    expectErr(await run(lifecycle.clean(target, { steps: [RESET] })), 'node_in_maintenance')
    node.force({ provision_state: 'active' })
    expectErr(await run(lifecycle.service(target, { steps: [STEP] })), 'node_in_maintenance')
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'a disk is on order' })
  })

  it('retirement blocks provide', async () => {
    const { driver, run, node, target } = verbSite('manageable')
    node.force({ retired: true })
    expectErr(await run(driver.lifecycle.provide(target)), 'node_retired')
  })

  it('retirement during a cleaning diverts the node from available', async () => {
    const { driver, run, node, target } = verbSite('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestProvide(target)))
    node.force({ retired: true })
    expectErr(await run(driver.lifecycle.waitForProvide(target)), 'transition_diverged')
  })
})
