import { inspect } from 'node:util'
import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const PASSWORD = 'canary-8d2e'
const MINUTE = 60_000

function siteInState(
  state: KnownProvisionState = 'active',
  hardware: 'fake-hardware' | 'redfish' = 'fake-hardware',
) {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1' }).active()
  if (state !== 'active') node.force({ provision_state: state })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const asked = () =>
    site.simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? '') as object)
  return { ...site, node, target, asked }
}

const ENTER = { target: 'rescue', rescue_password: PASSWORD }
const LEAVE = { target: 'unrescue' }

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it('is entered and left with one request each', async () => {
    const { driver, run, target, asked } = siteInState('active', hardware)
    const entered = expectOk(await run(driver.rescue.enter(target, { password: PASSWORD })))
    expect(entered).toEqual({ ...target, provision_state: 'rescue', outcome: 'changed' })
    const left = expectOk(await run(driver.rescue.leave(target)))
    expect(left).toEqual({ ...target, provision_state: 'active', outcome: 'changed' })
    expect(asked()).toEqual([ENTER, LEAVE])
  })

  it('is requested here and waited for elsewhere', async () => {
    const { driver, otherDriver, run, target, asked } = siteInState('active', hardware)
    expectOk(await run(driver.rescue.requestEnter(target, { password: PASSWORD })))
    expect(expectOk(await run(otherDriver().rescue.waitForEnter(target))).provision_state).toBe('rescue')
    expectOk(await run(driver.rescue.requestLeave(target)))
    expect(expectOk(await run(otherDriver().rescue.waitForLeave(target))).provision_state).toBe('active')
    expect(asked()).toHaveLength(2)
  })

  it('does nothing when it is called again, and joins a running operation', async () => {
    const { driver, otherDriver, run, target, asked } = siteInState('active', hardware)
    const both = await run(
      Promise.all([
        driver.rescue
          .requestEnter(target, { password: PASSWORD })
          .andThen(() => driver.rescue.waitForEnter(target)),
        driver.rescue
          .requestEnter(target, { password: PASSWORD })
          .andThen(() => otherDriver().rescue.enter(target, { password: PASSWORD })),
      ]),
    )
    for (const one of both) expect(expectOk(one).provision_state).toBe('rescue')
    const again = expectOk(await run(driver.rescue.enter(target, { password: PASSWORD })))
    expect(again.outcome).toBe('was_there')
    expect(asked().length).toBeLessThanOrEqual(2)
    for (const outcome of ['changed', 'was_there'])
      expect(expectOk(await run(driver.rescue.leave(target))).outcome).toBe(outcome)
  })

  it('reports why it failed, and can be tried again or left', async () => {
    const { driver, run, node, target } = siteInState('active', hardware)
    node.failNext('rescue', { lastError: 'No network in the rescue system' })
    const failed = expectErr(
      await run(driver.rescue.enter(target, { password: PASSWORD })),
      'transition_failed',
    )
    expect(failed).toMatchObject({
      operation: 'rescue.enter',
      ...target,
      lastSeen: { provision_state: 'rescue failed' },
    })
    expect(failed.lastError).toContain('No network in the rescue system')
    expectOk(await run(driver.rescue.enter(target, { password: PASSWORD })))

    node.failNext('unrescue', { lastError: 'Power is gone' })
    const stuck = expectErr(await run(driver.rescue.leave(target)), 'transition_failed')
    expect(stuck).toMatchObject({ lastSeen: { provision_state: 'unrescue failed' } })
    expect(expectOk(await run(driver.rescue.leave(target))).provision_state).toBe('active')
  })
})

describe('of a node in any other state', () => {
  const states = Object.keys(PROVISION_STATES) as KnownProvisionState[]
  const ENTERS = [
    'active',
    'rescue',
    'rescuing',
    'rescue wait',
    'rescue failed',
    'unrescue failed',
    'service failed',
  ]
  const LEAVES = ['active', 'rescue', 'unrescuing', 'rescue failed', 'unrescue failed']

  it.each(states.filter((state) => !ENTERS.includes(state)))('is not entered: %s', async (state) => {
    const { driver, run, target, asked } = siteInState(state)
    const error = expectErr(await run(driver.rescue.enter(target, { password: PASSWORD })), 'node_not_ready')
    expect(error).toMatchObject({ provisionState: state, ...target })
    expect(asked()).toEqual([])
  })

  it.each(states.filter((state) => !LEAVES.includes(state)))('is not left: %s', async (state) => {
    const { driver, run, target, asked } = siteInState(state)
    expectErr(await run(driver.rescue.leave(target)), 'node_not_ready')
    expect(asked()).toEqual([])
  })
})

