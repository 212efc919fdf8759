import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import {
  judgeGone,
  judgeLeaving,
  judgeTearDown,
  refusal,
  tearDownStep,
} from '../../../../src/modules/provisioning/destroy/tear-down-plan.js'
import { isOff, isDeployedWithoutInstance } from '../../../../src/states/observed-node.js'
import type { WatchedNode } from '../../../../src/waiting/watched-node.js'
import { watchedNode } from '../../../support/watched-node.js'

const I1 = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

/** A node that carries I1 unless `fields` say otherwise. */
const nodeIn = (state: string, fields: Partial<WatchedNode> = {}) =>
  watchedNode(state, { instance_uuid: I1, ...fields })

/** Returns the next step, then the step after Ironic has refused that one, and so on. */
function steps(node: WatchedNode, instance: string | null = I1): string {
  const refused = new Set<string>()
  const told: string[] = []
  for (;;) {
    const next = tearDownStep(node, instance, refused)
    told.push(next.step === 'send' ? next.verb : next.step)
    if (next.step !== 'send') return told.join(' > ')
    refused.add(refusal(next.verb, node.provision_state))
  }
}

/** The steps with the instance on the node, with a lock as well, and without an instance. */
const EXPECTED: Readonly<Record<KnownProvisionState, readonly [string, string, string]>> = {
  enroll: ['unlink', 'wait', 'gone'],
  verifying: ['unlink', 'wait', 'gone'],
  manageable: ['unlink', 'wait', 'gone'],
  available: ['unlink', 'wait', 'gone'],
  active: ['deleted > blocked', 'deleted > blocked', 'orphaned'],
  error: ['deleted > blocked', 'deleted > blocked', 'deleted > blocked'],
  rescue: ['deleted > blocked', 'deleted > blocked', 'orphaned'],
  inspecting: ['unlink', 'wait', 'gone'],
  'inspect wait': ['unlink', 'wait', 'gone'],
  'inspect failed': ['unlink', 'wait', 'gone'],
  cleaning: ['unlink', 'wait', 'gone'],
  'clean wait': ['unlink', 'wait', 'gone'],
  'clean hold': ['unlink', 'wait', 'gone'],
  'clean failed': ['unlink', 'wait', 'gone'],
  deploying: ['wait', 'wait', 'orphaned'],
  'wait call-back': ['deleted > abort > blocked', 'deleted > abort > blocked', 'orphaned'],
  'deploy hold': ['abort > deleted > blocked', 'abort > deleted > blocked', 'orphaned'],
  'deploy failed': ['deleted > blocked', 'deleted > blocked', 'orphaned'],
  deleting: ['wait', 'wait', 'wait'],
  adopting: ['wait', 'wait', 'orphaned'],
  'adopt failed': ['manage > blocked', 'manage > blocked', 'orphaned'],
  rescuing: ['wait', 'wait', 'orphaned'],
  'rescue wait': ['deleted > abort > blocked', 'deleted > abort > blocked', 'orphaned'],
  'rescue failed': ['deleted > blocked', 'deleted > blocked', 'orphaned'],
  unrescuing: ['wait', 'wait', 'orphaned'],
  'unrescue failed': ['deleted > blocked', 'deleted > blocked', 'orphaned'],
  servicing: ['wait', 'wait', 'orphaned'],
  'service wait': ['deleted > abort > blocked', 'deleted > abort > blocked', 'orphaned'],
  'service hold': ['abort > deleted > blocked', 'abort > deleted > blocked', 'orphaned'],
  'service failed': ['deleted > abort > blocked', 'deleted > abort > blocked', 'orphaned'],
}

describe('the steps that remove an instance from a node', () => {
  it.each(STATES)('fit the state "%s"', (state) => {
    expect([
      steps(nodeIn(state)),
      steps(nodeIn(state, { reservation: 'c1' })),
      steps(nodeIn(state, { instance_uuid: null })),
    ]).toEqual(EXPECTED[state])
  })

  it('are done once another instance is on the node', () => {
    for (const state of STATES) expect(steps(nodeIn(state, { instance_uuid: 'i2' })), state).toBe('gone')
    expect(steps(nodeIn('active', { instance_uuid: I1.toUpperCase() }))).toBe('deleted > blocked')
  })

  it('tear down a node that never had an instance like one that has', () => {
    for (const state of STATES) {
      const { occupied } = PROVISION_STATES[state]
      expect(steps(nodeIn(state, { instance_uuid: null }), null), state).toBe(
        occupied ? steps(nodeIn(state)) : 'gone',
      )
      expect(steps(nodeIn(state), null), state).toBe('gone')
    }
  })

  it('leave an unknown state by what Ironic accepts', () => {
    expect(steps(nodeIn('levitating'))).toBe('deleted > abort > blocked')
    expect(steps(nodeIn('levitating', { instance_uuid: null }))).toBe('gone')
    expect(steps(nodeIn('levitating', { instance_uuid: null }), null)).toBe('deleted > abort > blocked')
  })

  it('name the instance that a node without one may hold', () => {
    expect(tearDownStep(nodeIn('active', { instance_uuid: null }), I1, new Set())).toEqual({
      step: 'orphaned',
      instance: I1,
    })
  })
})

