import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const FLEET = 1_000

it('spawns and destroys a thousand nodes through one driver', async () => {
  const { simulator, driver, run, clock } = simulatedSite({
    timings: { deployStep: [60_000, 180_000], tearDown: [5_000, 60_000], cleanStep: [60_000, 600_000] },
  })
  const requests = Array.from({ length: FLEET }, () =>
    spawnRequestFor(simulator.node().withPort().available()),
  )
  const [realAt, at] = [performance.now(), clock.now()]

  const spawned = await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
  for (const one of spawned) expect(expectOk(one).provision_state).toBe('active')
  const spawning = simulator.requests.length
  const spawnedAt = clock.now()

  const targets = requests.map(({ node, instance }) => ({ node, instance: instance.id }))
  const destroyed = await run(Promise.all(targets.map((target) => driver.provisioning.destroy(target))))
  for (const one of destroyed) expect(expectOk(one).outcome).toBe('destroyed')
  const all = simulator.requests.length
  const minutes = (ms: number) => `${Math.round(ms / 60_000)} min`
  console.info(
    `${FLEET} spawned in ${minutes(spawnedAt - at)} with ${spawning} requests, destroyed in ` +
      `${minutes(clock.now() - spawnedAt)} with ${all - spawning}; ` +
      `${((performance.now() - realAt) / 1_000).toFixed(1)} s of real time`,
  )
  console.info(simulator.tally())
  // Each spawn sends three requests of its own and each destroy one; all reads are shared.
  expect(spawning).toBeLessThan(FLEET * 4.5)
  expect(all - spawning).toBeLessThan(FLEET * 1.5)

  await clock.advance(24 * 3_600_000)
  expect(simulator.leftovers()).toEqual([])
}, 300_000)
