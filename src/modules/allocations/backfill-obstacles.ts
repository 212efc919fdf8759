import { says, type SentencePattern } from '../../errors/sentence-pattern.js'

/**
 * What keeps an allocation from being made for a node.
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
        'The node is not active, and only for one that is an allocation is made afterwards; create one instead.',
    },
  ],
  [
    [/resource class /i, / does not match/i],
    {
      obstacle: 'resource_class',
      meaning: 'The node has another resource class; leave `resourceClass` out to take that of the node.',
    },
  ],
  [
    [/list of traits /i, / does not match/i],
    { obstacle: 'traits', meaning: 'The node lacks some of `traits`; name only those that it has.' },
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
        'The node carries another instance than this UUID; leave `uuid` out to take that of its instance.',
    },
  ],
  [
    /is already associated with a node/i,
    {
      obstacle: 'instance_elsewhere',
      meaning: 'This UUID is that of the instance on another node; take another UUID.',
    },
  ],
]

/** What Ironic's words say of why it makes no allocation for a node; none when they are about something else. */
export function backfillObstacles(text: string): readonly BackfillObstacle[] {
  const known = OBSTACLES.filter(([pattern]) => says(text, pattern)).map(([, obstacle]) => obstacle)
  if (known.length > 0 || !/cannot backfill/i.test(text)) return known
  return [
    { obstacle: 'unknown', meaning: 'Ironic gives a reason that is new to this library; see the cause.' },
  ]
}
