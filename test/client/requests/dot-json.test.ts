import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

// Below microversion 1.91, Ironic treats `web.json` in a path as `web`, if there is a `web`.

describe.each([
  ['Ironic 21.4', { release: '21.4' }, {}],
  ['a newer one that is spoken to as an older', {}, { newestVersion: '1.82' }],
  ['Ironic 39.0', { release: '39.0' }, {}],
] as const)('a node whose name ends in .json, on %s', (_, options, driverOptions) => {
  it('is the one that the caller named', async () => {
    const { simulator, driver, run } = simulatedSite(options, driverOptions)
    const web = simulator.node({ name: 'web' }).withPort().available()
    const json = simulator.node({ name: 'web.json' }).withPort().available()
    expect(expectOk(await run(driver.power.state({ node: 'web.json' }))).node).toBe(json.uuid)
    const spawned = await run(driver.provisioning.spawn(spawnRequestFor('web.json')))
    expect(expectOk(spawned).node).toBe(json.uuid)
    expectOk(await run(driver.provisioning.destroy({ node: json.uuid })))
    expectOk(await run(driver.lifecycle.remove({ node: 'web.json' })))
    expect(web.now).toMatchObject({ provision_state: 'available', instance_uuid: null })
  })

  it('is not found when only the name without the suffix exists', async () => {
    const { simulator, driver, run } = simulatedSite(options, driverOptions)
    simulator.node({ name: 'web' }).available()
    expectOk(await run(driver.lifecycle.remove({ node: 'web.json' })))
    expectErr(await run(driver.power.on({ node: 'web.json' })), 'node_not_found')
    expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
