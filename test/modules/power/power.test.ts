import { IronicDriver, type IronicDriverError, type PowerMode } from 'ironic-driver'
import type { Result } from 'neverthrow'
import type { Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const MINUTE = 60_000

function siteWithPower(power: 'power on' | 'power off', hardware: 'fake-hardware' | 'redfish' = 'redfish') {
  const site = simulatedSite({ hardware })
  const node = site.simulator.node({ name: 'metal-1' }).active({ power_state: power })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const asked = () =>
    site.simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? '') as object)
  return { ...site, node, target, asked }
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it.each<[PowerMode, object]>([
    ['hard', { target: 'power off' }],
    ['soft', { target: 'soft power off', timeout: 90 }],
    ['soft-then-hard', { target: 'soft power off', timeout: 90 }],
  ])('powers off %s, and sends Ironic the time-out in seconds', async (mode, put) => {
    const { driver, run, node, target, asked } = siteWithPower('power on', hardware)
    const off = expectOk(await run(driver.power.off(target, { mode, softTimeoutMs: 89_500 })))
    expect(off).toMatchObject({ power_state: 'power off', target_power_state: null, node: node.uuid })
    expect(node.hardwarePower).toBe('power off')
    expect(asked()).toEqual([put])
  })

  it.each<[PowerMode, string]>([
    ['hard', 'rebooting'],
    ['soft', 'soft rebooting'],
    ['soft-then-hard', 'soft rebooting'],
  ])('restarts %s with one request', async (mode, done) => {
    const { driver, run, target, asked } = siteWithPower('power on', hardware)
    expect(expectOk(await run(driver.power.reboot(target, { mode })))).toMatchObject({
      done,
      power_state: 'power on',
    })
    expect(asked()).toHaveLength(1)
  })

  it('powers on a node that is off, and leaves one that is on', async () => {
    const { driver, run, target } = siteWithPower('power off', hardware)
    for (const _ of [1, 2]) expect(expectOk(await run(driver.power.on(target))).power_state).toBe('power on')
    for (const _ of [1, 2])
      expect(expectOk(await run(driver.power.off(target))).power_state).toBe('power off')
    expect(expectOk(await run(driver.power.reboot(target))).power_state).toBe('power on')
  })

  it('sends the request here, and waits elsewhere', async () => {
    const { driver, run, target, otherDriver } = siteWithPower('power off', hardware)
    const steps = [
      ['requestOn', 'waitForOn', 'power on'],
      ['requestReboot', 'waitForReboot', 'power on'],
      ['requestOff', 'waitForOff', 'power off'],
    ] as const
    for (const [ask, wait, ends] of steps) {
      expectOk(await run(driver.power[ask](target)))
      expect(expectOk(await run(otherDriver().power[wait](target))).power_state).toBe(ends)
    }
  })

  it.each(['on', 'off', 'reboot'] as const)('reports why the controller refused %s', async (verb) => {
    const { driver, run, node, target } = siteWithPower(verb === 'on' ? 'power off' : 'power on', hardware)
    node.failNext('power', { lastError: 'HTTP POST returned code 503' })
    const error = expectErr(await run(driver.power[verb](target)), 'transition_failed')
    expect(error.lastError).toContain('HTTP POST returned code 503')
    expect(error).toMatchObject({ operation: `power.${verb}`, advice: 'fix_node', ...target })
  })
})

it.each(['ignored', 'unsupported'] as const)(
  'cuts the power only if the caller allows that: %s',
  async (soft) => {
    const { driver, run, node, target, asked, clock } = siteWithPower('power on')
    node.setSoftPower(soft)
    const kind = soft === 'ignored' ? 'transition_failed' : 'unsupported_by_hardware'
    for (const verb of ['off', 'reboot'] as const) {
      expectErr(await run(driver.power[verb](target, { mode: 'soft', softTimeoutMs: 8_000 })), kind)
      expect(asked()).toHaveLength(verb === 'off' ? 1 : 2)
    }
    expect(node.hardwarePower).toBe('power on')
    const startedAt = clock.now()
    const off = await run(driver.power.off(target, { mode: 'soft-then-hard', softTimeoutMs: 8_000 }))
    expect(expectOk(off)).toMatchObject({ done: 'power off', power_state: 'power off' })
    expect(clock.now() - startedAt).toBeLessThan(40_000)
    expect(asked().slice(2)).toEqual([{ target: 'soft power off', timeout: 8 }, { target: 'power off' }])
  },
)

