import { describe, expect, it } from 'vitest'
import { judgePower } from '../../src/states/judge-power.js'
import { judgeProvision, type ProvisionGoal } from '../../src/states/judge-provision.js'
import { type ObservedNode, isLocked, isSettled } from '../../src/states/observed-node.js'
import type { PowerTarget } from 'ironic-driver/client'

const NODE: ObservedNode = {
  uuid: 'n1',
  instance_uuid: null,
  provision_state: 'available',
  target_provision_state: null,
  power_state: 'power off',
  target_power_state: null,
  reservation: null,
  last_error: null,
}
const HIDDEN_LOCK = '** Redacted - requires baremetal:node:get:reservation permission. **'
const HIDDEN_ERROR = '** Value Redacted - Requires baremetal:node:get:last_error permission. **'
const REFUSED = "Failed to change power state to 'power on' by 'rebooting': HTTP POST returned code 503"

type Fields = Partial<ObservedNode>

describe('judging a provision verb', () => {
  it.each<[ProvisionGoal['verb'], Fields, string]>([
    ['active', { provision_state: 'active' }, 'reached'],
    ['active', { provision_state: 'active', reservation: 'c1' }, 'reached'],
    ['active', { provision_state: 'active', target_provision_state: 'active' }, 'pending'],
    ['active', { provision_state: 'deploying', target_provision_state: 'active' }, 'pending'],
    ['active', { provision_state: 'wait call-back', target_provision_state: 'active' }, 'pending'],
    ['active', { provision_state: 'deploying', last_error: 'a heartbeat met a lock' }, 'pending'],
    ['active', { provision_state: 'deploy hold', target_provision_state: 'active' }, 'pending'],
    ['active', { provision_state: 'deploy failed', reservation: 'c1' }, 'pending'],
    ['active', { provision_state: 'deploy failed', target_power_state: 'power off' }, 'pending'],
    ['active', { provision_state: 'deploy failed' }, 'failed'],
    ['active', { provision_state: 'deploy failed', reservation: HIDDEN_LOCK }, 'failed'],
    ['active', { provision_state: 'deleting' }, 'diverged'],
    ['active', { provision_state: 'cleaning' }, 'diverged'],
    ['active', { provision_state: 'cleaning', target_provision_state: 'available' }, 'diverged'],
    ['active', { provision_state: 'error' }, 'diverged'],
    ['active', { provision_state: 'quantum leap', target_provision_state: 'active' }, 'pending'],
    ['active', { provision_state: 'quantum leap' }, 'diverged'],
    ['rebuild', { provision_state: 'active' }, 'reached'],
    ['manage', { provision_state: 'verifying', target_provision_state: 'manageable' }, 'pending'],
    ['manage', { provision_state: 'enroll', reservation: 'c1' }, 'pending'],
    ['manage', { provision_state: 'enroll' }, 'failed'],
    ['manage', { provision_state: 'manageable' }, 'reached'],
    ['provide', { provision_state: 'clean wait', target_provision_state: 'available' }, 'pending'],
    ['provide', { provision_state: 'available' }, 'reached'],
    ['clean', { provision_state: 'clean hold', target_provision_state: 'manageable' }, 'pending'],
    ['clean', { provision_state: 'clean failed' }, 'failed'],
    ['inspect', { provision_state: 'inspect wait', target_provision_state: 'manageable' }, 'pending'],
    ['inspect', { provision_state: 'inspect failed', last_error: null }, 'failed'],
    ['rescue', { provision_state: 'rescue', power_state: 'power off' }, 'reached'],
    ['rescue', { provision_state: 'rescue wait', target_provision_state: 'rescue' }, 'pending'],
    ['unrescue', { provision_state: 'unrescue failed' }, 'failed'],
    ['service', { provision_state: 'service hold', target_provision_state: 'active' }, 'pending'],
    ['service', { provision_state: 'active' }, 'reached'],
    ['adopt', { provision_state: 'adopt failed', power_state: null }, 'failed'],
  ])('%s: %j is %s', (verb, fields, expected) => {
    expect(judgeProvision({ ...NODE, ...fields }, { verb }).verdict).toBe(expected)
  })

  it.each<[string | null, Fields, string]>([
    ['i1', { provision_state: 'active' }, 'reached'],
    ['i2', { provision_state: 'active' }, 'diverged'],
    [null, { provision_state: 'deploying', target_provision_state: 'active' }, 'diverged'],
  ])('for instance i1 and %j on the node, %j is %s', (instance_uuid, fields, expected) => {
    const goal = { verb: 'active', instance: 'i1' } as const
    expect(judgeProvision({ ...NODE, ...fields, instance_uuid }, goal).verdict).toBe(expected)
  })
})

