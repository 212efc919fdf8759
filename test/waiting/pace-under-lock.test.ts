import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

it('reads a node that is locked for an hour less and less often', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().withPort().available().setTimings({ deployStep: 3_600_000 })
  const request = spawnRequestFor(node)
  expectOk(await run(driver.provisioning.requestSpawn(request)))
  simulator.forgetRequests()
  const target = { node: node.uuid, instance: request.instance.id }
  expectOk(await run(driver.provisioning.waitForSpawn(target, { deadlineMs: 2 * 3_600_000 })))
  expect(simulator.requests.length).toBeLessThan(750)
})
