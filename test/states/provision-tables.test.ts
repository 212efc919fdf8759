import { describe, expect, it } from 'vitest'
import { PROVISION_STATES, provisionStateFacts, type KnownProvisionState } from 'ironic-driver'
import { PROVISION_VERBS, verbIsLegal, type ProvisionVerb } from 'ironic-driver/client'
import { EVENT_OF_VERB, IRONIC_STATE_MACHINE } from '../support/ironic-state-machine.js'

const STATES = Object.keys(IRONIC_STATE_MACHINE) as KnownProvisionState[]
const VERBS = Object.keys(PROVISION_VERBS) as ProvisionVerb[]

/** The states that Ironic's own events lead to from a state, without a verb. */
const OWN_EVENTS = ['fail', 'done', 'wait', 'resume', 'hold', 'clean'] as const

/** Events with the name of a verb by which Ironic itself continues; its lock refuses the verb meanwhile. */
const INNER_EVENTS = [
  ['manage', 'cleaning'],
  ['clean', 'deleting'],
]

function onwards(state: string, events: readonly string[]): readonly string[] {
  const { on = {} } = IRONIC_STATE_MACHINE[state] ?? {}
  return events.flatMap((event) => on[event] ?? [])
}

/** All states of a node after a verb, until it rests or the operation has ended. */
function reachableBy(verb: ProvisionVerb, stops: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const open = STATES.flatMap((state) => onwards(state, [EVENT_OF_VERB[verb]]))
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue
    seen.add(state)
    // `unhold` is another verb, but it continues the same operation.
    if (!stops.includes(state)) open.push(...onwards(state, [...OWN_EVENTS, 'unhold']))
  }
  return seen
}

describe('provision states', () => {
  it("are exactly Ironic's", () => {
    expect(Object.keys(PROVISION_STATES).sort()).toEqual([...STATES].sort())
  })

  it.each(STATES)('"%s" has the target that Ironic sets', (state) => {
    const { target } = IRONIC_STATE_MACHINE[state] ?? { target: null }
    const { targets, phase } = PROVISION_STATES[state]
    if (target === null) expect(targets).toEqual([])
    else expect(targets).toContain(target)
    expect(phase === 'stable').toBe(target === null)
  })

  it('are in the phase that matches their name and their next states', () => {
    for (const state of STATES) {
      const { phase } = PROVISION_STATES[state]
      expect(phase === 'failed', state).toBe(state.endsWith(' failed'))
      expect(phase === 'hold', state).toBe(state.endsWith(' hold'))
      expect(phase === 'wait', state).toBe(state.endsWith(' wait') || state === 'wait call-back')
      if (phase === 'busy') expect(onwards(state, ['done', 'fail', 'clean']).length, state).toBeGreaterThan(0)
    }
  })

  it('are occupied if they need a tear-down, or lead to one that does', () => {
    for (const state of STATES)
      if (onwards(state, ['delete']).length > 0) expect(PROVISION_STATES[state].occupied, state).toBe(true)
    for (const state of [
      'enroll',
      'manageable',
      'available',
      'cleaning',
      'clean failed',
      'inspecting',
    ] as const)
      expect(PROVISION_STATES[state].occupied, state).toBe(false)
  })

  it.each(['constructor', '__proto__', 'toString', '', 'quantum leap'])('do not include %j', (state) => {
    expect(provisionStateFacts(state)).toBeUndefined()
    expect(verbIsLegal('deleted', state)).toBeUndefined()
  })
})

describe('provision verbs', () => {
  it("are exactly Ironic's", () => {
    expect(VERBS.sort()).toEqual(Object.keys(EVENT_OF_VERB).sort())
  })

  it.each(VERBS.flatMap((verb) => STATES.map((state) => [verb, state] as const)))(
    'know whether "%s" is legal in "%s"',
    (verb, state) => {
      const isInner = INNER_EVENTS.some(([event, from]) => event === verb && from === state)
      const legal = onwards(state, [EVENT_OF_VERB[verb]]).length > 0 && !isInner
      expect(verbIsLegal(verb, state)).toBe(legal)
    },
  )

  const OPERATIONS = VERBS.filter((verb) => verb !== 'abort' && verb !== 'unhold' && verb !== 'deleted')
  it.each(OPERATIONS)('know every state on the path of "%s"', (verb) => {
    const {
      via,
      ends,
      failures,
    }: { via: readonly string[]; ends: readonly string[]; failures: readonly string[] } =
      PROVISION_VERBS[verb]
    const known = [...via, ...ends, ...failures]
    // A service can continue from its failure by itself, so that is not an end.
    const reachable = reachableBy(verb, [...ends, ...failures])
    // A cleaning ends in either state, depending on its purpose.
    const otherEnd = { provide: 'manageable', clean: 'available' } as Partial<Record<ProvisionVerb, string>>
    expect([...reachable].filter((state) => !known.includes(state) && state !== otherEnd[verb])).toEqual([])
    expect(
      known.filter((state) => !reachable.has(state) && !(verb === 'clean' && state === 'manageable')),
    ).toEqual([])
  })

  it('know where "abort" and "unhold" lead', () => {
    for (const verb of ['abort', 'unhold'] as const) {
      const next = STATES.flatMap((state) => onwards(state, [EVENT_OF_VERB[verb]]))
      const { ends }: { ends: readonly string[] } = PROVISION_VERBS[verb]
      for (const state of next) if (state !== 'service failed') expect(ends, verb).toContain(state)
    }
  })

  it('end "deleted" only in states without an instance', () => {
    const { via, ends, failures } = PROVISION_VERBS.deleted
    expect([...via, ...failures]).toEqual(['deleting', 'error'])
    for (const state of ends) expect(PROVISION_STATES[state].occupied, state).toBe(false)
  })
})
