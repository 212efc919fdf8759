import { expect, it } from 'vitest'
import { expectErr } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

it('reports that a removal may have taken effect when the node cannot be read after a lost reply', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ name: 'metal-1' }).manageable()
  const read = { method: 'GET', path: /nodes\/[^/?]+\?/ } as const
  simulator.disruptions.next({ method: 'DELETE' }, { kind: 'rpc-timeout', effect: true })
  simulator.disruptions.next(read, { kind: 'status', status: 403 }, { after: 1 })
  const error = expectErr(await run(driver.lifecycle.remove({ node: node.uuid })), 'forbidden')
  expect(error.message).toContain('may have taken effect')
  expect(simulator.nodes).toEqual([])
})
