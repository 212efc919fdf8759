import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { IronicDriver, NetworkFailureError, type Transport } from 'ironic-driver'
import { err } from 'neverthrow'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { siteInState, NEW, OLD_INFO } from './support/rebuild-site.js'

it.each(['drop-before', 'drop-after', 'locked', 'busy', 'refuse'] as const)(
  'deploys once although a request meets %s, at each request',
  async (disruption) => {
    for (let after = 0; after < 6; after += 1) {
      const { driver, run, simulator, target, node, sent } = siteInState()
      expectOk(await run(driver.client.features()))
      simulator.disruptions.next({}, disruption, { after })
      expectOk(await run(driver.rebuild.redeploy(target, { image: NEW })))
      expect(node.now.instance_info['image_source']).toBe(NEW.source)
      expect(sent('PUT').length).toBeLessThanOrEqual(2)
    }
  },
)

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
    const aborted = driver.rebuild.redeploy(target, { image: NEW }, { signal: controller.signal })
    expectErr(await run(aborted), 'aborted')
  }
})

it('restores what it wrote when the node cannot be validated, for any reason', async () => {
  for (const disruption of ['malformed', 'drop-before', 'rpc-timeout', 'hang'] as const) {
    const { driver, run, simulator, target, node, sent } = siteInState()
    simulator.disruptions.next({ path: /validate/ }, disruption, { times: 99 })
    expect((await run(driver.rebuild.redeploy(target, { image: NEW }, { deadlineMs: 30_000 }))).isErr()).toBe(
      true,
    )
    expect(sent('PUT')).toEqual([])
    expect(node.now.instance_info).toEqual(OLD_INFO)
  }
})

it('restores what it wrote when it is aborted before its request', async () => {
  const { driver, run, simulator, target, node, sent } = siteInState()
  const controller = new AbortController()
  const send = simulator.send.bind(simulator)
  simulator.send = (request) => {
    if (request.path.includes('validate')) controller.abort()
    return send(request)
  }
  const aborted = driver.rebuild.redeploy(target, { image: NEW }, { signal: controller.signal })
  expectErr(await run(aborted), 'aborted')
  expect(sent('PUT')).toEqual([])
  expect(node.now.instance_info).toEqual(OLD_INFO)
})

it('shows no secret of its input in an error', async () => {
  const request = {
    image: { ...NEW, source: 'http://me:canary-1@images/a.raw?sig=canary-2' },
    configDrive: { userData: 'password: canary-3' },
  }
  for (const fault of ['PATCH', 'PUT', 'GET'] as const)
    for (const status of [400, 409, 500]) {
      const { driver, run, simulator, target } = siteInState()
      expectOk(await run(driver.client.features()))
      const text = `Invalid: {"user_data": "canary-3", "image_source": "${request.image.source}"}`
      const where = { method: fault, path: fault === 'GET' ? /validate/ : /^/ }
      simulator.disruptions.next(where, { kind: 'status', status, fault: text }, { times: 99 })
      const result = await run(driver.rebuild.redeploy(target, request, { deadlineMs: 60_000 }))
      expect(result.isErr()).toBe(true)
      expect(inspect(result, { depth: 20 }) + JSON.stringify(result)).not.toContain('canary')
    }
})

it('does not mistake a rescue and its end, while the node was locked, for a rebuild', async () => {
  const { driver, run, simulator, clock, node, target, sent } = siteInState('active', 'redfish')
  const locked = () => {
    simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked')
  }
  await clock.advance(5_000)
  locked()
  const rebuilding = driver.rebuild.redeploy(target, { image: NEW })
  await clock.advance(0)
  node.force({ provision_state: 'rescue' })
  node.force({ provision_state: 'active' })
  locked()
  expectOk(await run(rebuilding))
  expect(sent('PUT')).toHaveLength(3)
})

it('never unlinks a node that was torn down and given to another instance while a reply was lost', async () => {
  const { clock, simulator } = simulatedSite()
  const node = simulator.node({ instance_info: OLD_INFO }).withPort().active()
  const mine = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const theirs = randomUUID()
  let patches = 0
  const transport: Transport = {
    async send(request) {
      if (request.method !== 'PATCH') return simulator.send(request)
      patches += 1
      if (patches === 1) node.force({ provision_state: 'available', instance_uuid: null })
      const reply = await simulator.send(request)
      if (patches !== 2) return reply
      node.force({ instance_uuid: theirs })
      return err(new NetworkFailureError('Gone.', { sent: 'maybe' }))
    },
  }
  const driver = new IronicDriver({ transport, clock })
  expectErr(await clock.run(driver.rebuild.redeploy(mine, { image: NEW })), 'node_not_ready')
  expect(patches).toBe(2)
  expect(node.now.instance_uuid).toBe(theirs)
})
