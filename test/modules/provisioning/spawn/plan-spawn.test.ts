import { randomUUID } from 'node:crypto'
import type { SpawnRequest } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VIF = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const FORBIDDEN = { kind: 'status', status: 403, fault: 'Not today.' } as const
const SHOWN = /validate|\/v1\/ports|\/v1\/portgroups/

function siteWithNode() {
  const site = simulatedSite()
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron', resource_class: 'gold' })
    .withPorts(2)
    .available()
  /** The requests that changed something, checked the node, or read the sources of network data. */
  const sent = () =>
    site.simulator.requests
      .filter(({ method, path }) => method !== 'GET' || SHOWN.test(path))
      .map(({ method, path, body }) => [method, path.split('?')[0], masked(body)])
  return { ...site, node, sent }
}

/** Returns a body without the config drive, which a plan does not show. */
function masked(body: string | undefined): unknown {
  if (body === undefined) return undefined
  const read = JSON.parse(body) as object
  return 'configdrive' in read ? { ...read, configdrive: '***' } : read
}

type More = (port: string) => Partial<SpawnRequest>

describe('a plan shows the requests that the spawn then sends', () => {
  it.each<[string, More]>([
    ['an image', () => ({})],
    ['a VIF on any port', () => ({ vifs: [{ id: VIF }] })],
    ['a VIF on a port of its own', (port) => ({ vifs: [{ id: VIF, port }] })],
    ['a config drive', () => ({ configDrive: { userData: '#cloud-config' } })],
    [
      'deploy steps',
      () => ({
        deploySteps: [
          { interface: 'deploy', step: 'erase', priority: 90, args: { passes: [1, null, true] } },
        ],
      }),
    ],
  ])('with %s', async (_what, more) => {
    for (const instance_info of [{}, { root_gb: '7', image_source: 'http://images/old.qcow2' }]) {
      const { driver, run, node, simulator, sent } = siteWithNode()
      node.force({ instance_info })
      const [port] = expectOk(await run(driver.client.ports.list().all()))
      const request = spawnRequestFor(node, more(port?.uuid ?? ''))
      const before = simulator.snapshot()
      const plan = expectOk(await run(driver.provisioning.plan(request)))
      expect(plan).toMatchObject({
        action: 'deploy',
        node: { node: node.uuid, provision_state: 'available' },
      })
      expect([simulator.snapshot(), sent().filter(([method]) => method !== 'GET')]).toEqual([before, []])

      const startsAt = sent().length
      expectOk(await run(driver.provisioning.requestSpawn(request)))
      const planned = plan.requests.map(({ method, path, body }) => [method, path.split('?')[0], body])
      expect(planned).toEqual(sent().slice(startsAt))
    }
  })

  it('by requirements, beginning with the allocation', async () => {
    const { driver, run, node } = siteWithNode()
    const request = { ...spawnRequestFor(node), node: { resourceClass: 'gold' } }
    const plan = expectOk(await run(driver.provisioning.plan(request)))
    expect(plan).toMatchObject({ action: 'deploy', fitting: 1, node: { node: node.uuid } })
    expect(plan.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH', 'GET', 'PUT'])
    expect(plan.requests[0]).toMatchObject({ path: '/v1/allocations', body: { resource_class: 'gold' } })
  })

  it('by requirements that Ironic cannot search by, without an allocation', async () => {
    const { driver, run, node } = siteWithNode()
    const request = { ...spawnRequestFor(node), node: { resourceClass: 'gold', conductorGroup: '' } }
    const plan = expectOk(await run(driver.provisioning.plan(request)))
    expect(plan.requests.map(({ method }) => method)).toEqual(['PATCH', 'GET', 'PUT'])
  })
})

describe('a plan has no requests', () => {
  it.each([
    ['active', 'done'],
    ['wait call-back', 'join'],
  ] as const)('for an instance that is on its node in state "%s"', async (state, action) => {
    const { driver, run, node } = siteWithNode()
    const request = spawnRequestFor(node)
    node.force({ provision_state: state, instance_uuid: request.instance.id })
    for (const wanted of [node.uuid, { resourceClass: 'gold' }]) {
      const plan = expectOk(await run(driver.provisioning.plan({ ...request, node: wanted })))
      expect(plan).toMatchObject({ action, requests: [], node: { node: node.uuid } })
    }
  })
})

describe('a plan fails as the spawn would', () => {
  it('when the node does not exist, and when no node fits', async () => {
    const { driver, run } = siteWithNode()
    const nowhere = await run(driver.provisioning.plan(spawnRequestFor(randomUUID())))
    expectErr(nowhere, 'node_not_found')
    const request = { ...spawnRequestFor('metal-1'), node: { resourceClass: 'lead' } }
    const none = expectErr(await run(driver.provisioning.plan(request)), 'no_suitable_node')
    expect(none.message).toContain('no free node meets the requirements')
    expect(none).toMatchObject({ instance: request.instance.id, tried: [] })
  })

  it('when any of its requests is refused', async () => {
    for (const node of ['metal-1', { resourceClass: 'gold' }])
      for (let after = 0; after < 5; after += 1) {
        const { driver, run, simulator } = siteWithNode()
        simulator.disruptions.next({}, FORBIDDEN, { after })
        const plan = await run(driver.provisioning.plan({ ...spawnRequestFor('metal-1'), node }))
        if (simulator.requests.length > after)
          expect(expectErr(plan, 'forbidden').message).toContain('Not today.')
        else expectOk(plan)
      }
  })

  it('when its caller aborts, at once', async () => {
    for (const node of ['metal-1', { resourceClass: 'gold' }])
      for (let after = 0; after < 4; after += 1) {
        const { driver, run, simulator, clock } = siteWithNode()
        simulator.disruptions.next({}, 'hang', { after })
        const caller = new AbortController()
        const startedAt = clock.now()
        void clock.sleep(5_000).then(() => {
          caller.abort()
        })
        const request = { ...spawnRequestFor('metal-1'), node }
        const plan = await run(driver.provisioning.plan(request, { signal: caller.signal }))
        if (simulator.requests.length > after) expectErr(plan, 'aborted')
        expect(clock.now() - startedAt).toBeLessThanOrEqual(5_000)
      }
  })
})
