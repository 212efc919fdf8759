import { randomUUID } from 'node:crypto'
import type { SpawnAllOutcome, SpawnRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

function siteWith(count: number) {
  const site = simulatedSite({ hardware: 'redfish' })
  const nodes = Array.from({ length: count }, (_, index) =>
    site.simulator
      .node({ name: `metal-${index}` })
      .withPort()
      .available(),
  )
  const requests = nodes.map(({ uuid }): SpawnRequest => ({
    instance: { id: randomUUID() },
    node: uuid,
    image: { source: 'http://images/web.qcow2', checksum: 'd41d8cd98f00b204e9800998ecf8427e' },
  }))
  return { ...site, nodes, requests }
}

it('spawns at most `concurrency` at once, and reports every outcome in input order', async () => {
  const { driver, run, nodes, requests, clock, simulator } = siteWith(7)
  nodes[2]?.failNext('deploy')
  let most = 0
  const seen: SpawnAllOutcome[] = []
  const states = new Set<string>()
  const options = {
    concurrency: 3,
    onOutcome: (outcome: SpawnAllOutcome) => {
      seen.push(outcome)
    },
    onProgress: ({ provision_state }: { provision_state: string }) => {
      states.add(provision_state)
      const busy = nodes.filter(({ now }) => now.target_provision_state === 'active').length
      most = Math.max(most, busy)
    },
  }
  const report = expectOk(await run(driver.provisioning.spawnAll(requests, options)))
  expect(report).toMatchObject({ done: 6, failed: 1, notStarted: 0 })
  expect(report.outcomes.map(({ subject }) => subject)).toEqual(requests.map(({ instance }) => instance.id))
  expect(report.outcomes.map(({ outcome }) => outcome).indexOf('failed')).toBe(2)
  expect([most, seen.length, states.has('active')]).toEqual([3, 7, true])

  const targets = requests.map(({ instance }) => ({ instance: instance.id }))
  const destroyed = expectOk(await run(driver.provisioning.destroyAll(targets, { until: 'available' })))
  expect(destroyed).toMatchObject({ done: 7, failed: 0 })
  expect(destroyed.outcomes[0]).toMatchObject({ subject: targets[0], value: { outcome: 'destroyed' } })
  await clock.advance(3_600_000)
  expect(simulator.leftovers()).toEqual([])
})

it('starts no more after a failure on request', async () => {
  const { driver, run, nodes, requests } = siteWith(4)
  nodes[0]?.failNext('deploy')
  const stopped = await run(driver.provisioning.spawnAll(requests, { concurrency: 1, afterFailure: 'stop' }))
  expect(expectOk(stopped)).toMatchObject({ done: 0, failed: 1, notStarted: 3 })
  expect(nodes.slice(1).every(({ now }) => now.instance_uuid === null)).toBe(true)
})

it('finishes what is under way and starts no more when it is drained', async () => {
  const { driver, run, requests } = siteWith(4)
  const drain = new AbortController()
  const report = await run(
    driver.provisioning.spawnAll(requests, {
      concurrency: 2,
      drain: drain.signal,
      onProgress: () => {
        drain.abort()
      },
    }),
  )
  expect(expectOk(report)).toMatchObject({ done: 2, failed: 0, notStarted: 2 })
})

it('ends what is under way and starts no more when it is aborted', async () => {
  const { driver, run, requests, clock, simulator } = siteWith(4)
  const caller = new AbortController()
  const report = expectOk(
    await run(
      driver.provisioning.spawnAll(requests, {
        concurrency: 2,
        signal: caller.signal,
        onProgress: () => {
          caller.abort()
        },
      }),
    ),
  )
  expect(report).toMatchObject({ done: 0, failed: 2, notStarted: 2 })
  for (const one of report.outcomes) if (one.outcome === 'failed') expect(one.error.kind).toBe('aborted')
  await clock.advance(24 * 3_600_000)
  expect(simulator.leftovers()).toEqual([])
})

it('starts none when one of the requests is invalid or duplicate', async () => {
  const { driver, run, requests, simulator } = siteWith(2)
  const [one, two] = requests
  if (one === undefined || two === undefined) throw new Error('two requests are needed')
  const wrong = await run(driver.provisioning.spawnAll([one, { ...two, node: '' }]))
  expect(expectErr(wrong, 'invalid_input').field).toBe('requests.1.node')
  const twice = await run(driver.provisioning.spawnAll([one, { ...two, instance: one.instance }]))
  expect(expectErr(twice, 'invalid_input').field).toBe('requests.1.instance.id')
  const same = await run(driver.provisioning.spawnAll([one, { ...two, node: one.node }]))
  expect(expectErr(same, 'invalid_input').field).toBe('requests.1.node')
  const many = await run(driver.provisioning.spawnAll([one], { concurrency: 0 }))
  expect(expectErr(many, 'invalid_input').field).toBe('options.concurrency')
  expect(expectOk(await run(driver.provisioning.spawnAll([])))).toMatchObject({ outcomes: [] })
  expect(simulator.requests).toEqual([])
})
