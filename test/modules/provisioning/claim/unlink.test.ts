import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { lateTransport, watchedTransport } from '../../../hostile/transports.js'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const DAY_MS = 24 * 3_600_000

/** A node that is being cleaned and still has a link to an instance: Ironic accepts only one change. */
function siteInCleaning(maintenance: { maintenance_reason?: string } = {}) {
  const site = simulatedSite({ hardware: 'redfish' })
  const instance = randomUUID()
  const node = site.simulator.node({ name: 'metal-1' }).inState('clean hold', {
    instance_uuid: instance,
    maintenance: 'maintenance_reason' in maintenance,
    ...maintenance,
  })
  return { ...site, node, instance, target: { node: node.uuid, instance } }
}

/** Another client acts once, after Ironic has answered the first request of a method. */
function actingTransport(inner: Transport, method: string, act: () => unknown): Transport {
  let hasActed = false
  return {
    send: async (request) => {
      const reply = await inner.send(request)
      if (!hasActed && request.method === method) {
        hasActed = true
        act()
      }
      return reply
    },
  }
}

it('removes the link of a node that is being cleaned, without disturbing the cleaning', async () => {
  const { simulator, driver, run, clock, node, target } = siteInCleaning()
  const startedAt = clock.now()
  expectOk(await run(driver.provisioning.destroy(target)))
  expect(clock.now()).toBe(startedAt)
  expect(node.now).toMatchObject({ provision_state: 'clean hold', instance_uuid: null, maintenance: false })
  const writes = simulator.requests.filter(({ method }) => method !== 'GET').map(({ route }) => route)
  expect(writes).toEqual([
    'PATCH /v1/nodes/{uuid}',
    'PUT /v1/nodes/{uuid}/maintenance',
    'PATCH /v1/nodes/{uuid}',
    'DELETE /v1/nodes/{uuid}/maintenance',
  ])
})

it("leaves an operator's maintenance as it was", async () => {
  const { simulator, driver, run, node, target } = siteInCleaning({ maintenance_reason: 'a fan' })
  expectOk(await run(driver.provisioning.destroy(target)))
  expect(node.now).toMatchObject({ instance_uuid: null, maintenance: true, maintenance_reason: 'a fan' })
  expect(simulator.requests.some(({ path }) => path.endsWith('/maintenance'))).toBe(false)
})

it('ends the maintenance of a process that died meanwhile', async () => {
  const { simulator, clock, run, node, target, instance } = siteInCleaning()
  const dying = { maintenance: true, maintenance_reason: `removing the link to instance ${instance}` }
  const transport = actingTransport(simulator, 'PATCH', () => node.force(dying))
  expectOk(await run(new IronicDriver({ transport, clock }).provisioning.destroy(target)))
  expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false })
})

it.each(['destroy', 'destroy by its node'] as const)(
  'ends the maintenance of a process that died after the removal: %s',
  async (how) => {
    const { driver, run, node, target, instance } = siteInCleaning()
    node.force({
      instance_uuid: null,
      maintenance: true,
      maintenance_reason: `removing the link to instance ${instance}`,
    })
    const named = how === 'destroy' ? target : { node: target.node }
    expect(expectOk(await run(driver.provisioning.destroy(named))).outcome).toBe('was_gone')
    expect(node.now).toMatchObject({ maintenance: false, maintenance_reason: null })
  },
)

it('starts no maintenance for a removal that Ironic refuses for another reason', async () => {
  const { simulator, driver, run, node, target } = siteInCleaning()
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 403, fault: 'Not today.' })
  expect(expectErr(await run(driver.provisioning.destroy(target)), 'forbidden').message).toContain(
    'Not today.',
  )
  expect(node.now.instance_uuid).toBe(target.instance)
  expect(simulator.requests.some(({ path }) => path.endsWith('/maintenance'))).toBe(false)
})

it('ends the maintenance of a process that died in it', async () => {
  const { driver, run, node, target, instance } = siteInCleaning()
  node.force({ maintenance: true, maintenance_reason: `removing the link to instance ${instance}` })
  expectOk(await run(driver.provisioning.destroy(target)))
  expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false })
})

const MAINTENANCE = { path: /maintenance$/ }
const DISRUPTIONS: readonly (readonly [string, Disruption])[] = [
  ['is forbidden', { kind: 'status', status: 403 }],
  ['is lost on the way', 'drop-before'],
  ['takes effect and its reply is lost', 'drop-after'],
  ['times out inside Ironic', { kind: 'rpc-timeout', effect: true }],
  ['meets a lock', 'locked'],
]

