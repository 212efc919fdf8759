import { planTransition, type TransitionStep } from '../../src/states/plan-transition.js'
import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { PROVISION_VERBS, type ProvisionVerb } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { EVENT_OF_VERB, IRONIC_STATE_MACHINE } from '../support/ironic-state-machine.js'

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]
const VERBS = Object.keys(PROVISION_VERBS) as ProvisionVerb[]
const STABLE = STATES.filter((state) => PROVISION_STATES[state].phase === 'stable')
const GOALS = ['manageable', 'available', 'active'] as const

/** Formats a plan for reading: `manage > provide`, `wait > manage`; `deleted! > manage` if a verb is not allowed. */
function told(from: string, to: string, options: Parameters<typeof planTransition>[2] = {}): string {
  const plan = planTransition(from, to, options)
  if (plan.plan === 'none') return 'none'
  const words = plan.steps.map((step) => {
    if (step.step === 'wait') return 'wait'
    return plan.plan === 'needs' && plan.verbs.includes(step.verb) ? `${step.verb}!` : step.verb
  })
  return words.join(' > ') || 'there'
}

/** Written by hand from Ironic's state diagram: to manageable, available and active. */
const EXPECTED: Readonly<Record<KnownProvisionState, readonly [string, string, string]>> = {
  enroll: ['manage', 'manage > provide', 'manage > adopt!'],
  verifying: ['wait', 'wait > provide', 'wait > adopt!'],
  manageable: ['there', 'provide', 'adopt!'],
  available: ['manage', 'there', 'active!'],
  active: ['deleted! > manage', 'deleted!', 'there'],
  error: ['deleted! > manage', 'deleted!', 'rebuild!'],
  rescue: ['deleted! > manage', 'deleted!', 'unrescue'],
  inspecting: ['wait', 'wait > provide', 'wait > adopt!'],
  'inspect wait': ['wait', 'wait > provide', 'wait > adopt!'],
  'inspect failed': ['manage', 'manage > provide', 'manage > adopt!'],
  cleaning: ['wait > manage', 'wait', 'wait > active!'],
  'clean wait': ['wait > manage', 'wait', 'wait > active!'],
  'clean hold': ['unhold > manage', 'unhold', 'unhold > active!'],
  'clean failed': ['manage', 'manage > provide', 'manage > adopt!'],
  deploying: ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'wait call-back': ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'deploy hold': ['unhold > deleted! > manage', 'unhold > deleted!', 'unhold'],
  'deploy failed': ['deleted! > manage', 'deleted!', 'rebuild!'],
  deleting: ['wait > manage', 'wait', 'wait > active!'],
  adopting: ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'adopt failed': ['manage', 'manage > provide!', 'adopt!'],
  rescuing: ['wait > deleted! > manage', 'wait > deleted!', 'wait > unrescue'],
  'rescue wait': ['wait > deleted! > manage', 'wait > deleted!', 'wait > unrescue'],
  'rescue failed': ['deleted! > manage', 'deleted!', 'unrescue'],
  unrescuing: ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'unrescue failed': ['deleted! > manage', 'deleted!', 'unrescue'],
  servicing: ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'service wait': ['wait > deleted! > manage', 'wait > deleted!', 'wait'],
  'service hold': ['unhold > deleted! > manage', 'unhold > deleted!', 'unhold'],
  'service failed': ['deleted! > manage', 'deleted!', 'abort'],
}

describe('a node in state', () => {
  it.each(STATES)('%s', (from) => {
    expect(GOALS.map((to) => told(from, to))).toEqual(EXPECTED[from])
  })
})

it('follows the target state of the node', () => {
  const target = 'manageable'
  for (const from of ['cleaning', 'clean wait'] as const) {
    expect(told(from, 'manageable', { target })).toBe('wait')
    expect(told(from, 'available', { target })).toBe('wait > provide')
  }
  expect(told('clean hold', 'manageable', { target })).toBe('unhold')
  expect(told('deploying', 'active', { target: 'a state that it does not know' })).toBe('wait')
})

