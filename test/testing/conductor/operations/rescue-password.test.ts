import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const MINUTE = 60_000

function site(hardware: 'fake-hardware' | 'redfish') {
  const ironic = rawIronic({ hardware, timings: { powerSync: 0 } })
  const node = ironic.simulator.node({ name: 'a', instance_info: { root_gb: 1 } }).active()
  const until = async (state: string) => {
    while (node.now.provision_state !== state || node.now.reservation !== null)
      await ironic.clock.advance(1000)
  }
  const enter = () => ironic.provision('a', 'rescue', { rescue_password: 'x' })
  const kept = () => Object.keys(node.now.instance_info)
  return { ...ironic, node, until, enter, kept }
}

const WITH_PASSWORD = ['root_gb', 'rescue_password', 'hashed_rescue_password']

describe('the password of a rescue by the agent', () => {
  it('is on the node until the agent has received it', async () => {
    const { enter, until, kept } = site('redfish')
    await enter()
    await until('rescue wait')
    expect(kept()).toEqual(WITH_PASSWORD)
    await until('rescue')
    expect(kept()).toEqual(['root_gb'])
  })

  it('is removed after a rescue that timed out is powered off', async () => {
    const { enter, until, kept, node, clock } = site('redfish')
    node.setAgent('silent')
    await enter()
    await until('rescue wait')
    await clock.advance(120 * MINUTE)
    await until('rescue failed')
    expect(kept()).toEqual(['root_gb'])
  })

  it('stays when a rescue that timed out cannot be powered off, until the rescue is left', async () => {
    const { enter, until, kept, node, clock, provision } = site('redfish')
    node.setAgent('silent')
    await enter()
    await until('rescue wait')
    node.setController('silent')
    await clock.advance(120 * MINUTE)
    await until('rescue failed')
    expect(kept()).toEqual(WITH_PASSWORD)
    expect(node.now.last_error).toContain('Rescue operation was unsuccessful, clean up failed for node')
    node.setController('answers')
    await provision('a', 'unrescue')
    await until('active')
    expect(kept()).toEqual(['root_gb'])
  })

  it.each(['abort', 'deleted'] as const)('is removed by %s while the agent is awaited', async (verb) => {
    const { enter, until, kept, node, provision, clock } = site('redfish')
    node.setAgent('silent')
    await enter()
    await until('rescue wait')
    await provision('a', verb)
    await clock.advance(10 * MINUTE)
    expect(kept()).not.toContain('rescue_password')
  })
})

describe('the password of a rescue on fake-hardware', () => {
  it('stays on the node, even when the rescue is left', async () => {
    const { enter, until, kept, provision } = site('fake-hardware')
    await enter()
    await until('rescue')
    expect(kept()).toEqual(WITH_PASSWORD)
    await provision('a', 'unrescue')
    await until('active')
    expect(kept()).toEqual(WITH_PASSWORD)
  })

  it('is removed by a rescue that fails at once', async () => {
    const { enter, until, kept, node } = site('fake-hardware')
    node.failNext('rescue')
    await enter()
    await until('rescue failed')
    expect(kept()).toEqual(['root_gb'])
  })
})
