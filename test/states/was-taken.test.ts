import type { ProvisionVerb } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { wasTaken, type TracedNode } from '../../src/states/was-taken.js'

const I1 = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const LATER = { provision_updated_at: '2026-01-01T00:01:00Z' }
const FREE = { instance_uuid: null }

function nodeIn(provision_state: string, fields: Partial<TracedNode> = {}): TracedNode {
  return {
    provision_state,
    target_provision_state: null,
    instance_uuid: I1,
    provision_updated_at: '2026-01-01T00:00:00Z',
    ...fields,
  }
}

/** The state that a node is seen in, what else it shows, whether the verb counts as taken when a reply was lost, and when not. */
type Row = readonly [state: string, fields: Partial<TracedNode>, lost: boolean, refused: boolean]

function rows(verb: ProvisionVerb, from: string, table: readonly Row[]) {
  return table.map((row) => [verb, from, ...row] as const)
}

describe('whether Ironic took a verb', () => {
  it.each([
    ...rows('rebuild', 'active', [
      ['deploying', {}, true, true],
      ['deploying', { instance_uuid: 'i2' }, false, false],
      ['wait call-back', { instance_uuid: I1.toUpperCase() }, true, true],
      ['active', {}, false, false],
      ['active', LATER, true, false],
      ['active', { ...LATER, instance_uuid: 'i2' }, false, false],
      ['deploy failed', LATER, true, false],
      ['rescue', LATER, false, false],
    ]),
    ...rows('active', 'available', [
      ['deploying', {}, true, true],
      ['deploying', FREE, false, false],
      ['active', LATER, true, true],
      ['deploy failed', LATER, true, false],
      ['available', {}, false, false],
      ['available', LATER, false, false],
    ]),
    ...rows('active', 'deploy failed', [
      ['deploy failed', {}, false, false],
      ['deploy failed', LATER, true, false],
    ]),
    ...rows('rescue', 'active', [
      ['rescuing', {}, true, true],
      ['rescuing', { instance_uuid: 'i2' }, false, false],
      ['rescue wait', {}, true, true],
      ['rescue', {}, true, true],
      ['rescue', { instance_uuid: I1.toUpperCase() }, true, true],
      ['rescue failed', LATER, true, false],
      ['active', LATER, false, false],
    ]),
    ...rows('rescue', 'rescue', [['rescue', {}, false, false]]),
    ...rows('deleted', 'active', [
      ['active', {}, false, false],
      ['active', LATER, false, false],
      ['active', { instance_uuid: I1.toUpperCase() }, false, false],
      ['active', FREE, false, false],
      ['active', { instance_uuid: 'i2' }, true, true],
      ['deleting', {}, true, true],
      ['deleting', FREE, true, true],
      ['error', FREE, true, true],
      ['error', LATER, true, false],
      ['cleaning', {}, true, true],
      ['clean failed', {}, true, true],
      ['available', {}, true, true],
      ['manageable', {}, true, true],
      ['deploy failed', LATER, false, false],
    ]),
    ...rows('deleted', 'error', [['error', {}, false, false]]),
    ...rows('manage', 'enroll', [
      ['verifying', {}, true, true],
      ['manageable', FREE, true, true],
      ['enroll', LATER, true, false],
      ['enroll', {}, false, false],
    ]),
    ...rows('clean', 'manageable', [
      ['cleaning', { target_provision_state: 'manageable' }, true, true],
      ['cleaning', { target_provision_state: 'available' }, false, false],
      ['manageable', LATER, true, false],
      ['clean failed', LATER, true, false],
    ]),
    ...rows('service', 'active', [
      ['servicing', {}, true, true],
      ['servicing', { instance_uuid: 'i2' }, false, false],
      ['active', LATER, true, false],
    ]),
    ...rows('abort', 'clean wait', [
      ['clean wait', {}, false, false],
      ['clean wait', { clean_step: { step: 'erase', abort_after: true } }, true, true],
      ['clean failed', {}, true, true],
    ]),
    ...rows('unhold', 'deploy hold', [
      ['deploy hold', {}, false, false],
      ['wait call-back', {}, true, true],
    ]),
  ])(
    '%s from "%s", seen in "%s" with %j: lost %s, refused %s',
    (verb, from, state, fields, lost, refused) => {
      const trace = { verb, found: nodeIn(from), seen: nodeIn(state, fields) }
      expect([true, false].map((mayBeOurs) => wasTaken({ ...trace, mayBeOurs }))).toEqual([lost, refused])
    },
  )
})