it('uses the allowed verbs', () => {
  expect(told('available', 'active', { allow: ['adopt'] })).toBe('manage > adopt')
  expect(told('active', 'manageable', { allow: ['deleted'] })).toBe('deleted > manage')
  expect(told('adopt failed', 'available', { allow: ['provide'] })).toBe('manage > provide')
  expect(told('service hold', 'active', { allow: ['abort'] })).toBe('abort')
  expect(told('clean wait', 'manageable', { allow: ['abort'] })).toBe('abort > manage')
  expect(told('clean wait', 'available', { allow: ['abort'] })).toBe('wait')
  expect(told('wait call-back', 'available', { allow: ['deleted'] })).toBe('wait > deleted')
  expect(told('wait call-back', 'available', { allow: ['deleted', 'abort'] })).toBe('abort > deleted')
  expect(told('service failed', 'active', { allow: ['service'] })).toBe('abort')
})

it('finds no path from or to an unknown state, or to a state that is not stable', () => {
  const none = (from: string, to: string) => planTransition(from, to)
  for (const state of STATES) {
    expect(none(state, 'a state of tomorrow')).toMatchObject({ plan: 'none' })
    expect(none('a state of tomorrow', state)).toEqual({
      plan: 'none',
      why: 'this library does not know the state "a state of tomorrow"',
    })
    expect(none('constructor', state).plan).toBe('none')
    if (STABLE.includes(state)) continue
    for (const from of ['manageable', state])
      expect(none(from, state)).toEqual({
        plan: 'none',
        why: `a node cannot be brought to "${state}"`,
      })
  }
  expect(none('active', 'enroll')).toEqual({
    plan: 'none',
    why: 'Ironic has no path from "active" to "enroll"',
  })
})

describe.each([[[]], [['deleted']], [['adopt', 'abort']], [VERBS]] as const)('with %j allowed', (allow) => {
  const pairs = STATES.flatMap((from) => STATES.map((to) => [from, to] as const))

  it('makes every plan a shortest chain of legal steps', () => {
    for (const [from, to] of pairs) {
      const plan = planTransition(from, to, { allow })
      const name = `${from} > ${to}`
      if (plan.plan === 'none') continue
      let state: string = from
      for (const step of plan.steps) {
        expect(step.from, name).toBe(state)
        expectLegal(step, name)
        state = step.to
      }
      expect(state, name).toBe(to)
      expect(plan.steps.length, name).toBeLessThanOrEqual(STATES.length)
      for (const other of STATES) {
        const detour = planTransition(other, to, { allow })
        const isOneStep = plan.steps[0]?.to !== other && plan.steps.length > 0
        if (detour.plan !== 'ready' || plan.plan !== 'ready' || !isOneStep) continue
        const first = planTransition(from, other, { allow })
        if (first.plan === 'ready')
          expect(first.steps.length + detour.steps.length, `${name} by ${other}`).toBeGreaterThanOrEqual(
            plan.steps.length,
          )
      }
    }
  })

  it('sends only allowed verbs', () => {
    for (const [from, to] of pairs) {
      const plan = planTransition(from, to, { allow })
      if (plan.plan !== 'ready') continue
      for (const step of plan.steps) {
        if (step.step === 'wait') continue
        const isAbortOfFailure = step.verb === 'abort' && step.from === 'service failed'
        const harmless: readonly string[] = ['manage', 'provide', 'unhold', 'unrescue']
        const asked: readonly string[] = allow
        expect(harmless.includes(step.verb) || asked.includes(step.verb) || isAbortOfFailure).toBe(true)
      }
    }
  })
})

it('reaches every stable state except those that only a failure leads to, if all verbs are allowed', () => {
  const reachable = STABLE.filter((to) => to !== 'enroll' && to !== 'error')
  for (const from of STATES)
    for (const to of reachable) expect(planTransition(from, to, { allow: VERBS }).plan).toBe('ready')
  for (const to of ['enroll', 'error'])
    expect(STATES.filter((from) => planTransition(from, to, { allow: VERBS }).plan !== 'none')).toEqual([to])
})

/** Compared with the state machine in Ironic's source. */
function expectLegal(step: TransitionStep, name: string): void {
  const { on = {} } = IRONIC_STATE_MACHINE[step.from] ?? {}
  if (step.step === 'wait') expect(PROVISION_STATES[step.from].phase, name).toMatch(/busy|wait/)
  else expect(Object.keys(on), name).toContain(EVENT_OF_VERB[step.verb])
}
