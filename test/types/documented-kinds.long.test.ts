import { expect, it } from 'vitest'
import { methodsOfDriver } from './public-calls.js'

// Each public method documents the kinds of its errors by `@fails`, except the sets of kinds below, which belong
// together. `requestX` and `waitForX` fail as `x` does.

/** The kinds of any request are those of this method. */
const PLAIN_REQUEST = 'client.nodes.get'
/** It sends any request, so that it meets any fault. */
const ANY_REQUEST = 'client.request'

/** A method whose errors contain a whole set need not document its kinds. */
const SETS = {
  'finding the node of a target': ['node_not_found', 'instance_not_found', 'instance_mismatch'],
  'finding a node': ['node_not_found'],
  waiting: ['wait_timed_out', 'wait_stalled', 'lost_sight', 'transition_failed', 'transition_diverged'],
  'sending a provision verb': [
    'node_locked',
    'state_refused',
    'node_in_maintenance',
    'node_protected',
    'node_retired',
    'unsupported_by_hardware',
  ],
  'changing a node': [
    'node_locked',
    'transition_in_progress',
    'state_refused',
    'node_associated',
    'instance_associated',
    'duplicate',
  ],
  'changing a part of a node': ['node_locked', 'transition_in_progress', 'state_refused', 'duplicate'],
  'asking the hardware': ['node_locked', 'unsupported_by_hardware'],
  'taking the lock of a node': ['node_locked'],
} satisfies Readonly<Record<string, readonly string[]>>

const methods = methodsOfDriver()

it('finds the methods of the modules and of the client', () => {
  expect(methods.size).toBeGreaterThan(150)
})

it('documents no kind that its method cannot return', () => {
  const untrue = [...methods].flatMap(([path, { kinds, documented }]) =>
    documented.filter((kind) => !kinds.has(kind)).map((kind) => `${path}: ${kind}`),
  )
  expect(untrue).toEqual([])
})

it('documents every kind that its method can return, itself or by a set', () => {
  const ofAnyRequest = methods.get(PLAIN_REQUEST)?.kinds ?? new Set()
  const missing = [...methods].flatMap(([path, { kinds, documented }]) => {
    const sets = Object.values(SETS).filter((set) => set.every((kind) => kinds.has(kind)))
    const known = new Set([
      ...ofAnyRequest,
      ...documented,
      ...sets.flat(),
      ...(methods.get(verbOf(path))?.documented ?? []),
    ])
    return path === ANY_REQUEST
      ? []
      : [...kinds].filter((kind) => !known.has(kind)).map((kind) => `${path}: ${kind}`)
  })
  expect(missing).toEqual([])
})

/** Returns `power.on` for `power.requestOn` and `power.waitForOn`. */
function verbOf(path: string): string {
  return path.replace(/\.(?:request|waitFor)(?<first>[A-Z])/, (_, first: string) => `.${first.toLowerCase()}`)
}
