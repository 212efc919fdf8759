import type { SimulatorOptions } from 'ironic-driver/testing'
import { expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

export const POST = { method: 'POST', path: '/v1/allocations' } as const

export const forbidden = { kind: 'status', status: 403, fault: 'not for you' } as const

export function siteWith(count: number, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite(options)
  const { simulator, driver, run } = site
  const nodes = Array.from({ length: count }, (_, index) =>
    simulator
      .node({ name: `gold-${index}`, resource_class: 'gold', traits: ['CUSTOM_GPU'] })
      .withPort()
      .available(),
  )
  const records = async () =>
    expectOk(await run(driver.client.allocations.list().all())).map(({ uuid, state }) => `${uuid} ${state}`)
  const routes = () => simulator.requests.map(({ route }) => route)
  return { ...site, allocations: driver.allocations, client: driver.client, nodes, records, routes }
}

export const GOLD = { resourceClass: 'gold', traits: ['CUSTOM_GPU'] }
