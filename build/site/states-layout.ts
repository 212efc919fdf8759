import type { KnownProvisionState } from '../../src/states/provision-states.js'
import type { ProvisionVerb } from '../../src/states/provision-verbs.js'

// Where docs/concepts/states.svg shows the states in which a node rests, and the verbs between them.

/** A column of the drawing, from the left. */
export type Column = 0 | 1 | 2

/** A state in which a node rests, as a bar above or below the cards of verbs. */
export interface Bar {
  readonly state: KnownProvisionState
  readonly from: Column
  readonly to: Column
}

/** A verb, as a card with the states through which it leads. */
export interface Card {
  readonly verb: ProvisionVerb
  readonly column: Column
  /** `down` and `up` lead from one bar to the next; `above` and `below` return to the bar that they lie above or below. */
  readonly way: 'down' | 'up' | 'above' | 'below'
  /** The row whose lower bar the verb leads to, when that is not its own. */
  readonly endsInRow?: number
  /** Another card that shows the same states. */
  readonly like?: ProvisionVerb
  /** Where the verb leads to after its states, when these do not show it. */
  readonly note?: readonly string[]
}

/** A bar, and the cards below it. */
export interface Row {
  readonly bar: Bar
  readonly cards: readonly Card[]
}

/** The rows from above to below. A row without cards ends the drawing. */
export const ROWS: readonly Row[] = [
  {
    bar: { state: 'enroll', from: 0, to: 0 },
    cards: [
      { verb: 'manage', column: 0, way: 'down' },
      { verb: 'inspect', column: 1, way: 'above' },
      { verb: 'clean', column: 2, way: 'above' },
    ],
  },
  {
    bar: { state: 'manageable', from: 0, to: 2 },
    cards: [
      { verb: 'provide', column: 0, way: 'down' },
      { verb: 'manage', column: 1, way: 'up', note: ['back at once'] },
      { verb: 'adopt', column: 2, way: 'down', endsInRow: 2 },
    ],
  },
  {
    bar: { state: 'available', from: 0, to: 1 },
    cards: [
      { verb: 'active', column: 0, way: 'down' },
      { verb: 'deleted', column: 1, way: 'up', note: ['then cleaning,', 'as provide'] },
      { verb: 'rebuild', column: 2, way: 'above', like: 'active' },
    ],
  },
  {
    bar: { state: 'active', from: 0, to: 2 },
    cards: [
      { verb: 'service', column: 0, way: 'below' },
      { verb: 'rescue', column: 1, way: 'down' },
      { verb: 'unrescue', column: 2, way: 'up' },
    ],
  },
  { bar: { state: 'rescue', from: 1, to: 2 }, cards: [] },
]
