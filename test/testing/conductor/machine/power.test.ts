import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const BELIEVED = { power_state: 'power on' } as const

describe('a power request', () => {
  it.each([
    ['power on', 'power off', 'power on', 'power on'],
    ['power off', 'power on', 'power off', 'power off'],
    ['soft power off', 'power on', 'power off', 'power off'],
    ['rebooting', 'power on', 'power on', 'power on'],
    ['soft rebooting', 'power on', 'power on', 'power on'],
    ['rebooting', 'power off', 'power on', 'power on'],
  ] as const)('%s from %s shows the target %s, and ends %s', async (target, from, shown, end) => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a', last_error: 'old' }).active({ power_state: from })
    const reply = await power('a', target)
    expect(reply).toMatchObject({ status: 202, text: '' })
    expect(reply.headers['location']).toBe('http://ironic.test:6385/v1/nodes/a/states')
    expect(node.now).toMatchObject({
      power_state: from,
      target_power_state: shown,
      reservation: 'simulator',
      last_error: null,
      provision_state: 'active',
    })
    for (let second = 0; second < 30 && node.now.reservation !== null; second++) {
      if (target.endsWith('rebooting') && from === 'power on') expect(node.now.power_state).toBe('power on')
      await clock.advance(1_000)
    }
    expect(node.now).toMatchObject({ power_state: end, target_power_state: null, reservation: null })
    expect(node.hardwarePower).toBe(end)
  })

  it('for the current power state still takes the lock for a moment', async () => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a' }).active()
    await power('a', 'power on')
    expect(node.now).toMatchObject({ target_power_state: 'power on', reservation: 'simulator' })
    await clock.advance(200)
    expect(node.now).toMatchObject({ target_power_state: null, reservation: null })
  })

  it.each([
    ['dance', {}, 400, 'The requested action "dance" can not be performed on node "a"'],
    ['power on', { timeout: 0 }, 400, 'timeout has to be positive integer'],
    ['power on', { timeout: 'soon' }, 400, 'Expected an integer for timeout: soon'],
    ['power on', { colour: 1 }, 400, 'Unexpected arguments: colour'],
  ])('%s %j is refused', async (target, more, status, text) => {
    const { simulator, power } = rawIronic()
    simulator.node({ name: 'a' }).active()
    const reply = await power('a', target, more)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('that is soft, or has a time-out, came with 1.27', async () => {
    const { simulator, power } = rawIronic()
    simulator.node({ name: 'a' }).active()
    const version = { version: '1.26' }
    expect((await power('a', 'soft power off', {}, version)).status).toBe(406)
    expect((await power('a', 'power off', { timeout: 5 }, version)).status).toBe(406)
    expect((await power('a', 'power off', {}, version)).status).toBe(202)
  })

  it.each(['cleaning', 'clean wait'] as const)('is refused in %s', async (state) => {
    const { simulator, power } = rawIronic()
    simulator.node({ name: 'a' }).inState(state)
    expect((await power('a', 'power on')).fault).toContain(`while it is in state "${state}"`)
  })

  it('to power off a node with disable_power_off is a conflict', async () => {
    const { simulator, power } = rawIronic()
    simulator.node({ name: 'a', disable_power_off: true }).active()
    for (const target of ['power off', 'soft power off'])
      expect(await power('a', target)).toMatchObject({
        status: 409,
        fault: `Failed to set node power state to ${target}.`,
      })
    expect((await power('a', 'rebooting')).status).toBe(202)
  })

  it('that is soft is refused by a driver without it', async () => {
    const { simulator, power } = rawIronic()
    simulator.node({ name: 'a' }).active().setSoftPower('unsupported')
    expect(await power('a', 'soft power off')).toMatchObject({
      status: 400,
      fault: 'The driver fake-hardware does not support the power state, soft power off',
    })
  })
})

describe('a failed power change', () => {
  it('keeps the state and sets a text, which the next power synchronization clears', async () => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a' }).active({ power_state: 'power off' })
    node.failNext('power', { lastError: 'HTTP POST returned code 503.' })
    await power('a', 'power on')
    await clock.advance(1_500)
    expect(node.now).toMatchObject({
      power_state: 'power off',
      target_power_state: null,
      reservation: null,
      last_error: "Failed to change power state to 'power on' by 'power on': HTTP POST returned code 503.",
    })
    await clock.advance(120_000)
    expect(node.now.last_error).toBeNull()
    expect(node.history.at(-1)).toMatchObject({ severity: 'ERROR' })
  })

  it('that is soft fails after the given time-out when the machine ignores it', async () => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a' }).active().setSoftPower('ignored')
    await power('a', 'soft power off', { timeout: 8 })
    await clock.advance(7_999)
    expect(node.now.target_power_state).toBe('power off')
    await clock.advance(1)
    expect(node.now).toMatchObject({
      power_state: 'power on',
      target_power_state: null,
      last_error:
        "Failed to change power state to 'power off' by 'soft power off': Failed to set node power state to power off.",
    })
  })

  it('that took too long happens late, and is then undone', async () => {
    const { simulator, power, clock } = rawIronic({ hardware: 'redfish', timings: { powerOn: 75_000 } })
    const node = simulator.node({ name: 'a' }).available()
    await power('a', 'power on')
    await clock.advance(60_000)
    expect(node.now.power_state).toBe('power off')
    expect(node.now.last_error).toContain('Failed to set node power state to power on.')
    await clock.advance(15_000)
    expect(node.hardwarePower).toBe('power on')
    await clock.advance(60_000)
    expect(node.hardwarePower).toBe('power off')
    expect(node.now).toMatchObject({ power_state: 'power off', target_power_state: null, reservation: null })
  })
})

describe('the power synchronization', () => {
  it('restores the power after somebody pressed the button', async () => {
    const { simulator, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node().active()
    node.pressPowerButton()
    expect(node.hardwarePower).toBe('power off')
    await clock.advance(120_000)
    expect(node.now).toMatchObject({ ...BELIEVED, target_power_state: 'power on', reservation: 'simulator' })
    await clock.advance(10_000)
    expect(node.hardwarePower).toBe('power on')
    expect(node.now).toMatchObject({ ...BELIEVED, target_power_state: null, reservation: null })
  })

  it('gives up on a silent controller at the fourth attempt, and recovers by itself', async () => {
    const { simulator, clock, provision } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'a' }).available().setController('silent')
    await clock.advance(3 * 120_000)
    expect(node.now.maintenance).toBe(false)
    await clock.advance(120_000)
    expect(node.now).toMatchObject({ power_state: null, maintenance: true, fault: 'power failure' })
    expect(node.now.maintenance_reason).toMatch(/^During sync_power_state, max retries exceeded for node/)
    expect((await provision('a', 'active')).fault).toContain("because it's in maintenance mode")
    node.setController('answers')
    await clock.advance(300_000)
    expect(node.now).toMatchObject({ power_state: 'power off', maintenance: false, fault: null })
  })

  it('does not end maintenance that an operator set', async () => {
    const { simulator, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ maintenance: true }).available().setController('silent')
    await clock.advance(3_600_000)
    expect(node.now).toMatchObject({ power_state: 'power off', fault: null })
  })
})
