import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const MINUTE = 60_000

describe('a silent management controller', () => {
  const silent = () => {
    const ironic = rawIronic({ hardware: 'redfish' })
    const node = ironic.simulator.node({ name: 'a' }).available().setController('silent')
    return { ...ironic, node }
  }

  it.each([
    ['GET', 'boot_device', undefined],
    ['PUT', 'boot_device', { boot_device: 'pxe' }],
    ['PUT', 'inject_nmi', {}],
  ] as const)('makes %s %s fail after half a minute with the lock held', async (method, path, body) => {
    const { call, clock, node } = silent()
    const began = clock.now()
    const asked = call(method, `/v1/nodes/a/management/${path}`, body)
    expect(node.now.reservation).toBe('simulator')
    expect(await asked).toMatchObject({ status: 500, fault: 'Unexpected error raised by RPC' })
    expect(clock.now() - began).toBe(30_000)
    expect(node.now.reservation).toBeNull()
  })

  it('neither reports nor attaches virtual media', async () => {
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

  it('puts the node into maintenance after some power synchronizations, until it answers again', async () => {
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

  it('does not affect fake-hardware, which has no controller', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).available().setController('silent')
    expect((await call('GET', '/v1/nodes/a/management/boot_device')).status).toBe(200)
  })
})

describe('a power change that Ironic did not request', () => {
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

  it('is undone even when the controller obeys after Ironic gave up on it', async () => {
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

  it('boot from an unknown device: Redfish fails on it, fake-hardware refuses it first', async () => {
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

  it('boot securely with a legacy BIOS fails, and only last_error shows it', async () => {
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

it('older servers read virtual media only with the lock', async () => {
  for (const [release, version, status] of [
    ['32.0', '1.101', 409],
    ['39.0', '1.115', 200],
  ] as const) {
    const { simulator, call } = rawIronic({ hardware: 'redfish', release })
    simulator.node({ name: 'a' }).available().lock(MINUTE)
    expect((await call('GET', '/v1/nodes/a/vmedia', undefined, { version })).status).toBe(status)
  }
})
