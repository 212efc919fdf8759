import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const MINUTE = 60_000

describe('a management controller that is silent', () => {
  const silent = () => {
    const ironic = rawIronic({ hardware: 'redfish' })
    const node = ironic.simulator.node({ name: 'a' }).available().setController('silent')
    return { ...ironic, node }
  }

  it.each([
    ['GET', 'boot_device', undefined],
    ['PUT', 'boot_device', { boot_device: 'pxe' }],
    ['PUT', 'inject_nmi', {}],
  ] as const)('makes %s %s take half a minute with the lock held, and fail', async (method, path, body) => {
    const { call, clock, node } = silent()
    const began = clock.now()
    const asked = call(method, `/v1/nodes/a/management/${path}`, body)
    expect(node.now.reservation).toBe('simulator')
    expect(await asked).toMatchObject({ status: 500, fault: 'Unexpected error raised by RPC' })
    expect(clock.now() - began).toBe(30_000)
    expect(node.now.reservation).toBeNull()
  })

  it('keeps what is in its virtual drives to itself, and takes nothing in', async () => {
    const { call, clock, node } = silent()
    const began = clock.now()
    expect((await call('GET', '/v1/nodes/a/vmedia')).status).toBe(500)
    expect([clock.now() - began, node.now.reservation]).toEqual([30_000, null])
    const medium = { device_type: 'cdrom', image_url: 'http://images/x.iso' }
    expect((await call('POST', '/v1/nodes/a/vmedia', medium)).status).toBe(204)
    await clock.advance(30_000)
    expect(node.now.last_error).toMatch(
      /^Could not attach device cdrom to node .*: Redfish connection failed/,
    )
  })

  it('puts the node into maintenance after some comparisons of power, until it is well again', async () => {
    const { provision, power, clock, node } = silent()
    node.force({ instance_info: IMAGE })
    await clock.advance(6 * MINUTE)
    expect(node.now).toMatchObject({ power_state: 'power off', maintenance: false })
    await clock.advance(2 * MINUTE)
    const text = `During sync_power_state, max retries exceeded for node ${node.uuid}`
    expect(node.now).toMatchObject({ power_state: null, maintenance: true, fault: 'power failure' })
    expect(node.now.maintenance_reason).toContain(text)
    expect(node.now.last_error).toContain(text)
    expect((await provision('a', 'active')).fault).toContain("because it's in maintenance mode.")

    node.setController('answers')
    expect((await power('a', 'power on')).status).toBe(202)
    await clock.advance(20_000)
    expect(node.now).toMatchObject({ power_state: 'power on', maintenance: true, fault: 'power failure' })
    await clock.advance(10 * MINUTE)
    expect(node.now).toMatchObject({ maintenance: false, fault: null, maintenance_reason: null })
  })

  it('does not bother fake-hardware, which asks nobody', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available().setController('silent')
    expect((await call('GET', '/v1/nodes/a/management/boot_device')).status).toBe(200)
  })
})

describe('a change of power that Ironic did not ask for', () => {
  it.each([
    [true, 'power on', 'power on'],
    [false, 'power off', 'power off'],
  ] as const)('with forcePowerStateDuringSync %s ends in %s', async (force, believed, real) => {
    const { simulator, clock } = rawIronic({ hardware: 'redfish', forcePowerStateDuringSync: force })
    const node = simulator.node({ name: 'a' }).active().pressPowerButton()
    expect([node.now.power_state, node.hardwarePower]).toEqual(['power on', 'power off'])
    await clock.advance(3 * MINUTE)
    expect([node.now.power_state, node.hardwarePower]).toEqual([believed, real])
    expect(node.now).toMatchObject({ target_power_state: null, reservation: null })
  })

  it('is undone also when the controller obeys after Ironic gave up on it', async () => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish', timings: { powerOn: 75_000 } })
    const node = simulator.node({ name: 'a' }).available()
    await power('a', 'power on')
    await clock.advance(MINUTE)
    expect(node.now.last_error).toBe(
      "Failed to change power state to 'power on' by 'power on': Failed to set node power state to power on.",
    )
    await clock.advance(15_000)
    expect([node.now.power_state, node.hardwarePower]).toEqual(['power off', 'power on'])
    await clock.advance(3 * MINUTE)
    expect(node.now).toMatchObject({ power_state: 'power off', last_error: null })
    expect(node.hardwarePower).toBe('power off')
  })
})