describe.each([
  ['setting the maintenance', { ...MAINTENANCE, method: 'PUT' }, 0],
  ['removing the link', { method: 'PATCH' }, 1],
  ['ending the maintenance', { ...MAINTENANCE, method: 'DELETE' }, 0],
] as const)('when %s', (_request, match, after) => {
  it.each(DISRUPTIONS)(
    'leaves no maintenance behind although it %s for a while',
    async (_what, disruption) => {
      for (const times of [1, 3, 12]) {
        const { simulator, driver, run, clock, node, target } = siteInCleaning()
        simulator.disruptions.next(match, disruption, { after, times })
        const destroyed = await run(driver.provisioning.destroy(target))
        await clock.advance(DAY_MS)
        const isForbidden = typeof disruption === 'object' && disruption.kind === 'status'
        if (match.method !== 'DELETE' || !isForbidden) expect(node.now.maintenance).toBe(false)
        if (isForbidden) {
          const kind = match.method === 'DELETE' ? 'node_not_ready' : 'forbidden'
          expect(destroyed._unsafeUnwrapErr()).toMatchObject({ kind })
        } else {
          expectOk(destroyed)
          expect(node.now.instance_uuid).toBeNull()
        }
      }
    },
  )
})

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'leaves no maintenance behind when its caller aborts at request %i',
  async (last) => {
    for (const kind of ['answered', 'late'] as const) {
      const { simulator, run, clock, node, target } = siteInCleaning()
      const caller = new AbortController()
      const abort = () => {
        caller.abort()
      }
      const sleep = (ms: number) => clock.sleep(ms)
      const transport =
        kind === 'answered'
          ? watchedTransport(simulator, last, abort)
          : lateTransport(simulator, { last, lateMs: 2_000, sleep, onSent: abort })
      const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
      const ended = await run(driver.provisioning.destroy(target, { signal: caller.signal }))
      if (ended.isErr()) expectErr(ended, 'aborted')
      await clock.advance(DAY_MS)
      expect(node.now.maintenance).toBe(false)
    }
  },
)

it('reports a maintenance that cannot be ended', async () => {
  const { simulator, driver, run, node, target } = siteInCleaning()
  simulator.disruptions.next({ ...MAINTENANCE, method: 'DELETE' }, { kind: 'status', status: 403 })
  const error = expectErr(await run(driver.provisioning.destroy(target)), 'node_not_ready')
  expect(error.message).toContain('maintenance')
  expect(error).toMatchObject({ advice: 'fix_node', node: node.uuid, cause: { kind: 'forbidden' } })
})

describe('release', () => {
  it('gives a reserved node back with all that was written for it', async () => {
    const { simulator, driver, run } = simulatedSite()
    const node = simulator.node({ network_interface: 'neutron' }).withPort().available()
    const before = simulator.snapshot()
    const mine = { node: node.uuid, instance: randomUUID() }
    expectOk(await run(driver.provisioning.reserve(mine)))
    expectOk(await run(driver.networking.attachVif(mine, { id: randomUUID() })))
    expect(expectOk(await run(driver.provisioning.release(mine))).instance).toBeNull()
    expect(simulator.snapshot()).toEqual(before)
  })

  it('waits for a lock of a minute and a half', async () => {
    const { simulator, driver, run } = simulatedSite()
    const mine = { instance: randomUUID() }
    const node = simulator.node().inState('available', { instance_uuid: mine.instance }).lock(90_000)
    expectOk(await run(driver.provisioning.release({ ...mine, node: node.uuid })))
    expect(node.now.instance_uuid).toBeNull()
  })

  it("does not touch a deployed node or another instance's node", async () => {
    const { simulator, driver, run } = simulatedSite()
    const node = simulator.node().active()
    const before = simulator.snapshot()
    const instance = node.now.instance_uuid ?? ''
    const refused = await run(driver.provisioning.release({ node: node.uuid, instance }))
    expect(expectErr(refused, 'node_not_ready').message).toContain('Call destroy')
    const other = expectOk(
      await run(driver.provisioning.release({ node: node.uuid, instance: randomUUID() })),
    )
    expect(other.instance).toBe(instance)
    expect(simulator.snapshot()).toEqual(before)
  })

  it('does not take the node from an instance that reserved it during the wait for a lock', async () => {
    const { simulator, driver, clock, run } = simulatedSite()
    const [mine, theirs] = [randomUUID(), randomUUID()]
    const node = simulator.node().inState('available', { instance_uuid: mine }).lock(30_000)
    const releasing = driver.provisioning.release({ node: node.uuid, instance: mine })
    await clock.advance(10_000)
    node.force({ instance_uuid: theirs })
    expect(expectOk(await run(releasing)).instance).toBe(theirs)
    expect(node.now.instance_uuid).toBe(theirs)
  })
})
