import { describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'
import { TWICE } from './called-twice/calls-made-twice.js'
import type { Call } from './called-twice/twice.js'

// Tests what the documentation of every public operation says about a second call.

/** Neither sends a request itself nor changes anything. */
const OTHERS = ['inventory.watch', 'inventory.forget']

it('covers every operation of every module', () => {
  const { driver } = simulatedSite()
  const modules = Object.entries(driver).filter(
    ([name, module]) => typeof module === 'object' && name !== 'client',
  )
  const operations = modules.flatMap(([name, module]) =>
    Object.keys(module as object).map((operation) => `${name}.${operation}`),
  )
  const tried = Object.entries(TWICE).flatMap(([name, calls]) =>
    Object.keys(calls).map((operation) => `${name}.${operation}`),
  )
  expect([...tried, ...OTHERS].sort()).toEqual(operations.sort())
})

describe.each(Object.entries(TWICE))('%s', (_, calls) => {
  it.each(Object.entries(calls))('%s can be called twice', async (__, twice) => {
    const { call, from = 'available', after, second } = twice
    const { simulator, driver, run, clock } = simulatedSite({ hardware: 'redfish' })
    const builder = simulator.node({
      name: 'metal-1',
      network_interface: 'neutron',
      console_interface: 'ipmitool-socat',
      driver_info: { ipmi_address: '10.0.0.7', ipmi_terminal_port: 10_023 },
    })
    const port = { local_link_connection: { switch_id: '52:54:00:00:00:ff', port_id: 'a', switch_info: 'b' } }
    const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
    const node = builder.withPort(port)[from](from === 'active' ? { instance_info: image } : {})
    const site = { driver, node, target: { node: node.uuid } }
    const done = async (work: Call) => {
      expectOk(await run((async () => await work(site))()))
      await clock.advance(HOUR)
    }
    const sent = () => simulator.requests.filter(({ method }) => method !== 'GET').length
    const world = () => {
      const error = second === 'is_noted' ? null : node.now.last_error
      return {
        node: { ...node.now, ...UNTIMED, last_error: error },
        ports: node.ports.map(({ internal_info }) => internal_info),
      }
    }
    if (after !== undefined) await done(after)

    await done(call)
    const [before, count] = [world(), sent()]
    await done(call)
    expect(world()).toEqual(before)
    expect(sent() > count).toBe(second !== undefined)
  })
})

const HOUR = 60 * 60_000

/** Timestamps differ each time. */
const UNTIMED = {
  updated_at: null,
  provision_updated_at: null,
  inspection_finished_at: null,
  driver_internal_info: {},
}
