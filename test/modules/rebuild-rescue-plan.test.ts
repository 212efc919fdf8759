import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { rebuildAction, rebuildBegan, type InstanceNode } from '../../src/modules/rebuild/rebuild-plan.js'
import { rescueAction, rescueBegan } from '../../src/modules/rescue/rescue-plan.js'
import type { WatchedNode } from '../../src/waiting/watched-node.js'
import { watchedNode } from '../support/watched-node.js'

const I1 = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const LATER = { provision_updated_at: '2026-01-01T00:01:00Z' }
const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

function nodeIn(state: string, fields: Partial<WatchedNode> = {}): InstanceNode {
  return { ...watchedNode(state, fields), instance_uuid: fields.instance_uuid ?? I1 }
}

function told(action: ReturnType<typeof rebuildAction> | ReturnType<typeof rescueAction>): string {
  return action.isOk() ? action.value : action.error.advice
}

/** What a rebuild, entering the rescue system and leaving it take in each state. */
const EXPECTED: Partial<Record<KnownProvisionState, readonly [string, string, string]>> = {
  active: ['ask', 'ask', 'done'],
  error: ['ask', 'check_state', 'check_state'],
  rescue: ['check_state', 'done', 'ask'],
  deploying: ['join', 'retry_later', 'retry_later'],
  'wait call-back': ['join', 'check_state', 'check_state'],
  'deploy hold': ['join', 'check_state', 'check_state'],
  'deploy failed': ['ask', 'check_state', 'check_state'],
  rescuing: ['retry_later', 'join', 'retry_later'],
  'rescue wait': ['check_state', 'join', 'check_state'],
  'rescue failed': ['check_state', 'ask', 'ask'],
  unrescuing: ['retry_later', 'retry_later', 'join'],
  'unrescue failed': ['check_state', 'ask', 'ask'],
  'service failed': ['check_state', 'ask', 'check_state'],
}

describe('to rebuild an instance, to enter the rescue system and to leave it', () => {
  it.each(STATES)('in state "%s"', (state) => {
    const refused = PROVISION_STATES[state].phase === 'busy' ? 'retry_later' : 'check_state'
    const node = nodeIn(state)
    expect([
      told(rebuildAction(node)),
      told(rescueAction(node, 'rescue')),
      told(rescueAction(node, 'unrescue')),
    ]).toEqual(EXPECTED[state] ?? [refused, refused, refused])
  })

  it('in a state of tomorrow Ironic is asked', () => {
    const node = nodeIn('levitating')
    expect(told(rebuildAction(node))).toBe('ask')
    expect(told(rescueAction(node, 'rescue'))).toBe('ask')
  })

  it('is not done while the node is on its way elsewhere', () => {
    const target_provision_state = 'rescue'
    expect(told(rescueAction(nodeIn('active', { target_provision_state }), 'unrescue'))).toBe('check_state')
    expect(told(rescueAction(nodeIn('rescue', { target_provision_state: 'active' }), 'rescue'))).toBe('ask')
  })

  it('is refused with the states that it takes', () => {
    const details = { node: 'n1', instance: I1, provisionState: 'rescue wait' }
    const node = nodeIn('rescue wait')
    expect(rebuildAction(node)._unsafeUnwrapErr()).toMatchObject({
      ...details,
      message:
        'Node n1 is in state "rescue wait", in which it cannot be rebuilt; that takes one of active, deploy failed, error.',
    })
    expect(rescueAction(node, 'unrescue')._unsafeUnwrapErr()).toMatchObject({
      ...details,
      message:
        'Node n1 is in state "rescue wait", in which it has no rescue to leave; that takes one of rescue, rescue failed, unrescue failed.',
    })
    expect(rescueAction(nodeIn('error'), 'rescue')._unsafeUnwrapErr().message).toBe(
      'Node n1 is in state "error", in which it cannot be rescued; that takes one of active, rescue, rescue failed, unrescue failed, service failed.',
    )
  })

  it('rebuilds no node without an instance', () => {
    const refused = rebuildAction(watchedNode('active'))._unsafeUnwrapErr()
    expect(refused.message).toBe('Node n1 carries no instance. Nothing was rebuilt.')
    expect(refused).toMatchObject({ node: 'n1', advice: 'check_state', provisionState: 'active' })
  })
})

describe('a request whose reply was lost has begun', () => {
  const found = nodeIn('active')

  it.each<[string, Partial<WatchedNode>, boolean, boolean]>([
    ['deploying', {}, true, true],
    ['deploying', { instance_uuid: 'i2' }, false, false],
    ['wait call-back', { instance_uuid: I1.toUpperCase() }, true, true],
    ['active', {}, false, false],
    ['active', LATER, true, false],
    ['active', { ...LATER, instance_uuid: 'i2' }, false, false],
    ['deploy failed', LATER, true, false],
    ['deploy failed', {}, false, false],
    ['rescue', LATER, false, false],
  ])('as a rebuild: in state "%s" with %j, sent: %s, refused: %s', (state, fields, sent, refused) => {
    const seen = nodeIn(state, fields)
    expect([rebuildBegan(found, seen, true), rebuildBegan(found, seen, false)]).toEqual([sent, refused])
  })

  it.each<[string, Partial<WatchedNode>, boolean, boolean]>([
    ['rescuing', {}, true, true],
    ['rescuing', { instance_uuid: 'i2' }, false, false],
    ['rescue wait', {}, true, true],
    ['rescue', {}, true, true],
    ['rescue', { instance_uuid: I1.toUpperCase() }, true, true],
    ['rescue failed', LATER, true, false],
    ['rescue failed', {}, false, false],
    ['active', LATER, false, false],
  ])('as a rescue: in state "%s" with %j, sent: %s, refused: %s', (state, fields, sent, refused) => {
    const seen = nodeIn(state, fields)
    const began = (mayBeOurs: boolean) => rescueBegan({ found, seen, verb: 'rescue', mayBeOurs })
    expect([began(true), began(false)]).toEqual([sent, refused])
  })

  it('not where the node has not left the state in which it was found', () => {
    const rescued = nodeIn('rescue')
    expect(
      rescueBegan({ found: rescued, seen: nodeIn('rescue', LATER), verb: 'rescue', mayBeOurs: true }),
    ).toBe(false)
  })
})
