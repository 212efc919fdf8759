import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { recordDebugOutput } from '../support/public-traces.js'
import { simulatedSite } from '../support/simulated-site.js'

const logged = recordDebugOutput()

it('prints each retry of a request, with its cause and its pause', async () => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node({ name: 'metal-1' }).available()
  simulator.disruptions.next({ path: /nodes\/metal-1/ }, 'busy')
  expectOk(await run(driver.client.nodes.get('metal-1')))
  expect(logged.lines.join('\n')).toMatch(/nodes\.get: attempt 1 ended with service_busy, next in \d+ ms/)
})

it('prints each retry of a call, such as the destruction of a locked node', async () => {
  const { simulator, driver, run } = simulatedSite()
  const { uuid } = simulator.node({ name: 'metal-1' }).active()
  simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked', { times: 15 })
  expectOk(await run(driver.provisioning.destroy({ node: uuid })))
  expect(logged.lines.join('\n')).toMatch(
    /ironic-driver:operation nodeStates\.provision\(deleted\) failed with node_locked, next attempt in \d+ ms/,
  )
})