it('is not started on a node with another instance, or in maintenance', async () => {
  const { driver, run, node, target, asked } = siteInState()
  const other = { ...target, instance: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }
  expectErr(await run(driver.rescue.enter(other, { password: PASSWORD })), 'instance_mismatch')
  expectErr(await run(driver.rescue.leave(other)), 'instance_mismatch')
  expect(asked()).toEqual([])
  node.force({ maintenance: true })
  expectErr(await run(driver.rescue.enter(target, { password: PASSWORD })), 'node_in_maintenance')
})

it('ends when the instance is torn down or the node is deleted meanwhile', async () => {
  for (const away of ['torn down', 'another instance'] as const) {
    const { driver, run, clock, node, target } = siteInState('active', 'redfish')
    const entering = driver.rescue.enter(target, { password: PASSWORD })
    while (node.now.provision_state !== 'rescue wait') await clock.advance(1_000)
    if (away === 'torn down') node.force({ provision_state: 'available', instance_uuid: null })
    else node.force({ instance_uuid: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' })
    expectErr(await run(entering), 'transition_diverged')
  }
})

it('ends when another client aborts it, and at the deadline', async () => {
  const { driver, run, clock, node, target } = siteInState('active', 'redfish')
  node.setAgent('silent')
  const entering = driver.rescue.enter(target, { password: PASSWORD })
  while (node.now.provision_state !== 'rescue wait') await clock.advance(1_000)
  expectErr(await run(driver.rescue.waitForEnter(target, { deadlineMs: MINUTE })), 'wait_timed_out')
  expectOk(await run(driver.client.nodeStates.provision(node.uuid, { target: 'abort' })))
  expectErr(await run(entering), 'transition_failed')
  expect(node.now.provision_state).toBe('rescue failed')
})

it.each(['drop-before', 'drop-after', 'locked', 'busy', 'refuse'] as const)(
  'succeeds although a request meets %s, at each request',
  async (disruption) => {
    for (let after = 0; after < 4; after += 1) {
      const { driver, run, simulator, target, asked } = siteInState()
      expectOk(await run(driver.client.features()))
      simulator.disruptions.next({}, disruption, { after })
      const entered = expectOk(await run(driver.rescue.enter(target, { password: PASSWORD })))
      expect(entered.provision_state).toBe('rescue')
      expect(asked().length).toBeLessThanOrEqual(2)
    }
  },
)

it('is refused without a password, and sends nothing', async () => {
  const { driver, run, simulator, target } = siteInState()
  for (const password of ['', ' \t', 7 as never, undefined as never]) {
    const error = expectErr(await run(driver.rescue.enter(target, { password })), 'invalid_input')
    expect(error.field).toBe('rescue.password')
  }
  expect(simulator.requests).toEqual([])
})

it('needs microversion 1.38', async () => {
  const { simulator, driver, run } = simulatedSite({ maxVersion: '1.37' })
  const node = simulator.node({ name: 'metal-1' }).active()
  const error = await run(driver.rescue.enter({ node: node.uuid }, { password: PASSWORD }))
  expectErr(error, 'unsupported_api_version')
})

it('ends at once when it is aborted, at any point', async () => {
  for (let requests = 0; requests < 5; requests += 1) {
    const { driver, run, simulator, target } = siteInState('active', 'redfish')
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    const controller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = (request) => {
      if (simulator.requests.length === requests) controller.abort()
      return send(request)
    }
    const options = { signal: controller.signal }
    expectErr(await run(driver.rescue.enter(target, { password: PASSWORD }, options)), 'aborted')
  }
})

it('shows the password in no error', async () => {
  const quote = `Invalid: {"target": "rescue", "rescue_password": "${PASSWORD}"}`
  for (const status of [400, 409, 500]) {
    const { driver, run, simulator, target } = siteInState()
    simulator.disruptions.next({ method: 'PUT' }, { kind: 'status', status, fault: quote }, { times: 50 })
    const result = await run(driver.rescue.enter(target, { password: PASSWORD }, { deadlineMs: MINUTE }))
    expect(result.isErr()).toBe(true)
    expect(inspect(result, { depth: 20 }) + JSON.stringify(result)).not.toContain(PASSWORD)
  }
})

it("does not fail because another client's rescue failed while the node was locked", async () => {
  const { driver, run, simulator, clock } = simulatedSite({ hardware: 'redfish' })
  const node = simulator.node().withPort().active()
  const locked = () => {
    simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked')
  }
  await clock.advance(5_000)
  locked()
  const entering = driver.rescue.enter({ node: node.uuid }, { password: 'pw-of-rescue' })
  await clock.advance(0)
  node.force({ provision_state: 'rescuing' })
  node.force({ provision_state: 'rescue failed' })
  locked()
  expectOk(await run(entering))
  expect(node.now.provision_state).toBe('rescue')
})
