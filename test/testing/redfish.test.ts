import { describe, expect, it } from 'vitest'
import { rawIronic, type RawIronic } from './raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const FIXED = {
  prepare: 400,
  powerOn: 2_000,
  powerOff: 2_000,
  reboot: 4_000,
  deployStep: 1_000,
  agentStep: 6_000,
  tearDown: 400,
} as const

/** What shows of a node: `state/lock/power/target/step`. */
function shown({ simulator }: RawIronic): string {
  const node = simulator.find('a')?.now
  if (node === undefined) return 'gone'
  const step = node.clean_step['step'] ?? node.deploy_step['step'] ?? node.service_step['step'] ?? '-'
  const power = (state: string | null) => state?.replace('power ', '') ?? '-'
  return [
    node.provision_state,
    node.reservation === null ? 'free' : 'locked',
    power(node.power_state),
    power(node.target_power_state),
    typeof step === 'string' ? step : '-',
  ].join('/')
}

async function film(ironic: RawIronic, ms: number): Promise<string[]> {
  const seen: string[] = []
  for (let past = 0; past <= ms; past += 100) {
    const now = shown(ironic)
    if (seen.at(-1) !== now) seen.push(now)
    await ironic.clock.advance(100)
  }
  return seen
}

const redfish = (timings = {}) => rawIronic({ hardware: 'redfish', timings: { ...FIXED, ...timings } })

describe('redfish, when all goes well', () => {
  it('deploys through wait states, with a lock and a power target that come and go', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    expect(await film(ironic, 30_000)).toEqual([
      'deploying/locked/off/-/-',
      'deploying/locked/off/on/deploy',
      'wait call-back/free/on/-/deploy',
      'deploying/locked/on/-/deploy',
      'wait call-back/free/on/-/write_image',
      'wait call-back/locked/on/-/write_image',
      'wait call-back/free/on/-/write_image',
      'deploying/locked/on/-/write_image',
      'deploying/locked/on/-/prepare_instance_boot',
      'deploying/locked/on/-/tear_down_agent',
      'deploying/locked/on/on/boot_instance',
      'active/free/on/-/-',
    ])
  })

  it('switches off first when it rebuilds', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', instance_info: IMAGE }).active()
    await ironic.provision('a', 'rebuild')
    expect((await film(ironic, 30_000)).slice(0, 3)).toEqual([
      'deploying/locked/on/-/-',
      'deploying/locked/on/off/-',
      'deploying/locked/off/on/deploy',
    ])
    expect(shown(ironic)).toBe('active/free/on/-/-')
  })

  it('tears down and cleans', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).active()
    await ironic.provision('a', 'deleted')
    const seen = await film(ironic, 60_000)
    expect(seen.filter((look) => !look.includes('clean wait/locked'))).toEqual([
      'deleting/locked/on/-/-',
      'deleting/locked/on/off/-',
      'cleaning/locked/off/-/-',
      'cleaning/locked/off/on/-',
      'clean wait/free/on/-/-',
      'cleaning/locked/on/-/-',
      'clean wait/free/on/-/erase_devices_metadata',
      'clean wait/free/on/-/erase_devices_metadata',
      'cleaning/locked/on/-/erase_devices_metadata',
      'clean wait/free/on/-/erase_devices',
      'clean wait/free/on/-/erase_devices',
      'cleaning/locked/on/-/erase_devices',
      'cleaning/locked/on/off/-',
      'available/free/off/-/-',
    ])
    expect(node.now.target_provision_state).toBeNull()
  })

  it('rescues into a node whose power reads off, and flickers on the way back', async () => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a' }).active()
    await ironic.provision('a', 'rescue', { rescue_password: 'x' })
    expect((await film(ironic, 30_000)).slice(1)).toEqual([
      'rescuing/locked/on/off/-',
      'rescuing/locked/off/on/-',
      'rescue wait/free/on/-/-',
      'rescuing/locked/on/off/-',
      'rescue/free/off/-/-',
    ])
    await ironic.provision('a', 'unrescue')
    expect(await film(ironic, 10_000)).toEqual([
      'unrescuing/locked/off/-/-',
      'unrescuing/locked/on/-/-',
      'unrescuing/locked/off/-/-',
      'unrescuing/locked/on/-/-',
      'active/free/on/-/-',
    ])
  })

  it.each([
    ['agent', ['inspecting', 'inspect wait', 'inspecting', 'manageable'], 'boot'],
    ['redfish', ['inspecting', 'manageable'], 'disks'],
  ])('inspects by %s', async (inspect_interface, states, key) => {
    const ironic = redfish()
    ironic.simulator.node({ name: 'a', inspect_interface }).manageable()
    await ironic.provision('a', 'inspect')
    const seen = (await film(ironic, 20_000)).map((look) => look.split('/')[0])
    expect(seen.filter((state, index) => state !== seen[index - 1])).toEqual(states)
    const { json } = await ironic.call('GET', '/v1/nodes/a/inventory')
    expect(json).toMatchObject({ inventory: { [key]: expect.anything() as unknown } })
  })

  it('learns the power of a node when it is managed', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a' }).enrolled()
    await ironic.provision('a', 'manage')
    await ironic.clock.advance(400)
    expect(node.now).toMatchObject({ provision_state: 'manageable', power_state: 'power off' })
  })

  it('holds where a step says so, until it is told to go on', async () => {
    const ironic = redfish()
    const steps = [
      { interface: 'deploy', step: 'hold' },
      { interface: 'deploy', step: 'erase_devices' },
    ]
    ironic.simulator.node({ name: 'a' }).manageable()
    await ironic.provision('a', 'clean', { clean_steps: steps })
    await ironic.clock.advance(600_000)
    expect(shown(ironic)).toBe('clean hold/free/on/-/hold')
    await ironic.provision('a', 'unhold')
    expect(shown(ironic)).toBe('clean wait/free/on/-/hold')
    await ironic.clock.advance(60_000)
    expect(shown(ironic)).toBe('manageable/free/off/-/-')
  })
})

describe('redfish, when it fails', () => {
  it('shows why an agent step failed for a moment only, and then in the history alone', async () => {
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

  it('gives up on an agent that never calls, and is not done before the lock is free', async () => {
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

  it('writes the text of a cleaning that timed out long after the state', async () => {
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

  it('sets maintenance and the fault before a failed step turns the state', async () => {
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

  it('hangs when it is provided again with maintenance still on, until that is cleared', async () => {
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

  it('knows a step that is not there only when the agent runs', async () => {
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

  it('falls back to enroll when the controller does not answer', async () => {
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

  it('obeys a power off in the middle of a deployment, which then times out', async () => {
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

  it('is torn down out of the wait, and nothing of the deployment comes after', async () => {
    const ironic = redfish()
    const node = ironic.simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await ironic.provision('a', 'active')
    await ironic.clock.advance(3_000)
    await ironic.provision('a', 'deleted')
    const states = (await film(ironic, 120_000)).map((look) => look.split('/')[0])
    expect(new Set(states)).toEqual(new Set(['deleting', 'cleaning', 'clean wait', 'available']))
    expect(node.now.instance_info).toEqual({})
  })

  it('is aborted in the wait, with no text and the lock held for a while', async () => {
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