describe('the reason of a verdict', () => {
  it.each<[Fields, string]>([
    [
      { provision_state: 'deleting', instance_uuid: null },
      'the instance is no longer on the node, which is now in state "deleting"',
    ],
    [{ provision_state: 'active', instance_uuid: 'i2' }, 'another instance, i2, is on the node'],
    [
      { provision_state: 'active', target_provision_state: 'rescue' },
      'in state "active" on the way to "rescue"',
    ],
    [{ provision_state: 'wait call-back' }, 'in state "wait call-back"'],
    [{ provision_state: 'deploy failed' }, 'it ended in state "deploy failed"'],
    [
      { provision_state: 'deploy failed', reservation: 'c1' },
      'it ended in state "deploy failed" and Ironic still works on it',
    ],
    [
      { provision_state: 'quantum leap', target_provision_state: 'active' },
      'in the unknown state "quantum leap"',
    ],
    [{ provision_state: 'cleaning' }, 'it is in state "cleaning", which is not on the path of "active"'],
  ])('on a deployment, of %j, is %j', (fields, why) => {
    const goal = { verb: 'active', instance: 'i1' } as const
    expect(judgeProvision({ ...NODE, instance_uuid: 'i1', ...fields }, goal)).toMatchObject({ why })
  })

  it.each<[Fields, string]>([
    [{ target_power_state: 'power on' }, 'changing to "power on"'],
    [{ reservation: 'c1' }, 'in state "power off" and still locked'],
    [{ power_state: 'error' }, 'its power state is "error", not "power on"'],
    [{ power_state: 'power on', last_error: REFUSED }, '"rebooting" failed'],
  ])('on a reboot, of %j, is %j', (fields, why) => {
    expect(judgePower({ ...NODE, ...fields }, 'rebooting')).toMatchObject({ why })
  })
})

describe('judging a power change', () => {
  it.each<[PowerTarget, Fields, string, boolean?]>([
    ['power on', { power_state: 'power on' }, 'reached'],
    ['power on', { power_state: 'power on', reservation: HIDDEN_LOCK }, 'reached'],
    ['power on', { power_state: 'power on', last_error: 'about something else' }, 'reached'],
    ['power on', { power_state: 'power off', target_power_state: 'power on' }, 'pending'],
    ['power on', { power_state: 'power on', target_power_state: 'power on' }, 'pending'],
    ['power on', { power_state: 'power on', reservation: 'c1' }, 'pending'],
    ['power on', { power_state: 'power off' }, 'failed', true],
    ['power on', { power_state: null }, 'failed', true],
    ['power on', { power_state: 'error' }, 'failed', true],
    ['power off', { power_state: 'power off' }, 'reached'],
    ['soft power off', { power_state: 'power on', target_power_state: 'power off' }, 'pending'],
    ['soft power off', { power_state: 'power on', last_error: REFUSED }, 'failed', true],
    ['rebooting', { power_state: 'power on', target_power_state: 'power on' }, 'pending'],
    ['rebooting', { power_state: 'power on' }, 'reached'],
    ['rebooting', { power_state: 'power on', last_error: REFUSED }, 'failed'],
    ['rebooting', { power_state: 'power on', last_error: HIDDEN_ERROR }, 'reached'],
    ['rebooting', { power_state: 'power on', last_error: 'Inspection was aborted by request.' }, 'reached'],
    ['soft rebooting', { power_state: 'power off' }, 'failed', true],
  ])('%s: %j is %s', (target, fields, expected, unconfirmed) => {
    const verdict = judgePower({ ...NODE, ...fields }, target)
    expect(verdict.verdict).toBe(expected)
    expect('unconfirmed' in verdict && verdict.unconfirmed).toBe(unconfirmed === true)
  })
})

describe('a lock', () => {
  it.each([
    [null, false],
    ['cond-1.example.org', true],
    ['redacted-host', true],
    [HIDDEN_LOCK, false],
    ['** Value Redacted - Requires permission. **', false],
  ])('with reservation %j is held: %s', (reservation, held) => {
    expect(isLocked({ reservation })).toBe(held)
    expect(isSettled({ reservation, target_power_state: null })).toBe(!held)
    expect(isSettled({ reservation, target_power_state: 'power on' })).toBe(false)
  })
})
