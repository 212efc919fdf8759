import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const MINUTE = 60_000

describe('scripted hardware', () => {
  it('takes as long as the timings of each step say', async () => {
    const slow: Readonly<Partial<Record<string, number>>> = {
      'deploy.write_image': 90_000,
      'deploy.tear_down_agent': 7_000,
    }
    const { simulator, provision, clock } = rawIronic({
      hardware: 'redfish',
      timings: {
        prepare: 0,
        powerOn: 1_000,
        resume: 0,
        agentBoot: 0,
        agentStep: ({ step }) => (step === null ? 0 : (slow[step] ?? 1_000)),
        deployStep: ({ step }) => (step === null ? 0 : (slow[step] ?? 1_000)),
      },
    })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await provision('a', 'active')
    const at = (ms: number) => clock.advance(ms).then(() => node.now.deploy_step['step'] ?? null)
    expect(await at(90_900)).toBe('write_image')
    expect(await at(200)).toBe('prepare_instance_boot')
    expect(await at(1_000)).toBe('tear_down_agent')
    expect(await at(6_800)).toBe('tear_down_agent')
    expect(await at(1_200)).toBe(null)
    expect(node.now.provision_state).toBe('active')
  })

  it('has no time limit in a wait state with the time-out 0', async () => {
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish', timings: { deployTimeout: 0 } })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).available().setAgent('silent')
    await provision('a', 'active')
    await clock.advance(100 * 60 * MINUTE)
    expect(node.now.provision_state).toBe('wait call-back')
  })

  it('restarts the time-out and updates the node at each call of the agent', async () => {
    const timings = { agentStep: 20 * MINUTE, deployTimeout: 2 * MINUTE }
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish', timings })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).available()
    await provision('a', 'active')
    await clock.advance(5 * MINUTE)
    const { provision_updated_at: before } = node.now
    await clock.advance(5 * MINUTE)
    expect(node.now.provision_state).toBe('wait call-back')
    expect(Date.parse(node.now.provision_updated_at ?? '') - Date.parse(before ?? '')).toBeGreaterThan(
      4 * MINUTE,
    )
    node.setAgent('silent')
    await clock.advance(5 * MINUTE)
    expect(node.now.provision_state).toBe('deploy failed')
  })

  it.each([
    ['deploy', 'write_imge', 'Unknown step "write_imge". Use one of deploy.deploy,'],
    ['rescue', 'boot', '"rescue" has no steps'],
    ['tidy', undefined, 'Operation "tidy" cannot fail. Use one of deploy,'],
  ] as const)('rejects a failure of %s at %s', (operation, at, text) => {
    const { simulator } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node().available()
    expect(() => node.failNext(operation as 'deploy', at === undefined ? {} : { at })).toThrow(text)
  })

  it('fails a deployment, a cleaning or a service at the scripted step', async () => {
    for (const [state, verb, operation, at, more, end] of [
      ['available', 'active', 'deploy', 'prepare_instance_boot', {}, 'deploy failed'],
      ['available', 'active', 'deploy', 'deploy.boot_instance', {}, 'deploy failed'],
      ['manageable', 'provide', 'clean', 'erase_devices', {}, 'clean failed'],
      [
        'active',
        'service',
        'service',
        'bios.factory_reset',
        { service_steps: [{ interface: 'bios', step: 'factory_reset' }] },
        'service failed',
      ],
    ] as const) {
      const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
      const node = simulator.node({ name: 'a', instance_info: IMAGE }).inState(state)
      node.failNext(operation, { at, lastError: 'it broke' })
      await provision('a', verb, more)
      await clock.advance(30 * MINUTE)
      expect(node.now).toMatchObject({ provision_state: end, reservation: null })
      const texts = [node.now.last_error ?? '', ...node.history.map(({ event }) => event)].join('\n')
      expect(texts, at).toContain(at.split('.').at(-1))
      expect(texts).toContain('it broke')
    }
  })
})

