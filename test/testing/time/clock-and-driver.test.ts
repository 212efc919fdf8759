import { expect, it } from 'vitest'
import { expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

it('advancing the clock completes a whole spawn that nobody awaits', async () => {
  const { simulator, driver, clock } = simulatedSite()
  const node = simulator.node().withPort().available()
  const spawning = driver.provisioning.spawn(spawnRequestFor(node))
  await clock.advance(60_000)
  expect(node.now.provision_state).toBe('active')
  expectOk(await spawning)
})
