import { describe, expect, it } from 'vitest'
import type { Disruption } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const DAY_MS = 24 * 3_600_000

/** The requests of a spawn with one VIF, in their order. */
const REQUESTS = [
  ['the first look', { method: 'GET', path: /nodes\/[^/]+\?fields/ }],
  ['the reservation', { method: 'PATCH' }],
  ['the VIF', { method: 'POST', path: /vifs/ }],
  ['the validation', { method: 'GET', path: /validate/ }],
  ['the deployment', { method: 'PUT', path: /provision/ }],
] as const

/** Disruptions that persist, so that the client's own retries do not hide them. */
const DISRUPTIONS: readonly (readonly [string, Disruption])[] = [
  ['is refused', { kind: 'status', status: 400, fault: 'Something is wrong.' }],
  ['is forbidden', { kind: 'status', status: 403, fault: 'Access was denied.' }],
  ['is answered with nonsense', { kind: 'status', status: 418, body: 'teapot' }],
  [
    'meets a proxy that is down',
    { kind: 'status', status: 502, body: '<html><title>Bad Gateway</title></html>' },
  ],
  ['is lost on the way', 'drop-before'],
  ['takes effect and its reply is lost', 'drop-after'],
  ['is never answered', 'hang'],
  ['is never answered but takes effect', { kind: 'hang', effect: true }],
  ['is answered with half a body', 'malformed'],
  ['times out inside Ironic', 'rpc-timeout'],
]

function siteWithNode(hardware: 'fake-hardware' | 'redfish') {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(2).available()
  return { ...site, node, before: site.simulator.snapshot() }
}

describe.each(['fake-hardware', 'redfish'] as const)(
  'a failing spawn on %s leaves the node as it was',
  (hardware) => {
    describe.each(REQUESTS)('when %s', (_request, match) => {
      it.each(DISRUPTIONS)('%s', async (_what, disruption) => {
        const { simulator, driver, run, clock, node, before } = siteWithNode(hardware)
        simulator.disruptions.next(match, disruption, { times: 40 })
        const spawned = await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs: [{ id: vif }] })))
        await clock.advance(DAY_MS)

        if (spawned.isOk()) {
          expect(node.now).toMatchObject({ provision_state: 'active', instance_uuid: spawned.value.instance })
          return
        }
        expect(simulator.leftovers()).toEqual([])
        expect(node.now.provision_state).toBe('available')
        const wasDeployed = node.history.length > 0
        if (!wasDeployed) expect(simulator.snapshot()).toEqual(before)
      })
    })

    it.each([...Array(14).keys()])('or succeeds, when request number %i is lost once', async (index) => {
      for (const disruption of [
        'drop-before',
        'drop-after',
        'rpc-timeout',
        { kind: 'status', status: 403 },
      ] as const) {
        const { simulator, driver, run, clock, node } = siteWithNode(hardware)
        simulator.disruptions.next({}, disruption, { after: index })
        const spawned = await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs: [{ id: vif }] })))
        await clock.advance(DAY_MS)
        if (spawned.isOk()) expect(node.now.instance_uuid).toBe(spawned.value.instance)
        else expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
        const deployments = simulator.requests.filter(({ body }) => body?.includes('"active"'))
        expect(deployments.length).toBeLessThanOrEqual(2)
      }
    })

    it("when the deployment itself fails, with Ironic's reason", async () => {
      const { simulator, driver, run, clock, node } = siteWithNode(hardware)
      node.failNext('deploy', { lastError: 'Image failed to verify against checksum' })
      const spawned = await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs: [{ id: vif }] })))
      const error = expectErr(spawned, 'transition_failed')
      expect(error.lastError).toContain('Image failed to verify against checksum')
      expect(error).toMatchObject({ advice: 'fix_request', operation: 'provisioning.spawn', node: node.uuid })
      await clock.advance(DAY_MS)
      expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
    })

    it('when its deadline passes', async () => {
      const { simulator, driver, run, clock, node } = siteWithNode(hardware)
      node.setTimings({ deployStep: 3_600_000 })
      const spawned = await run(
        driver.provisioning.spawn(spawnRequestFor(node), {
          deadlineMs: 60_000,
          undoDeadlineMs: 3 * 3_600_000,
        }),
      )
      expectErr(spawned, 'wait_timed_out')
      await clock.advance(DAY_MS)
      expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
    })
  },
)

it('reports what remains when the undo fails too', async () => {
  const { simulator, driver, run, node } = siteWithNode('fake-hardware')
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  simulator.disruptions.next({ method: 'PATCH' }, { kind: 'status', status: 403 }, { after: 1, times: 9 })
  simulator.disruptions.next(
    { method: 'DELETE', path: /vifs/ },
    { kind: 'status', status: 403 },
    { times: 9 },
  )
  const spawned = await run(driver.provisioning.spawn(spawnRequestFor(node, { vifs: [{ id: vif }] })))
  const error = expectErr(spawned, 'undo_incomplete')
  expect(error.remains.map(({ what, id }) => [what, id])).toEqual([
    ['vif', vif],
    ['reservation', error.instance],
  ])
  expect(error.cause).toMatchObject({ kind: 'forbidden' })
  expect(error.message).toContain('call destroy')
})

it('keeps a reservation and a VIF that existed before', async () => {
  const { simulator, driver, run, node } = siteWithNode('fake-hardware')
  const request = spawnRequestFor(node, { vifs: [{ id: vif }] })
  const target = { instance: request.instance.id, node: node.uuid }
  expectOk(await run(driver.provisioning.reserve(target)))
  expectOk(await run(driver.networking.attachVif(target, { id: vif })))
  const before = simulator.snapshot()
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
  expect(simulator.snapshot()).toEqual(before)
})

it('restores the previous instance_info', async () => {
  const { simulator, driver, run, node } = siteWithNode('fake-hardware')
  node.force({ instance_info: { note: 'kept for later' } })
  const before = simulator.snapshot()
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
  expectErr(await run(driver.provisioning.spawn(spawnRequestFor(node))), 'forbidden')
  expect(simulator.snapshot()).toEqual(before)
})

it('keeps a failed spawn on request', async () => {
  const { simulator, driver, run, node } = siteWithNode('fake-hardware')
  node.failNext('deploy')
  const request = spawnRequestFor(node)
  expectErr(await run(driver.provisioning.spawn(request, { onFailure: 'keep' })), 'transition_failed')
  expect(node.now).toMatchObject({ provision_state: 'deploy failed', instance_uuid: request.instance.id })
  expect(simulator.leftovers()).not.toEqual([])
})

it('reports that an aborted spawn was undone, and not that Ironic continues', async () => {
  const { driver, run, clock, node, simulator } = siteWithNode('redfish')
  const caller = new AbortController()
  const spawning = driver.provisioning.spawn(spawnRequestFor(node), {
    signal: caller.signal,
    onProgress: ({ provision_state }) => {
      if (provision_state === 'wait call-back') caller.abort()
    },
  })
  const error = expectErr(await run(spawning), 'aborted')
  expect(error.message).toMatch(/aborted by its caller\. This call undid its changes\.$/)
  await clock.advance(DAY_MS)
  expect(node.now.provision_state).toBe('available')
  expect(simulator.leftovers()).toEqual([])
})
