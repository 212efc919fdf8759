import { IronicDriver, type Transport } from 'ironic-driver'
import type { ForcedFields } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const FORBIDDEN = { kind: 'status', status: 403, fault: 'Not today.' } as const
const AWAY = { kind: 'status', status: 503 } as const
const FOREVER = { times: Infinity }
const DAY_MS = 24 * 3_600_000

function siteWithNode() {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(3).available()
  node.force({ instance_info: { note: 'kept' } })
  return { ...site, node, request: spawnRequestFor(node, { vifs: [{ id: VIF }] }) }
}

/** A driver during whose work the node is changed once, as soon as such a request has been answered. */
function interrupted(
  { simulator, node, clock }: ReturnType<typeof siteWithNode>,
  at: RegExp,
  fields: ForcedFields,
) {
  let hasActed = false
  const transport: Transport = {
    send: async (request) => {
      const reply = await simulator.send(request)
      if (!hasActed && at.test(`${request.method} ${request.path}`)) node.force(fields)
      hasActed ||= at.test(`${request.method} ${request.path}`)
      return reply
    },
  }
  return new IronicDriver({ transport, clock, random: () => 0.5 })
}

describe('a failed spawn', () => {
  it('tears its deployment down although another client has removed the instance from it', async () => {
    const site = siteWithNode()
    const { run, clock, node, request, simulator } = site
    const driver = interrupted(site, /^PUT .*provision$/, { instance_uuid: null })
    expectErr(await run(driver.provisioning.spawn(request)), 'transition_diverged')
    await clock.advance(DAY_MS)
    expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
  })

  it('restores what it had written when its deployment never began', async () => {
    const { run, clock, node, request, simulator, driver } = siteWithNode()
    const before = simulator.snapshot()
    simulator.disruptions.next({ method: 'PUT', path: /provision$/ }, 'drop-before', FOREVER)
    expect((await run(driver.provisioning.spawn(request))).isErr()).toBe(true)
    await clock.advance(DAY_MS)
    expect(node.now.instance_info).toEqual({ note: 'kept' })
    expect(simulator.snapshot()).toEqual(before)
  })

  it('does not touch a deployment that it has lost sight of and that continues', async () => {
    const { run, clock, node, request, simulator, driver } = siteWithNode()
    const look = { method: 'GET', path: /nodes\/[^/]+\?fields/ } as const
    simulator.disruptions.next(look, FORBIDDEN, { after: 1, times: Infinity })
    expectErr(await run(driver.provisioning.spawn(request)), 'lost_sight')
    await clock.advance(DAY_MS)
    expect(node.now).toMatchObject({ provision_state: 'active', instance_uuid: request.instance.id })
  })

  it('restores a node whose earlier deployment had failed', async () => {
    const { run, node, request, simulator, driver } = siteWithNode()
    node.force({ provision_state: 'deploy failed', instance_uuid: request.instance.id })
    const before = simulator.snapshot()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
    expect(simulator.snapshot()).toEqual(before)
  })

  it('gives back a node that another client has meanwhile taken out of service', async () => {
    const site = siteWithNode()
    const { run, node, request, simulator } = site
    const driver = interrupted(site, /^GET .*validate$/, { provision_state: 'manageable' })
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: { note: 'kept' } })
    expect(expectOk(await run(driver.networking.vifs({ node: node.uuid })))).toEqual([])
  })

  it.each([
    ['looking at the node', { method: 'GET', path: /nodes\/[^/]+\?fields/ }, ['vif', 'reservation']],
    ['listing its VIFs', { method: 'GET', path: /\/vifs$/ }, ['vif', 'reservation']],
    ['detaching a VIF', { method: 'DELETE', path: /\/vifs\// }, ['vif', 'reservation']],
    ['removing the link', { method: 'PATCH' }, ['reservation']],
  ] as const)('ends its undo at its deadline when %s never works', async (_what, match, remains) => {
    const { run, clock, request, simulator, driver } = siteWithNode()
    const undoDeadlineMs = 10 * 60_000
    const isFirst = match.method === 'PATCH' || match.path.source.includes('fields')
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    simulator.disruptions.next(match, AWAY, { after: isFirst ? 1 : 0, times: Infinity })
    const startedAt = clock.now()
    const error = expectErr(
      await run(driver.provisioning.spawn(request, { undoDeadlineMs })),
      'undo_incomplete',
    )
    expect(error.remains.map(({ what }) => what)).toEqual(remains)
    expect(clock.now() - startedAt).toBeGreaterThan(undoDeadlineMs / 2)
    expect(clock.now() - startedAt).toBeLessThanOrEqual(undoDeadlineMs + 60_000)
  })
})
