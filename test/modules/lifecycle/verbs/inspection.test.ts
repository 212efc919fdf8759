import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'
import { verbSite } from './support/verb-site.js'

describe('an inspection', () => {
  it.each(['agent', 'redfish'] as const)('returns by %s what Ironic stored', async (inspect_interface) => {
    const { driver, run, simulator } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node({ inspect_interface }).manageable()
    node.setInventory({ cpu: { count: 32 } }, { lldp: 'raw' })
    const states: string[] = []
    const found = expectOk(
      await run(
        driver.lifecycle.inspect(
          { node: node.uuid },
          { onProgress: ({ provision_state }) => states.push(provision_state) },
        ),
      ),
    )
    expect(found.inventory).toMatchObject({
      inventory: { cpu: { count: 32 } },
      plugin_data: { lldp: 'raw' },
    })
    expect(states.includes('inspect wait')).toBe(inspect_interface === 'agent')
  })

  it('returns no inventory when Ironic stores none', async () => {
    const { driver, run, target, simulator } = verbSite('manageable')
    expect(expectOk(await run(driver.lifecycle.inspect(target))).inventory).toBeUndefined()
    const old = simulatedSite({ maxVersion: '1.80', hardware: 'redfish' })
    const node = old.simulator.node().manageable()
    const found = expectOk(await old.run(old.driver.lifecycle.inspect({ node: node.uuid })))
    expect(found.inventory).toBeUndefined()
    expect(simulator.requests.some(({ path }) => path.includes('inventory'))).toBe(true)
    expect(old.simulator.requests.some(({ path }) => path.includes('inventory'))).toBe(false)
  })

  it('is not done when another client has moved the node out of inspect failed', async () => {
    const { driver, run, target, node, clock } = verbSite('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestInspect(target)))
    const waiting = driver.lifecycle.waitForInspect(target)
    await clock.advance(100)
    node.force({ provision_state: 'manageable', inspection_finished_at: null })
    const error = expectErr(await run(waiting), 'transition_diverged')
    expect(error.message).toContain('its last inspection did not complete')
  })

  it('is not possible with every driver', async () => {
    const { driver, run, simulator } = simulatedSite()
    const node = simulator.node({ inspect_interface: 'no-inspect' }).manageable()
    expectErr(await run(driver.lifecycle.inspect({ node: node.uuid })), 'unsupported_by_hardware')
  })
})