it('an instance is off a node that has another instance or is free, but not while it is torn down', () => {
  const free = { instance_uuid: null }
  expect(isOff(nodeIn('active'), I1)).toBe(false)
  expect(isOff(nodeIn('active', { instance_uuid: 'i2' }), I1)).toBe(true)
  expect(isOff(nodeIn('active', { instance_uuid: 'i2' }), null)).toBe(true)
  for (const state of STATES) {
    const { occupied } = PROVISION_STATES[state]
    for (const instance of [I1, null]) expect(isOff(nodeIn(state, free), instance), state).toBe(!occupied)
    const isDeployed = occupied && state !== 'deleting' && state !== 'error'
    expect(isDeployedWithoutInstance(nodeIn(state, free)), state).toBe(isDeployed)
    expect(isDeployedWithoutInstance(nodeIn(state)), state).toBe(false)
  }
  expect(isDeployedWithoutInstance(nodeIn('levitating', free))).toBe(false)
})

const REACHED = 'reached'

describe('the wait for a tear-down', () => {
  it.each<[string, Partial<WatchedNode>, string, string]>([
    ['active', {}, 'diverged: it is in state "active" and still carries the instance', pendingIn('active')],
    [
      'active',
      { instance_uuid: null },
      'diverged: it is in state "active" and carries no instance',
      'diverged: it is in state "active" and carries no instance',
    ],
    ['active', { instance_uuid: 'i2' }, REACHED, REACHED],
    ['deleting', {}, 'pending: in state "deleting"', pendingIn('deleting')],
    ['deleting', { instance_uuid: null }, 'pending: in state "deleting"', 'pending: in state "deleting"'],
    ['error', {}, 'failed: its tear-down failed', pendingIn('error')],
    ['error', { instance_uuid: null }, 'failed: its tear-down failed', 'failed: its tear-down failed'],
    [
      'error',
      { instance_uuid: null, reservation: 'c1' },
      'pending: its tear-down failed and is not settled',
      'pending: its tear-down failed and is not settled',
    ],
    [
      'cleaning',
      {},
      'diverged: it is in state "cleaning" and still carries the instance',
      pendingIn('cleaning'),
    ],
    ['cleaning', { instance_uuid: null }, REACHED, REACHED],
    ['available', { instance_uuid: null }, REACHED, REACHED],
    ['levitating', { instance_uuid: null }, REACHED, REACHED],
  ])(
    'in state "%s" with %j returns: %s; and for a tear-down by another client: %s',
    (state, fields, ours, others) => {
      const node = nodeIn(state, fields)
      expect(told(judgeTearDown(node, I1))).toBe(ours)
      expect(told(judgeGone(node, I1))).toBe(others)
    },
  )

  it('ends when the node no longer exists', () => {
    expect(judgeTearDown(undefined, I1)).toEqual({ verdict: 'reached' })
    expect(judgeGone(undefined, I1)).toEqual({ verdict: 'reached' })
  })

  it('ends for a node that never had an instance when it has one, or is free', () => {
    const without = (state: string) => told(judgeTearDown(nodeIn(state, { instance_uuid: null }), null))
    expect(told(judgeTearDown(nodeIn('active'), null))).toBe(REACHED)
    expect(without('available')).toBe(REACHED)
    expect(without('active')).toBe('diverged: it is in state "active" and carries no instance')
  })
})

it('waits for a state to end, or until the link can be removed in it', () => {
  expect(judgeLeaving(undefined, 'active')).toEqual({ verdict: 'reached' })
  expect(told(judgeLeaving(nodeIn('active'), 'deploying'))).toBe(REACHED)
  expect(told(judgeLeaving(nodeIn('deploying'), 'deploying'))).toBe('pending: in state "deploying"')
  expect(told(judgeLeaving(nodeIn('cleaning'), 'cleaning'))).toBe(REACHED)
  expect(told(judgeLeaving(nodeIn('cleaning', { reservation: 'c1' }), 'cleaning'))).toBe(
    'pending: in state "cleaning"',
  )
  expect(told(judgeLeaving(nodeIn('levitating'), 'levitating'))).toBe('pending: in state "levitating"')
})

function pendingIn(state: string): string {
  return `pending: in state "${state}" with the instance`
}

function told(verdict: ReturnType<typeof judgeTearDown>): string {
  return verdict.verdict === 'reached' ? REACHED : `${verdict.verdict}: ${verdict.why}`
}
