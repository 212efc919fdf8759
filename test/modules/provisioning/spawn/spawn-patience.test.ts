import { randomUUID } from 'node:crypto'
import { IronicDriver, type SpawnRequest } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { watchedTransport } from '../../../hostile/transports.js'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

function siteWithNode(...options: Parameters<typeof simulatedSite>) {
  const site = simulatedSite(...options)
  const { simulator, clock } = site
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(2).available()
  const request = spawnRequestFor(node, { vifs: [{ id: vif }] })
  /** Spawns while something happens as soon as request number `last` has been answered. */
  const spawnAnd = (last: number, event: () => void, more: Partial<SpawnRequest> = {}) => {
    const transport = watchedTransport(simulator, last, event)
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    return clock.run(driver.provisioning.spawn({ ...request, ...more }))
  }
  return { ...site, node, request, spawnAnd, before: simulator.snapshot() }
}

/** The requests of a spawn, in their order. */
const [DISCOVERY, LOOK, RESERVATION, VIF, VALIDATION, DEPLOYMENT] = [1, 2, 3, 4, 5, 6] as const
const MOMENTS = [DISCOVERY, LOOK, RESERVATION, VIF, VALIDATION]

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it.each(MOMENTS)('outlasts a lock that is taken after request %i', async (moment) => {
    for (const lockedMs of [1_000, 5_000, 50_000]) {
      const { simulator, node, spawnAnd } = siteWithNode({ hardware })
      const spawned = await spawnAnd(moment, () => node.lock(lockedMs))
      expect(expectOk(spawned).provision_state).toBe('active')
      const deployments = simulator.requests.filter(
        ({ status, body }) => status === 202 && body?.includes('"active"'),
      )
      expect(deployments).toHaveLength(1)
    }
  })

  it.each(MOMENTS)('succeeds or leaves nothing when it meets a lock of 90 s after %i ms', async (moment) => {
    const { simulator, driver, clock, node, request, before } = siteWithNode({ hardware })
    simulator.latencyMs = 100
    const spawning = driver.provisioning.spawn(request)
    await clock.advance(moment)
    node.lock(90_000)
    const spawned = await clock.run(spawning)
    if (spawned.isOk()) expect(node.now.instance_uuid).toBe(request.instance.id)
    else {
      expectErr(spawned, 'node_locked')
      await clock.advance(DAY)
      expect(simulator.snapshot()).toEqual(before)
    }
  })

  it('waits in a deploy hold, reports it, and leaves it when its deadline passes', async () => {
    const { simulator, clock, run, node, request } = siteWithNode({ hardware })
    const hold = () => node.force({ provision_state: 'deploy hold' })
    const transport = watchedTransport(simulator, DEPLOYMENT + 1, hold)
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    const states: string[] = []
    const onProgress = ({ provision_state }: { provision_state: string }) => void states.push(provision_state)
    const spawning = driver.provisioning.spawn(request, { deadlineMs: 20 * MINUTE, onProgress })
    const error = expectErr(await run(spawning), 'wait_timed_out')
    expect(error.message).toContain('"deploy hold"')
    expect(states).toContain('deploy hold')
    await clock.advance(DAY)
    expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
  })
})

const FORBIDDEN = { kind: 'status', status: 403 } as const

it('undoes its work through a lock of two minutes', async () => {
  const { simulator, node, before, spawnAnd } = siteWithNode()
  simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
  expectErr(await spawnAnd(VALIDATION, () => node.lock(2 * MINUTE)), 'forbidden')
  expect(simulator.snapshot()).toEqual(before)
})

it('undoes its work while Ironic is down for five minutes', async () => {
  const { simulator, clock, before, spawnAnd } = siteWithNode()
  simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
  const away = () => {
    simulator.disruptions.next({}, 'refuse', { times: Infinity })
    void clock.sleep(5 * MINUTE).then(() => simulator.disruptions.clear())
  }
  expectErr(await spawnAnd(VALIDATION, away), 'forbidden')
  expect(simulator.snapshot()).toEqual(before)
})

it('does not touch, during the undo, a node that another instance has taken meanwhile', async () => {
  for (const lockedMs of [0, 30_000]) {
    const { simulator, clock, node, spawnAnd } = siteWithNode()
    const theirs = { instance_uuid: randomUUID(), instance_info: { theirs: true } }
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    const taken = () => {
      if (lockedMs === 0) return void node.force(theirs)
      node.lock(lockedMs)
      void clock.sleep(lockedMs / 2).then(() => node.force(theirs))
    }
    // Without VIFs, the validation comes one request earlier.
    expectErr(await spawnAnd(VALIDATION - 1, taken, { vifs: [] }), 'forbidden')
    await clock.advance(DAY)
    expect(node.now).toMatchObject(theirs)
  }
})