describe('hardware that cannot', () => {
  it.each([
    ['refused', 500, 'returned code 501'],
    ['unsupported', 400, 'does not support inject_nmi'],
  ] as const)('take a non-maskable interrupt: %s', async (nmi, status, text) => {
    const { simulator, call } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a' }).active().setInterrupts(nmi)
    const reply = await call('PUT', '/v1/nodes/a/management/inject_nmi', {})
    expect([reply.status, node.interrupts]).toEqual([status, 0])
    expect(reply.fault).toContain(text)
    node.setInterrupts('taken')
    expect((await call('PUT', '/v1/nodes/a/management/inject_nmi', {})).status).toBe(204)
    expect(node.interrupts).toBe(1)
  })

  it('boot from what its driver has no word for: Redfish stumbles, fake-hardware looks first', async () => {
    for (const [hardware, status, fault] of [
      ['redfish', 500, 'Unexpected error raised by RPC'],
      ['fake-hardware', 400, 'Invalid boot device floppy specified.'],
    ] as const) {
      const { simulator, call } = rawIronic({ hardware })
      simulator.node({ name: 'a' }).available()
      const reply = await call('PUT', '/v1/nodes/a/management/boot_device', { boot_device: 'floppy' })
      expect(reply).toMatchObject({ status, fault })
    }
  })

  it('boot securely from a legacy BIOS, which only last_error tells', async () => {
    const { simulator, call, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a', boot_mode: 'bios' }).available()
    const secure = () => call('PUT', '/v1/nodes/a/states/secure_boot', { target: true })
    expect((await secure()).status).toBe(202)
    expect(node.now.reservation).toBe('simulator')
    await clock.advance(600)
    expect(node.now).toMatchObject({ secure_boot: null, reservation: null })
    expect(node.now.last_error).toMatch(/^Failed to change secure_boot state to 'True': .* requires UEFI/)

    await call('PUT', '/v1/nodes/a/states/boot_mode', { target: 'uefi' })
    await clock.advance(600)
    await secure()
    await clock.advance(600)
    expect(node.now).toMatchObject({ boot_mode: 'uefi', secure_boot: true, last_error: null })
  })
})

describe('what a script says of a machine', () => {
  it('is how long each step takes', async () => {
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

  it('may be that a wait has no limit', async () => {
    const { simulator, provision, clock } = rawIronic({ hardware: 'redfish', timings: { deployTimeout: 0 } })
    const node = simulator.node({ name: 'a', instance_info: IMAGE }).available().setAgent('silent')
    await provision('a', 'active')
    await clock.advance(100 * 60 * MINUTE)
    expect(node.now.provision_state).toBe('wait call-back')
  })

  it('an agent that calls puts off the end of the wait, and shows that the node is alive', async () => {
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
  ] as const)('cannot be that %s fails at %s', (operation, at, text) => {
    const { simulator } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node().available()
    expect(() => node.failNext(operation as 'deploy', at === undefined ? {} : { at })).toThrow(text)
  })

  it('is at which step a deployment, a cleaning or a service fails', async () => {
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

it('the instance_info of a deployed node says what was made of it, and keeps its secrets', async () => {
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

it('a cleaning that hangs in maintenance is got out of by an abort', async () => {
  const { simulator, provision, clock } = rawIronic({ hardware: 'redfish' })
  const node = simulator.node({ name: 'a', maintenance: true }).manageable()
  await provision('a', 'provide')
  await clock.advance(2 * 60 * MINUTE)
  expect(node.now.provision_state).toBe('clean wait')
  expect((await provision('a', 'abort')).status).toBe(202)
  await clock.advance(MINUTE)
  expect(node.now).toMatchObject({ provision_state: 'clean failed', maintenance: true, reservation: null })
})

it('a text about what was before stays, until something new begins', async () => {
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

it('all that an instance can leave on a node is reported', async () => {
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

describe('a conductor that dies and starts again', () => {
  it.each([
    ['available', 'active', 'deploy failed'],
    ['active', 'deleted', 'error'],
    ['manageable', 'provide', 'clean failed'],
    ['enroll', 'manage', 'enroll'],
    ['rescue', 'unrescue', 'unrescue failed'],
  ] as const)('lets a node that was on its way from %s by %s fail', async (from, verb, end) => {
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

  it('lets one that waits for its agent go on, and drops a change of power', async () => {
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

it('what is in a virtual drive is told under the lock only, on older servers', async () => {
  for (const [release, version, status] of [
    ['32.0', '1.101', 409],
    ['39.0', '1.115', 200],
  ] as const) {
    const { simulator, call } = rawIronic({ hardware: 'redfish', release })
    simulator.node({ name: 'a' }).available().lock(MINUTE)
    expect((await call('GET', '/v1/nodes/a/vmedia', undefined, { version })).status).toBe(status)
  }
})
