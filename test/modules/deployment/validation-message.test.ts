import { expect, it } from 'vitest'
import { expectErr } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

it('says what to do before it quotes the reason of each interface', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().withPort().available()
  const reasons = { deploy: 'Missing are: kernel', network: 'No port has a network' }
  const body = JSON.stringify({
    deploy: { result: false, reason: reasons.deploy },
    network: { result: false, reason: reasons.network },
    power: { result: true },
  })
  simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 200, body })

  const error = expectErr(await run(driver.provisioning.spawn(spawnRequestFor(node))), 'validation_failed')

  expect(error.message).toBe(
    `Node ${node.now.uuid} cannot be deployed like this; correct the request or the node. ` +
      'Ironic says: deploy: Missing are: kernel; network: No port has a network',
  )
  expect(error.reasons).toEqual(reasons)
})
