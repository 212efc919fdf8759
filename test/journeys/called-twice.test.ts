import { expect, it } from 'vitest'
import { preparedSite } from '../faults/base-run.js'
import { OPERATIONS, scenarioOf } from '../faults/operations.js'
import { expectOk } from '../support/expect-result.js'

// Tests what the documentation of every public operation says about a second call.

it.each(OPERATIONS)('%s can be called twice', async (operation) => {
  const scenario = scenarioOf(operation)
  const { second, call } = scenario
  const { simulator, clock, node, actor } = await preparedSite(scenario, 'redfish')
  const caller = actor()
  const once = async () => {
    expectOk(await clock.run((async () => await call(caller, {}))()))
    await clock.advance(HOUR)
  }
  const sent = () => simulator.requests.filter(({ method }) => method !== 'GET').length
  const world = () => ({
    node: { ...node.now, ...UNTIMED, ...(second === 'is_noted' ? { last_error: null } : {}) },
    ports: node.ports.map(({ internal_info }) => internal_info),
  })

  await once()
  const [before, count] = [world(), sent()]
  await once()
  expect(world()).toEqual(before)
  expect(sent() > count).toBe(second !== undefined)
})

const HOUR = 60 * 60_000

/** Timestamps differ each time. */
const UNTIMED = {
  updated_at: null,
  provision_updated_at: null,
  inspection_finished_at: null,
  driver_internal_info: {},
}