it('shows in instance_info what the deployment derived from it, with the secrets masked', async () => {
  const { simulator, provision, call, clock } = rawIronic({ hardware: 'redfish' })
  simulator.node({ name: 'a', instance_info: IMAGE }).available()
  await provision('a', 'active', { configdrive: 'http://drives/1' })
  await clock.advance(5 * MINUTE)
  const { json } = await call('GET', '/v1/nodes/a')
  expect((json as { instance_info: object }).instance_info).toEqual({
    ...IMAGE,
    image_type: 'whole-disk',
    capabilities: {},
    configdrive: '******',
    image_url: '******',
  })
})

it('leaves a cleaning that hangs in maintenance by an abort', async () => {
  const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
  const node = simulator.node({ name: 'a', maintenance: true }).manageable()
  await provision('a', 'provide')
  await clock.advance(2 * 60 * MINUTE)
  expect(node.now.provision_state).toBe('clean wait')
  expect((await provision('a', 'abort')).status).toBe(202)
  await clock.advance(MINUTE)
  expect(node.now).toMatchObject({ provision_state: 'clean failed', maintenance: true, reservation: null })
})

it('keeps an old last_error until something new begins', async () => {
  const { simulator, provision, clock } = rawIronic({ hardware: 'redfish', timings: { powerSync: 0 } })
  const node = simulator.node({ name: 'a' }).manageable().setAgent('silent')
  await provision('a', 'inspect')
  await clock.advance(MINUTE)
  await provision('a', 'abort')
  await provision('a', 'manage')
  expect(node.now).toMatchObject({
    provision_state: 'manageable',
    last_error: 'Inspection was aborted by request.',
  })
  await provision('a', 'provide')
  expect(node.now.last_error).toBeNull()
})

it('reports everything that an instance can leave on a node', async () => {
  const { simulator, call } = rawIronic({ networkInterface: 'flat' })
  const node = simulator
    .node({ name: 'a', instance_info: { rescue_password: 'x', hashed_rescue_password: 'y', root_gb: 1 } })
    .withPort()
    .active({ power_state: 'power off', console_enabled: true, console_interface: 'fake' })
  await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })
  const target = { node_uuid: node.uuid, volume_type: 'iscsi', volume_id: 'v', boot_index: 0 }
  const made = await call('POST', '/v1/volume/targets', target)
  expect(made.fault).toBeUndefined()
  await call('POST', '/v1/allocations', { resource_class: 'none-has-it' })
  node.force({ maintenance: true, maintenance_reason: 'broken' })
  const { uuid } = made.json as { uuid: string }
  expect(simulator.leftovers().map(({ kind, what }) => [kind, what])).toEqual([
    ['instance_uuid', node.now.instance_uuid],
    ['instance_info', 'root_gb'],
    ['rescue_password', node.now.instance_uuid],
    ['vif', 'vif-1'],
    ['volume_target', uuid],
    ['console', 'fake'],
    ['maintenance', 'broken'],
    ['allocation', expect.any(String)],
  ])
})

describe('a restarted conductor', () => {
  it.each([
    ['available', 'active', 'deploy failed'],
    ['active', 'deleted', 'error'],
    ['manageable', 'provide', 'clean failed'],
    ['enroll', 'manage', 'enroll'],
    ['rescue', 'unrescue', 'unrescue failed'],
  ] as const)('fails a node that was leaving %s by %s, into %s', async (from, verb, end) => {
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).inState(from)
    await provision('a', verb)
    const { provision_state: state } = node.now
    simulator.restartConductor()
    expect(node.now).toMatchObject({
      provision_state: end,
      reservation: null,
      last_error: `The ${state} state can't be resumed by conductor simulator. Moving to fail state.`,
    })
    await clock.advance(MINUTE)
    expect(node.now.provision_state).toBe(end)
  })

  it('resumes a node that waits for its agent, and drops a power change', async () => {
    const { simulator, provision, power, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).available()
    const other = simulator.node({ name: 'b' }).active()
    await provision('a', 'active')
    while (node.now.provision_state !== 'wait call-back') await clock.advance(100)
    await power('b', 'rebooting')
    simulator.restartConductor()
    expect(other.now).toMatchObject({
      target_power_state: null,
      last_error: 'Pending power operation was aborted due to conductor restart',
    })
    await clock.advance(2 * MINUTE)
    expect(node.now.provision_state).toBe('active')
  })
})