it('waits for as long as the operating system may take', async () => {
  const { driver, run, node, target, clock } = siteWithPower('power on')
  node.setSoftPower('ignored')
  const startedAt = clock.now()
  const options = { mode: 'soft', softTimeoutMs: 8 * MINUTE } as const
  expectErr(await run(driver.power.off(target, options)), 'transition_failed')
  expect(clock.now() - startedAt).toBeGreaterThan(7 * MINUTE)
})

it('keeps half of a short deadline for cutting the power', async () => {
  const { driver, run, node, target, asked } = siteWithPower('power on')
  node.setSoftPower('ignored')
  const off = await run(driver.power.off(target, { mode: 'soft-then-hard', deadlineMs: 50_000 }))
  expect(expectOk(off).power_state).toBe('power off')
  expect(asked()).toEqual([{ target: 'soft power off', timeout: 25 }, { target: 'power off' }])
})

it.each<[string, Disruption]>([
  ['a lock', 'locked'],
  ['an answer of 409 that nobody knows', { kind: 'status', status: 409, fault: 'Something is in the way.' }],
  ['a lost answer', 'drop-before'],
  ['a refusal', { kind: 'status', status: 400, fault: 'Something is wrong.' }],
  ['a prohibition', { kind: 'status', status: 403 }],
])('never cuts the power because of %s', async (_what, disruption) => {
  const { simulator, driver, run, target, asked } = siteWithPower('power on')
  simulator.disruptions.next({ method: 'PUT' }, disruption, { times: 40 })
  const off = await run(driver.power.off(target, { mode: 'soft-then-hard' }))
  expect(off.isErr()).toBe(true)
  expect(new Set(asked().map((put) => JSON.stringify(put)))).toEqual(
    new Set(['{"target":"soft power off","timeout":60}']),
  )
})

describe('a restart whose reply is lost', () => {
  it.each(['rebooting', 'soft rebooting'] as const)('is sent once: %s', async (done) => {
    const mode = done === 'rebooting' ? 'hard' : 'soft'
    for (const disruption of ['drop-after', { kind: 'rpc-timeout', effect: true }] as const) {
      const { simulator, driver, run, target, asked } = siteWithPower('power on')
      simulator.disruptions.next({ method: 'PUT' }, disruption)
      expect(expectOk(await run(driver.power.reboot(target, { mode }))).done).toBe(done)
      expect(asked()).toHaveLength(1)
    }
    for (const disruption of ['drop-before', 'rpc-timeout', 'hang'] as const) {
      const { simulator, driver, run, target, asked } = siteWithPower('power on')
      simulator.disruptions.next({ method: 'PUT' }, disruption)
      const error = expectErr(await run(driver.power.reboot(target, { mode })), 'outcome_unknown')
      expect(error).toMatchObject({ advice: 'check_state', operation: 'power.reboot', node: target.node })
      expect(asked()).toHaveLength(1)
    }
  })
})

it.each<[string, Disruption]>([
  ['lost on the way', 'drop-before'],
  ['lost after it took effect', 'drop-after'],
  ['met by a lock', 'locked'],
  ['met by a busy Ironic', 'busy'],
  ['timed out inside Ironic', 'rpc-timeout'],
])('powers on and off when a request was %s', async (_what, disruption) => {
  for (let after = 0; after < 4; after += 1) {
    const { simulator, driver, run, target, node } = siteWithPower('power off')
    simulator.disruptions.next({ path: /nodes/ }, disruption, { after })
    expectOk(await run(driver.power.on(target)))
    simulator.disruptions.clear()
    simulator.disruptions.next({ method: 'PUT' }, disruption)
    expectOk(await run(driver.power.off(target)))
    expect(node.hardwarePower).toBe('power off')
  }
})

it('waits for a lock, and names the holder of one that does not end', async () => {
  const { driver, run, node, target } = siteWithPower('power off')
  node.lock(30_000)
  expectOk(await run(driver.power.on(target)))
  node.lock(Infinity, { host: 'conductor-7' })
  expect(expectErr(await run(driver.power.off(target)), 'node_locked').message).toContain('conductor-7')
})

it('survives a press of the power button', async () => {
  const { driver, run, clock, node, target } = siteWithPower('power on')
  node.pressPowerButton()
  await clock.advance(5 * MINUTE)
  expect(node.hardwarePower).toBe('power on')
  node.pressPowerButton()
  expect(expectOk(await run(driver.power.on(target))).power_state).toBe('power on')
  await clock.advance(5 * MINUTE)
  expect(node.hardwarePower).toBe('power on')
})

