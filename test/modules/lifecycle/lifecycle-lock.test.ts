import { expect, it } from 'vitest'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../../support/expect-result.js'

function site() {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  const node = simulator.node({ name: 'm1' }).available()
  const driver = new IronicDriver({ transport: simulator, clock, random: () => 0.5 })
  return { clock, simulator, node, driver, target: { node: 'm1' } }
}

it('finds a node unlocked at the first look', async () => {
  const { clock, simulator, node, driver, target } = site()
  const free = expectOk(await clock.run(driver.lifecycle.waitForUnlock(target)))
  expect(free).toMatchObject({ node: node.uuid, provision_state: 'available', outcome: 'was_there' })
  expect(simulator.tally()).toEqual({ 'GET /': 1, 'GET /v1/nodes/m1': 1 })
})

it('waits until the lock is released, and changes nothing', async () => {
  const { clock, simulator, node, driver, target } = site()
  node.lock(20_000)
  const startedAt = clock.now()
  const free = expectOk(await clock.run(driver.lifecycle.waitForUnlock(target)))
  expect(free).toMatchObject({ node: node.uuid, outcome: 'joined' })
  expect(clock.now() - startedAt).toBeGreaterThanOrEqual(20_000)
  expect(clock.now() - startedAt).toBeLessThan(60_000)
  expect(node.now.reservation).toBeNull()
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
})

it('ends at its deadline and names the holder of the lock', async () => {
  const { clock, node, driver, target } = site()
  node.lock(3_600_000, { host: 'conductor-7' })
  const waited = await clock.run(driver.lifecycle.waitForUnlock(target, { deadlineMs: 30_000 }))
  const error = expectErr(waited, 'wait_timed_out')
  expect(error.operation).toBe('lifecycle.waitForUnlock')
  expect(error.lastSeen?.reservation).toBe('conductor-7')
})

it('ends when it is aborted or the node no longer exists', async () => {
  const { clock, node, driver, target } = site()
  node.lock(3_600_000)
  const calledOff = new AbortController()
  const waiting = driver.lifecycle.waitForUnlock(target, { signal: calledOff.signal })
  await clock.advance(10_000)
  calledOff.abort()
  expectErr(await clock.run(waiting), 'aborted')
  expectErr(await clock.run(driver.lifecycle.waitForUnlock({ node: 'm9' })), 'node_not_found')
})
