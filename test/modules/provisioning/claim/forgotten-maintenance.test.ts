import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const FORBIDDEN = { kind: 'status', status: 403, fault: 'Not today.' } as const
const LIST = { method: 'GET', path: /\/v1\/nodes\?.*maintenance=true/ } as const
const LOOK = { method: 'GET', path: /nodes\/[^/]+\?fields/ } as const

/** Nodes whose links are off: only the reason of their maintenance names an instance. */
function siteWithForgotten(options: Omit<SimulatorOptions, 'clock'> = {}, spelt = (id: string) => id) {
  const site = simulatedSite(options)
  const instance = randomUUID()
  const inMaintenance = (name: string, reason: string | null) =>
    site.simulator.node({ name }).available().force({ maintenance: true, maintenance_reason: reason })
  const others = [
    inMaintenance('metal-1', 'a fan'),
    inMaintenance('metal-2', null),
    inMaintenance('metal-3', `removing the link to instance ${randomUUID()}`),
  ]
  const node = inMaintenance('metal-4', `removing the link to instance ${spelt(instance)}`)
  const destroy = (driver = site.driver) => site.run(driver.provisioning.destroy({ instance }))
  const changes = () => site.simulator.requests.filter(({ method }) => method !== 'GET')
  return { ...site, node, others, instance, destroy, changes }
}

it.each([
  ['as it was written', (id: string) => id],
  ['in capitals', (id: string) => id.toUpperCase()],
])('ends the maintenance whose reason names the instance %s, and no other', async (_how, spelt) => {
  const { destroy, node, others } = siteWithForgotten({}, spelt)
  expect(expectOk(await destroy()).outcome).toBe('was_gone')
  expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null })
  expect(others.map(({ now }) => now.maintenance)).toEqual([true, true, true])
})

it.each([
  ['32.0', /include_children=true/],
  ['21.4', /^(?!.*include_children)/],
] as const)('includes child nodes where the server has them: Ironic %s', async (release, query) => {
  const { destroy, node, simulator } = siteWithForgotten({ release })
  expectOk(await destroy())
  const lists = simulator.requests.filter(({ path }) => LIST.path.test(path))
  expect(lists.map(({ path }) => query.test(path))).toEqual([true])
  expect(node.now.maintenance).toBe(false)
})

it.each([
  ['the list of nodes in maintenance', LIST],
  ['the look at the node', LOOK],
])('changes nothing and fails when %s is refused', async (_what, match) => {
  const { destroy, node, simulator, changes } = siteWithForgotten()
  simulator.disruptions.next(match, FORBIDDEN)
  expect(expectErr(await destroy(), 'forbidden').message).toContain('Not today.')
  expect(node.now.maintenance).toBe(true)
  expect(changes()).toEqual([])
})

it('keeps a maintenance that has replaced the listed one meanwhile', async () => {
  const { destroy, node, simulator, clock, changes } = siteWithForgotten()
  const transport: Transport = {
    send: async (request) => {
      const reply = await simulator.send(request)
      if (LIST.path.test(request.path)) node.force({ maintenance_reason: 'a fan' })
      return reply
    },
  }
  expectOk(await destroy(new IronicDriver({ transport, clock, random: () => 0.5 })))
  expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'a fan' })
  expect(changes()).toEqual([])
})

it('succeeds when the node has been removed since it was listed', async () => {
  const { destroy, simulator } = siteWithForgotten()
  const gone = { kind: 'status', status: 404, fault: 'Node could not be found.' } as const
  simulator.disruptions.next(LOOK, gone, { times: Infinity })
  expect(expectOk(await destroy()).outcome).toBe('was_gone')
})

it('says what to do when the maintenance cannot be ended', async () => {
  const { destroy, node, instance, simulator } = siteWithForgotten()
  simulator.disruptions.next({ method: 'DELETE', path: /maintenance$/ }, FORBIDDEN)
  const error = expectErr(await destroy(), 'node_not_ready')
  expect(error).toMatchObject({ advice: 'fix_node', node: node.uuid, instance, provisionState: 'available' })
  expect(error.message).toMatch(/ending that failed: .*Not today.* Call destroy again/)
})

it('gives up after a quarter of an hour of locks, and the next call ends the maintenance', async () => {
  const { destroy, node, simulator, clock } = siteWithForgotten()
  simulator.disruptions.next({ method: 'DELETE', path: /maintenance$/ }, 'locked', { times: Infinity })
  const startedAt = clock.now()
  expectErr(await destroy(), 'node_not_ready')
  expect(clock.now() - startedAt).toBeGreaterThan(13 * 60_000)
  expect(clock.now() - startedAt).toBeLessThanOrEqual(15 * 60_000)
  simulator.disruptions.clear()
  expectOk(await destroy())
  expect(node.now.maintenance).toBe(false)
})

it('stops at once when its caller aborts, and the next call ends the maintenance', async () => {
  const { instance, driver, node, simulator, clock, run } = siteWithForgotten()
  simulator.disruptions.next({ method: 'DELETE', path: /maintenance$/ }, 'locked', { times: Infinity })
  const caller = new AbortController()
  void clock.sleep(5_000).then(() => {
    caller.abort()
  })
  const startedAt = clock.now()
  expectErr(await run(driver.provisioning.destroy({ instance }, { signal: caller.signal })), 'aborted')
  expect(clock.now() - startedAt).toBe(5_000)
  expect(node.now.maintenance).toBe(true)
})

it('ends by the deadline of the call', async () => {
  const { instance, driver, simulator, clock, run } = siteWithForgotten()
  simulator.disruptions.next({ method: 'DELETE', path: /maintenance$/ }, 'locked', { times: Infinity })
  const startedAt = clock.now()
  const destroyed = await run(driver.provisioning.destroy({ instance }, { deadlineMs: 20_000 }))
  expectErr(destroyed, 'node_not_ready')
  expect(clock.now() - startedAt).toBeLessThanOrEqual(20_000)
})