it('powers off during a deployment that waits for its agent, as Ironic allows', async () => {
  const { driver, run, node } = siteWithPower('power on')
  node.force({ provision_state: 'wait call-back' })
  expect(expectOk(await run(driver.power.off({ node: node.uuid }))).power_state).toBe('power off')
})

it('is refused while the node is cleaned', async () => {
  const { driver, run, node } = siteWithPower('power on')
  node.force({ provision_state: 'clean wait' })
  const error = await run(driver.power.off({ node: node.uuid }))
  expect(error._unsafeUnwrapErr()).toMatchObject({ kind: 'state_refused', advice: 'check_state' })
})

it('accepts a power state that follows a moment later, as after a rescue', async () => {
  const { simulator, clock, run, node, target } = siteWithPower('power on')
  const toldAt = clock.now() + 20_000
  const lagging = {
    send: async (request: Parameters<typeof simulator.send>[0]) => {
      const reply = await simulator.send(request)
      if (clock.now() > toldAt) return reply
      return reply.map((answer) => ({ ...answer, body: answer.body.replace(STATE, '$1"power on"') }))
    },
  }
  node.setTimings({ powerOff: 18_500 })
  const driver = new IronicDriver({ transport: lagging, clock, random: () => 0.5 })
  expect(expectOk(await run(driver.power.off(target))).power_state).toBe('power off')
})
const STATE = /("power_state": ?)"power off"/

it('ends at its deadline, and reports the last seen state', async () => {
  const { driver, run, clock, node, target } = siteWithPower('power off')
  node.setTimings({ powerOn: 50_000 })
  const startedAt = clock.now()
  const error = expectErr(await run(driver.power.on(target, { deadlineMs: 5_000 })), 'wait_timed_out')
  expect(clock.now() - startedAt).toBeLessThan(6_000)
  expect(error.lastSeen).toMatchObject({ power_state: 'power off', target_power_state: 'power on' })
})

it('stops waiting when its caller aborts', async () => {
  const { driver, run, clock, node, target } = siteWithPower('power off')
  const caller = new AbortController()
  void clock.sleep(1_000).then(() => caller.abort())
  expectErr(await run(driver.power.on(target, { signal: caller.signal })), 'aborted')
  await clock.advance(MINUTE)
  expect(node.hardwarePower).toBe('power on')
})

it('does not change a node that carries another instance', async () => {
  const { simulator, driver, run, node } = siteWithPower('power on')
  const stranger = { node: node.uuid, instance: 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876' }
  const { power } = driver
  const refused: readonly Promise<Result<unknown, IronicDriverError>>[] = [
    run(power.on(stranger)),
    run(power.off(stranger)),
    run(power.reboot(stranger)),
    run(power.requestOff(stranger)),
    run(power.waitForOff(stranger)),
    run(power.injectNmi(stranger)),
    run(power.state(stranger)),
  ]
  for (const one of await Promise.all(refused)) expectErr(one, 'instance_mismatch')
  expectErr(await run(driver.power.off({ instance: stranger.instance })), 'instance_not_found')
  expectErr(await run(driver.power.off({ node: 'metal-2' })), 'node_not_found')
  expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it.each(['hard', 'soft', 'soft-then-hard'] as const)(
  'reports that a node must stay on, asked %s, and restarts it',
  async (mode) => {
    const { driver, run, node, target, asked } = siteWithPower('power on')
    node.force({ disable_power_off: true })
    const error = expectErr(await run(driver.power.off(target, { mode })), 'power_off_disabled')
    expect(error).toMatchObject({ advice: 'fix_request', operation: 'power.off', node: node.uuid })
    expect(error.message).toContain('disable_power_off')
    expect(asked()).toHaveLength(1)
    expect(node.hardwarePower).toBe('power on')
    expectOk(await run(driver.power.reboot(target)))
  },
)

it('reports that the hardware may not support interrupts when one ends in a 500', async () => {
  const { driver, run, target, simulator } = siteWithPower('power on')
  const fault = 'IPMI call failed: power diag.'
  simulator.disruptions.next({ path: /inject_nmi/ }, { kind: 'status', status: 500, fault })
  const error = expectErr(await run(driver.power.injectNmi(target)), 'server_error')
  expect(error.message).toMatch(/does not support a non-maskable interrupt, or failed to send it.*power diag/)
  expect(error).toMatchObject({ operation: 'power.injectNmi', node: target.node, fault })
  expect(simulator.tally()['PUT /v1/nodes/{uuid}/management/inject_nmi']).toBe(1)
})
