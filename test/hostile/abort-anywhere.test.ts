import { IronicDriver, type SpawnOptions, type Transport } from 'ironic-driver'
import type { ProfileName } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { lateTransport, watchedTransport } from './transports.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const DAY_MS = 24 * 3_600_000

/** Version request, read, reservation, VIF, validation, deployment, and two reads of the wait. */
const REQUESTS = [1, 2, 3, 4, 5, 6, 7, 8]
const DEPLOYMENT = 6

function siteFor(hardware: ProfileName) {
  const site = simulatedSite({ hardware })
  const { simulator, clock } = site
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(2).available()
  const before = simulator.snapshot()
  const caller = new AbortController()
  const spawnWith = (transport: Transport, options: SpawnOptions = {}) => {
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    return driver.provisioning.spawn(request, { ...options, signal: caller.signal })
  }
  const request = spawnRequestFor(node, { vifs: [{ id: vif }] })
  const abort = () => {
    caller.abort()
  }
  return { ...site, node, before, request, spawnWith, abort }
}

describe.each(['fake-hardware', 'redfish'] as const)('a spawn on %s whose caller aborts', (hardware) => {
  it.each(REQUESTS)('after request %i leaves the node as it was', async (last) => {
    const { simulator, run, clock, node, before, spawnWith, abort } = siteFor(hardware)
    const error = expectErr(await run(spawnWith(watchedTransport(simulator, last, abort))), 'aborted')
    expect(error.node).toBe(node.uuid)
    await clock.advance(DAY_MS)
    if (last < DEPLOYMENT) expect(simulator.snapshot()).toEqual(before)
    expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
  })

  it.each(REQUESTS)('during request %i, which takes effect seconds later, leaves nothing', async (last) => {
    for (const lateMs of [10, 1_000, 3_000]) {
      const { simulator, run, clock, node, spawnWith, abort } = siteFor(hardware)
      const sleep = (ms: number) => clock.sleep(ms)
      const late = lateTransport(simulator, { last, lateMs, sleep, onSent: abort })
      expectErr(await run(spawnWith(late)), 'aborted')
      await clock.advance(DAY_MS)
      expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
    }
  })

  it.each(REQUESTS)('after request %i with onAbort "keep" can be joined by another call', async (last) => {
    const { simulator, run, request, node, spawnWith, abort, otherDriver } = siteFor(hardware)
    const kept = spawnWith(watchedTransport(simulator, last, abort), { onAbort: 'keep' })
    expectErr(await run(kept), 'aborted')
    const joined = expectOk(await run(otherDriver().provisioning.spawn(request)))
    expect(joined.provision_state).toBe('active')
    expect(node.now.instance_uuid).toBe(request.instance.id)
    const deployments = simulator.requests.filter(
      ({ status, body }) => status === 202 && body?.includes('"active"'),
    )
    expect(deployments).toHaveLength(1)
  })
})

it('keeps a spawn whose caller aborts while the driver checks a lost reply', async () => {
  const { simulator, run, node, spawnWith, abort, request } = siteFor('fake-hardware')
  simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
  const aborting = watchedTransport(simulator, DEPLOYMENT, abort)
  expectErr(await run(spawnWith(aborting, { onAbort: 'keep' })), 'aborted')
  expect(node.now.instance_uuid).toBe(request.instance.id)
})

it('aborts at once while it waits for a lock', async () => {
  const { simulator, clock, run, node, spawnWith, abort, before } = siteFor('fake-hardware')
  node.lock(90_000)
  const spawning = spawnWith(simulator)
  await clock.advance(10_000)
  abort()
  const abortedAt = clock.now()
  expectErr(await run(spawning), 'aborted')
  expect(clock.now() - abortedAt).toBeLessThan(10_000)
  await clock.advance(DAY_MS)
  expect(simulator.snapshot()).toEqual(before)
})
