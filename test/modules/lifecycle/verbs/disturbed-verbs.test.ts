import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'
import { verbSite, RESET } from './support/verb-site.js'

const MINUTE = 60_000

describe('after a lost reply', () => {
  const VERBS = [
    ['manage', 'enroll', 'manageable'],
    ['manage', 'available', 'manageable'],
    ['inspect', 'manageable', 'manageable'],
    ['provide', 'manageable', 'available'],
  ] as const

  it.each(VERBS)('reads back a %s from %s', async (verb, from, end) => {
    for (const disruption of ['drop-before', 'drop-after'] as const) {
      const { driver, run, simulator, target, asked } = verbSite(from)
      simulator.disruptions.next({ method: 'PUT' }, disruption)
      expect(expectOk(await run(driver.lifecycle[verb](target))).provision_state).toBe(end)
      expect(asked()).toHaveLength(disruption === 'drop-before' ? 2 : 1)
    }
  })

  it('does not request a cleaning again that has begun', async () => {
    const { driver, run, simulator, target, asked } = verbSite('manageable')
    simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
    expectOk(await run(driver.lifecycle.clean(target, { steps: [RESET] })))
    expect(asked()).toEqual(['clean'])
  })

  it('reports a management controller that does not answer', async () => {
    const { driver, run, simulator, node, target } = verbSite('enroll')
    node.failNext('manage', { lastError: 'No route to the controller' })
    simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
    const failed = expectErr(await run(driver.lifecycle.manage(target)), 'transition_failed')
    expect(failed.lastError).toContain('No route')
  })
})

it('waits for a lock, and fails when it is not released', async () => {
  const { driver, run, node, target } = verbSite('manageable')
  node.lock(30_000)
  expectOk(await run(driver.lifecycle.provide(target)))
  node.lock(Infinity)
  expectErr(await run(driver.lifecycle.manage(target)), 'node_locked')
})

it('does not mistake an inspection of a locked node for its cleaning', async () => {
  const site = simulatedSite({ hardware: 'redfish' })
  const { driver, run, simulator, clock } = site
  const node = simulator.node().manageable()
  const target = { node: node.uuid }
  const locked = () => {
    simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked')
  }
  await clock.advance(5_000)
  locked()
  const cleaning = driver.lifecycle.clean(target, { steps: [{ interface: 'bios', step: 'factory_reset' }] })
  await clock.advance(0)
  node.force({ provision_state: 'inspecting' })
  node.force({ provision_state: 'manageable' })
  locked()
  expectOk(await run(cleaning))
  const asked = simulator.requests.filter(({ method }) => method === 'PUT')
  expect(asked.map(({ status }) => status)).toEqual([409, 409, 202])
})

it('ends at its deadline and at its signal, while Ironic continues', async () => {
  const { driver, run, node, target, clock } = verbSite('manageable', { hardware: 'redfish' })
  node.setAgent('silent')
  const timedOut = await run(driver.lifecycle.provide(target, { deadlineMs: 5 * MINUTE }))
  expect(expectErr(timedOut, 'wait_timed_out').lastSeen).toMatchObject({ provision_state: 'clean wait' })
  const stop = new AbortController()
  const waiting = driver.lifecycle.waitForProvide(target, { signal: stop.signal })
  await clock.advance(1_000)
  stop.abort()
  expectErr(await run(waiting), 'aborted')
  expect(node.now.provision_state).toBe('clean wait')
})

it('reports that an agent never called', async () => {
  const { driver, run, node, target } = verbSite('manageable', { hardware: 'redfish' })
  node.setAgent('silent')
  const failed = expectErr(await run(driver.lifecycle.provide(target)), 'transition_failed')
  expect(failed.lastError).toContain('Timeout')
})
