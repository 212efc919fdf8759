import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { waitingSite } from './support/waiting-site.js'

it('leaves a server alone for five times as long as its list takes, although new waits begin', async () => {
  const { simulator, watch, clock, run } = waitingSite({ latencyMs: 8_000 })
  const nodes = Array.from({ length: 60 }, () => simulator.node().available())
  const works = []
  for (const node of nodes) {
    works.push(watch(node))
    await clock.advance(2_000)
  }
  const lists = simulator.tally()['GET /v1/nodes'] ?? 0
  expect(lists).toBeGreaterThanOrEqual(2)
  expect(lists).toBeLessThanOrEqual(4)
  for (const node of nodes) node.force({ provision_state: 'active' })
  for (const one of await run(Promise.all(works))) expectOk(one)
})