it('removes the deployment from a node whose instance another client removed meanwhile', async () => {
  const { clock, node, simulator, spawnAnd } = siteWithNode({ hardware: 'redfish' })
  expectErr(await spawnAnd(DEPLOYMENT, () => node.force({ instance_uuid: null })), 'transition_diverged')
  await clock.advance(DAY)
  expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
})

it.each([RESERVATION, VIF])(
  'leaves no VIF behind when another client releases the node after request %i',
  async (last) => {
    const { node, simulator, before, spawnAnd } = siteWithNode()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    const release = () => node.force({ instance_uuid: null, instance_info: {}, instance_name: null })
    expectErr(await spawnAnd(last, release), 'forbidden')
    expect(simulator.snapshot()).toEqual(before)
  },
)

it('waits for its turn when Ironic deploys as many nodes as it may', async () => {
  const { simulator, driver, run } = simulatedSite({
    limits: { concurrentDeploy: 2 },
    timings: { deployStep: 5 * MINUTE },
  })
  const requests = Array.from({ length: 6 }, () => spawnRequestFor(simulator.node().available()))
  const spawned = await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
  expect(spawned.map((one) => expectOk(one).provision_state)).toEqual(Array(6).fill('active'))
  const tries = simulator.requests.filter(({ route }) => route.endsWith('/states/provision'))
  expect(tries.length).toBeLessThan(50)
})

it('distinguishes an agent that never called from an invalid image', async () => {
  const advice = async (prepare: (node: ReturnType<typeof siteWithNode>['node']) => unknown) => {
    const { driver, run, node, request, clock, simulator } = siteWithNode({ hardware: 'redfish' })
    prepare(node)
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'transition_failed')
    await clock.advance(DAY)
    expect(simulator.leftovers()).toEqual([])
    return [error.advice, error.lastError]
  }
  expect(await advice((node) => node.setAgent('silent'))).toEqual([
    'try_other_node',
    expect.stringContaining('Timeout reached while waiting for callback'),
  ])
  const writing = (lastError: string) =>
    advice((node) => node.failNext('deploy', { at: 'write_image', lastError }))
  expect(await writing('Writing to /dev/sda failed: Input/output error')).toEqual([
    'try_other_node',
    expect.stringContaining('write_image'),
  ])
  expect((await writing('Image failed to verify against checksum'))[0]).toBe('fix_request')
  expect((await writing('Error downloading image: Download of image id web failed'))[0]).toBe('fix_request')
})

it('joins two processes that spawn the same instance at the same moment', async () => {
  const { simulator, driver, run, otherDriver, request, node } = siteWithNode({ hardware: 'redfish' })
  const both = await run(
    Promise.all([driver.provisioning.spawn(request), otherDriver().provisioning.spawn(request)]),
  )
  for (const one of both) expect(expectOk(one).instance).toBe(request.instance.id)
  expect(node.now).toMatchObject({ provision_state: 'active', instance_uuid: request.instance.id })
  const deployments = simulator.requests.filter(
    ({ status, body }) => status === 202 && body?.includes('"active"'),
  )
  expect(deployments).toHaveLength(1)
})

it('waits for a spawn on a node that is named alone, with or without an instance', async () => {
  const { driver, run, clock, node, request } = siteWithNode({ hardware: 'redfish' })
  const idle = expectErr(
    await run(driver.provisioning.waitForSpawn({ node: node.uuid })),
    'transition_diverged',
  )
  expect(idle.message).toContain('"available"')
  expectOk(await run(driver.provisioning.requestSpawn(request)))
  const waiting = driver.provisioning.waitForSpawn({ node: node.uuid })
  await clock.advance(1_000)
  expect(expectOk(await run(waiting))).toMatchObject({
    provision_state: 'active',
    instance: request.instance.id,
  })
  node.force({ instance_uuid: null })
  expect(expectOk(await run(driver.provisioning.waitForSpawn({ node: node.uuid }))).instance).toBeNull()
})

it('undoes a spawn in which an injected component throws', async () => {
  const { simulator, clock, run, request, before } = siteWithNode()
  let left = 1
  const random = () => {
    left -= 1
    if (left < 0) return 0.5
    throw new Error('no randomness left')
  }
  const driver = new IronicDriver({ transport: simulator, clock, random })
  simulator.disruptions.next({ path: /validate/ }, 'busy')
  const error = expectErr(await run(driver.provisioning.spawn(request)), 'unexpected_failure')
  expect(error.cause).toMatchObject({ message: 'no randomness left' })
  expect(simulator.snapshot()).toEqual(before)
})
