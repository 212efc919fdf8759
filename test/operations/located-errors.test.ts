import { expect, it } from 'vitest'
import { expectErr } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

it('carries the UUID of a node that the caller names otherwise, and its instance', async () => {
  const { driver, simulator, run } = simulatedSite({})
  const node = simulator.node({ name: 'metal-1' }).active({ power_state: 'power off' })
  simulator.disruptions.next({ path: '/v1/volume/targets' }, { kind: 'status', status: 403 })
  const error = expectErr(await run(driver.storage.targets({ node: 'metal-1' })), 'forbidden')
  expect(error).toMatchObject({ node: node.uuid, instance: node.now.instance_uuid })
  expect(error.message).toContain(`Node ${node.uuid}: `)
})
