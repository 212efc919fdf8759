import { PROVISION_STATES, type KnownProvisionState } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { verbAction } from '../../src/operations/provision-verb-plan.js'
import type { WatchedNode } from '../../src/waiting/watched-node.js'
import { watchedNode } from '../support/watched-node.js'

const I1 = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]

function nodeIn(state: string, fields: Partial<WatchedNode> = {}): WatchedNode {
  return watchedNode(state, { instance_uuid: I1, ...fields })
}

function told(action: ReturnType<typeof verbAction>): string {
  return action.isOk() ? action.value : action.error.advice
}

/** The actions in each state for a rebuild, entering rescue and leaving rescue. */
const EXPECTED: Partial<Record<KnownProvisionState, readonly [string, string, string]>> = {
  active: ['ask', 'ask', 'done'],
  error: ['ask', 'check_state', 'check_state'],
  rescue: ['check_state', 'done', 'ask'],
  deploying: ['join', 'retry_later', 'retry_later'],
  'wait call-back': ['join', 'retry_later', 'retry_later'],
  'deploy hold': ['join', 'check_state', 'check_state'],
  'deploy failed': ['ask', 'check_state', 'check_state'],
  rescuing: ['retry_later', 'join', 'retry_later'],
  'rescue wait': ['retry_later', 'join', 'retry_later'],
  'rescue failed': ['check_state', 'ask', 'ask'],
  unrescuing: ['retry_later', 'retry_later', 'join'],
  'unrescue failed': ['check_state', 'ask', 'ask'],
  'service failed': ['check_state', 'ask', 'check_state'],
}

describe('the plan to rebuild an instance, to enter rescue and to leave it', () => {
  it.each(STATES)('fits the state "%s"', (state) => {
    const refused = ['busy', 'wait'].includes(PROVISION_STATES[state].phase) ? 'retry_later' : 'check_state'
    const node = nodeIn(state)
    expect([
      told(verbAction(node, 'rebuild')),
      told(verbAction(node, 'rescue')),
      told(verbAction(node, 'unrescue')),
    ]).toEqual(EXPECTED[state] ?? [refused, refused, refused])
  })

  it('sends the request in an unknown state', () => {
    const node = nodeIn('levitating')
    expect(told(verbAction(node, 'rebuild'))).toBe('ask')
    expect(told(verbAction(node, 'rescue'))).toBe('ask')
  })

  it('does nothing while the node is changing to another state', () => {
    const target_provision_state = 'rescue'
    expect(told(verbAction(nodeIn('active', { target_provision_state }), 'unrescue'))).toBe('check_state')
    expect(told(verbAction(nodeIn('rescue', { target_provision_state: 'active' }), 'rescue'))).toBe('ask')
  })

  it('is refused with the states that Ironic accepts', () => {
    const details = { node: 'n1', instance: I1, provisionState: 'rescue wait' }
    const node = nodeIn('rescue wait')
    expect(verbAction(node, 'rebuild')._unsafeUnwrapErr()).toMatchObject({
      ...details,
      message:
        'Node n1 is in state "rescue wait", in which Ironic refuses "rebuild". Ironic accepts it in: active, deploy failed, error. Wait until that is over.',
    })
    expect(verbAction(node, 'unrescue')._unsafeUnwrapErr()).toMatchObject({
      ...details,
      message:
        'Node n1 is in state "rescue wait", in which Ironic refuses "unrescue". Ironic accepts it in: rescue, rescue failed, unrescue failed. Wait until that is over.',
    })
    expect(verbAction(nodeIn('error'), 'rescue')._unsafeUnwrapErr().message).toBe(
      'Node n1 is in state "error", in which Ironic refuses "rescue". Ironic accepts it in: active, rescue, rescue failed, unrescue failed, service failed. Only a node that is deployed or adopted can be rescued.',
    )
  })
})
