import { says, type SentencePattern } from '../../errors/sentence-pattern.js'

/**
 * The reason why Ironic does not create an allocation for a node.
 *
 * @inline
 */
export interface BackfillObstacle {
  readonly obstacle:
    | 'node_not_active'
    | 'resource_class'
    | 'traits'
    | 'candidates'
    | 'other_instance'
    | 'instance_elsewhere'
    | 'unknown'
  readonly meaning: string
}

/** Ironic's sentences (`ironic/conductor/allocations.py`, `ironic/common/exception.py`), in the order of its checks. */
const OBSTACLES: readonly (readonly [SentencePattern, BackfillObstacle])[] = [
  [
    /node must be in the "active" state/i,
    {
      obstacle: 'node_not_active',
      meaning:
        'The node is not active, and only an active node can be given an allocation; call allocations.create instead.',
    },
  ],
  [
    [/resource class /i, / does not match/i],
    {
      obstacle: 'resource_class',
      meaning: "The node has another resource class; leave `resourceClass` out to use the node's.",
    },
  ],
  [
    [/list of traits /i, / does not match/i],
    { obstacle: 'traits', meaning: 'The node lacks some of `traits`; pass only those that it has.' },
  ],
  [
    /candidate nodes must be empty or contain/i,
    { obstacle: 'candidates', meaning: 'The node is not among `candidates`; leave them out.' },
  ],
  [
    /is associated with instance/i,
    {
      obstacle: 'other_instance',
      meaning:
        'The node carries an instance with another UUID; leave `uuid` out to use that of its instance.',
    },
  ],
  [
    /is already associated with a node/i,
    {
      obstacle: 'instance_elsewhere',
      meaning: 'The instance with this UUID is on another node; pass another UUID.',
    },
  ],
]

/** Reads from Ironic's words why it refused a backfill; empty when they are about something else. */
export function backfillObstacles(text: string): readonly BackfillObstacle[] {
  const known = OBSTACLES.filter(([pattern]) => says(text, pattern)).map(([, obstacle]) => obstacle)
  if (known.length > 0 || !/cannot backfill/i.test(text)) return known
  return [
    {
      obstacle: 'unknown',
      meaning: 'This library does not know the reason that Ironic gave; see the cause.',
    },
  ]
}
