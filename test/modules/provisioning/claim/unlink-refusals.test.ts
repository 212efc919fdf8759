import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const FORBIDDEN = { kind: 'status', status: 403, fault: 'Not today.' } as const
const IN_TRANSITION = {
  kind: 'status',
  status: 409,
  fault: 'Node x can not be updated while a state transition is in progress.',
} as const
const LOOK = { method: 'GET', path: /nodes\/[^/]+\?fields/ } as const

/** A node with an instance that was never deployed on it, in a state at rest or in one that Ironic protects from changes. */
function siteIn(state: 'available' | 'clean hold', options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite({ hardware: 'redfish', ...options })
  const instance = randomUUID()
  const node = site.simulator.node({ name: 'metal-1' }).inState(state, { instance_uuid: instance })
  const sent = () =>
    site.simulator.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
  return { ...site, node, instance, mine: { node: node.uuid, instance }, sent }
}

/** A driver during whose work another client acts once, right before a request of this method is sent. */
function interrupted(
  { simulator, clock }: ReturnType<typeof siteIn>,
  method: string,
  act: () => unknown,
  after = 0,
) {
  let seen = 0
  const transport: Transport = {
    send: (request) => {
      if (request.method === method && seen++ === after) act()
      return simulator.send(request)
    },
  }
  return new IronicDriver({ transport, clock, random: () => 0.5 })
}

describe('the removal of a link', () => {
  it.each([1, 2])('fails with the refusal when look %i at its node is refused', async (after) => {
    const { simulator, driver, run, node, mine, sent } = siteIn(after === 1 ? 'available' : 'clean hold')
    simulator.disruptions.next(LOOK, FORBIDDEN, { after })
    const refused = await run(driver.provisioning.destroy(mine))
    expect(expectErr(refused, 'forbidden').message).toContain('Not today.')
    expect(node.now).toMatchObject({ instance_uuid: mine.instance, maintenance: false })
    expect(sent().filter((one) => one.startsWith('PUT'))).toEqual([])
  })

  it('fails when the server does not report its versions', async () => {
    const { simulator, driver, run, node, mine } = siteIn('available')
    simulator.disruptions.next({ method: 'GET', path: /^\/$/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.release(mine)), 'forbidden')
    expect(node.now.instance_uuid).toBe(mine.instance)
  })

  it('is retried without maintenance while the node is at rest', async () => {
    const { simulator, driver, run, node, mine, sent } = siteIn('available')
    simulator.disruptions.next({ method: 'PATCH' }, IN_TRANSITION, { times: 3 })
    expectOk(await run(driver.provisioning.release(mine)))
    expect(node.now.instance_uuid).toBeNull()
    expect(sent()).toEqual(Array(4).fill(`PATCH /v1/nodes/${node.uuid}`))
  })

  it('spares an instance that has come onto the node after Ironic refused the first attempt', async () => {
    const site = siteIn('clean hold')
    const { simulator, run, node, mine, sent } = site
    const theirs = randomUUID()
    simulator.disruptions.next({ method: 'PATCH' }, IN_TRANSITION)
    const driver = interrupted(site, 'PATCH', () => node.force({ instance_uuid: theirs }))
    expectOk(await run(driver.provisioning.destroy(mine)))
    expect(node.now).toMatchObject({ instance_uuid: theirs, maintenance: false })
    expect(sent()).toEqual([`PATCH /v1/nodes/${node.uuid}`])
  })

  it('is retried when Ironic refuses it in maintenance too, and ends the maintenance', async () => {
    const { simulator, driver, run, clock, node, mine } = siteIn('clean hold')
    simulator.disruptions.next({ method: 'PATCH' }, IN_TRANSITION, { times: Infinity })
    void clock.sleep(60_000).then(() => {
      simulator.disruptions.clear()
    })
    const destroyed = expectOk(await run(driver.provisioning.destroy(mine)))
    expect(destroyed.remains).toMatchObject([{ what: 'instance_info' }])
    expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false })
  })
})

describe('the link of a node that was deployed meanwhile', () => {
  it('is restored by release, which says to call destroy', async () => {
    const site = siteIn('available')
    const { run, node, mine } = site
    const driver = interrupted(site, 'PATCH', () => node.force({ provision_state: 'active' }))
    const refused = expectErr(await run(driver.provisioning.release(mine)), 'node_not_ready')
    expect(refused.message).toMatch(/Call destroy\.$/)
    expect(node.now).toMatchObject({ instance_uuid: mine.instance, provision_state: 'active' })
  })
})

it.each(['21.4', '39.0'] as const)('gives a node of Ironic %s back by one change', async (release) => {
  const { simulator, driver, run, node, mine, sent } = siteIn('available', { release })
  expectOk(await run(driver.provisioning.release(mine)))
  expect(sent()).toEqual([`PATCH /v1/nodes/${node.uuid}`])
  expect(simulator.leftovers()).toEqual([])
})

describe('keeps a maintenance', () => {
  it.each<[string, string | null]>([
    ['for the removal of another instance', `removing the link to instance ${randomUUID()}`],
    ['of an operator', 'a fan'],
    ['without a reason', null],
  ])('%s', async (_whose, maintenance_reason) => {
    const found = { maintenance: true, maintenance_reason }
    const { driver, run, node, mine } = siteIn('clean hold')
    node.force(found)
    expectOk(await run(driver.provisioning.destroy(mine)))
    expect(node.now).toMatchObject({ ...found, instance_uuid: null })
    if (maintenance_reason?.startsWith('removing') === true) return
    expectOk(await run(driver.provisioning.destroy({ node: node.uuid })))
    expect(node.now).toMatchObject(found)
  })
})

describe('the maintenance in which a link was removed', () => {
  const MAINTENANCE = { method: 'DELETE', path: /maintenance$/ } as const
  const REMOVAL = 1

  it('is ended once the node can be read again', async () => {
    const site = siteIn('clean hold')
    const { simulator, run, node, mine } = site
    const act = () => simulator.disruptions.next(LOOK, 'drop-before', { times: 12 })
    const driver = interrupted(site, 'PATCH', act, REMOVAL)
    expectOk(await run(driver.provisioning.destroy(mine)))
    expect(node.now).toMatchObject({ instance_uuid: null, maintenance: false })
  })

  it('is left to an operator who has taken it over', async () => {
    const site = siteIn('clean hold')
    const { run, node, mine, sent } = site
    const theirs = { maintenance: true, maintenance_reason: 'a fan' }
    const driver = interrupted(site, 'PATCH', () => node.force(theirs), REMOVAL)
    expectOk(await run(driver.provisioning.destroy(mine)))
    expect(node.now).toMatchObject(theirs)
    expect(sent().filter((one) => one.startsWith('DELETE'))).toEqual([])
  })

  it('is retried to be ended for a quarter of an hour, and then reported', async () => {
    const { simulator, driver, run, clock, mine } = siteIn('clean hold')
    simulator.disruptions.next(MAINTENANCE, { kind: 'status', status: 503 }, { times: Infinity })
    const startedAt = clock.now()
    const error = expectErr(await run(driver.provisioning.destroy(mine)), 'node_not_ready')
    expect(error).toMatchObject({ ...mine, advice: 'fix_node', provisionState: 'clean hold' })
    const minutes = (clock.now() - startedAt) / 60_000
    expect(minutes).toBeGreaterThan(10)
    expect(minutes).toBeLessThanOrEqual(16)
  })
})
