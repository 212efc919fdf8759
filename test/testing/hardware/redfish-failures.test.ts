import { describe, expect, it } from 'vitest'
import { film, redfish, shown } from '../support/redfish-film.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }

describe('redfish, when it fails', () => {
  it('shows the error of an agent step only for a moment, and then only in the history', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    node.failNext('deploy', { at: 'write_image', lastError: 'Image failed to verify against checksum' })
    await ironic.provision('a', 'active')
    const errors: [string, string | null][] = []
    for (let look = 0; look < 200; look++) {
      const { provision_state: state, last_error: error } = node.now
      if (errors.at(-1)?.[0] !== state || errors.at(-1)?.[1] !== error) errors.push([state, error])
      await ironic.clock.advance(100)
    }
    const text = `Deploy step deploy.write_image failed on node ${node.uuid}. Image failed to verify against checksum`
    expect(errors.slice(-3)).toEqual([
      ['wait call-back', text],
      ['wait call-back', null],
      ['deploy failed', null],
    ])
    expect(shown(ironic)).toBe('deploy failed/free/off/-/-')
    const { json } = await ironic.call('GET', '/v1/nodes/a/history?detail=true')
    expect(json).toMatchObject({
      history: expect.arrayContaining([
        expect.objectContaining({ severity: 'ERROR', event: text, event_type: 'deploying' }),
      ]) as unknown,
    })
  })

  it('times out on an agent that never calls, and ends only when the lock is free', async () => {
    const ironic = redfish({ deployTimeout: 45_000 })
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available().setAgent('silent')
    await ironic.provision('a', 'active')
    await ironic.clock.advance(60_000)
    expect(node.now).toMatchObject({
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      reservation: 'simulator',
      target_power_state: 'power off',
      last_error: `Timeout reached while waiting for callback for node ${node.uuid}`,
    })
    await ironic.clock.advance(2_000)
    expect(node.now).toMatchObject({ reservation: null, power_state: 'power off', target_power_state: null })
    expect(node.now.last_error).toContain('Timeout reached')
  })

  it('writes the error of a cleaning that timed out long after the state changes', async () => {
    const ironic = redfish({ cleanTimeout: 45_000, powerOff: 17_000 })
    const node = ironic.simulator.node({ name: 'a' }).manageable().setAgent('silent')
    await ironic.provision('a', 'provide')
    await ironic.clock.advance(60_000)
    expect(node.now).toMatchObject({
      provision_state: 'clean failed',
      last_error: null,
      reservation: 'simulator',
    })
    await ironic.clock.advance(17_000)
    expect(node.now).toMatchObject({ reservation: null, maintenance: false })
    expect(node.now.last_error).toContain('Timeout reached while cleaning the node.')
    expect(node.now.last_error).toContain('Failed on step {}.')
  })

  it('sets maintenance and the fault before a failed step changes the state', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a' }).manageable()
    node.failNext('clean', { at: 'deploy.erase_devices_metadata', lastError: 'disk is on fire' })
    await ironic.provision('a', 'provide')
    const looks: string[] = []
    for (let look = 0; look < 300; look++) {
      const { provision_state: state, maintenance, fault } = node.now
      const now = `${state} ${String(maintenance)} ${fault ?? '-'}`
      if (looks.at(-1) !== now) looks.push(now)
      await ironic.clock.advance(100)
    }
    expect(looks.slice(-2)).toEqual(['clean wait true clean failure', 'clean failed true clean failure'])
    expect(node.now.maintenance_reason).toBe(
      `Clean step deploy.erase_devices_metadata failed on node ${node.uuid}. disk is on fire`,
    )
  })

  it('hangs when it is provided again with maintenance still set, until that is cleared', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', maintenance: true }).inState('clean failed')
    await ironic.provision('a', 'manage')
    expect((await ironic.provision('a', 'provide')).status).toBe(202)
    await ironic.clock.advance(4 * 3_600_000)
    expect(node.now).toMatchObject({ provision_state: 'clean wait', reservation: null })
    await ironic.call('DELETE', '/v1/nodes/a/maintenance')
    await ironic.clock.advance(60_000)
    expect(node.now.provision_state).toBe('available')
  })

  it('finds an unknown step only when the agent runs', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a' }).manageable()
    await ironic.provision('a', 'clean', { clean_steps: [{ interface: 'deploy', step: 'nope' }] })
    const states = (await film(ironic, 30_000)).map((look) => look.split('/')[0])
    expect(states).toContain('clean wait')
    expect(node.now).toMatchObject({ provision_state: 'clean failed', maintenance: false })
    expect(node.now.last_error).toMatch(
      /^Node failed to start the first cleaning step: node does not support/,
    )
  })

  it('returns to enroll when the controller does not answer', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a' }).enrolled().setController('silent')
    await ironic.provision('a', 'manage')
    await ironic.clock.advance(149_000)
    expect(node.now).toMatchObject({ provision_state: 'verifying', reservation: 'simulator' })
    await ironic.clock.advance(1_000)
    expect(node.now).toMatchObject({
      provision_state: 'enroll',
      target_provision_state: null,
      reservation: null,
    })
    expect(node.now.last_error).toContain('Failed to get power state for node')
  })

  it('accepts a power-off in the middle of a deployment, which then times out', async () => {
    const ironic = redfish({ deployTimeout: 100_000 })
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    await ironic.clock.advance(3_000)
    expect(node.now.provision_state).toBe('wait call-back')
    expect((await ironic.power('a', 'power off')).status).toBe(202)
    await ironic.clock.advance(10_000)
    expect(node.now).toMatchObject({ provision_state: 'wait call-back', power_state: 'power off' })
    await ironic.clock.advance(180_000)
    expect(node.now.provision_state).toBe('deploy failed')
  })

  it('can be torn down while it waits, after which nothing of the deployment remains', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    await ironic.clock.advance(3_000)
    await ironic.provision('a', 'deleted')
    const states = (await film(ironic, 120_000)).map((look) => look.split('/')[0])
    expect(new Set(states)).toEqual(new Set(['deleting', 'cleaning', 'clean wait', 'available']))
    expect(node.now.instance_info).toEqual({})
  })

  it('can be aborted while it waits, without an error text and with the lock held for a while', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    await ironic.clock.advance(3_000)
    await ironic.provision('a', 'abort')
    expect(node.now).toMatchObject({
      provision_state: 'deploy failed',
      reservation: 'simulator',
      last_error: null,
    })
    await ironic.clock.advance(10_000)
    expect(node.now).toMatchObject({ reservation: null, last_error: null, power_state: 'power off' })
  })
})
