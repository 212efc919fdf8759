import type { Advice } from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'

/**
 * Why Ironic found no node.
 *
 * - `no_node_of_class`: no node of the class is free for this owner.
 * - `no_candidate`: no candidate is free and of the class.
 * - `no_node_with_traits`: nodes of the class are free, but none has all the traits.
 * - `nodes_locked`: every matching node was locked at each attempt.
 * - `nodes_lost`: another client took the matching nodes first.
 * - `instance_elsewhere`: an instance with this UUID is already on a node.
 * - `unknown`: another reason; see `lastError`.
 *
 * @inline
 */
export type AllocationFailureReason =
  | 'no_node_of_class'
  | 'no_candidate'
  | 'no_node_with_traits'
  | 'nodes_locked'
  | 'nodes_lost'
  | 'instance_elsewhere'
  | 'unknown'

export interface AllocationFailure {
  readonly reason: AllocationFailureReason
  readonly meaning: string
  readonly advice: Advice
  readonly lastError: string | null
}

const FREE =
  'A node is free when it is available, is not in maintenance, carries no instance and has a known power state.'

/** Ironic's sentences, unchanged since it introduced allocations (`ironic/conductor/allocations.py`). */
const REASONS: readonly (readonly [RegExp, AllocationFailureReason, meaning: string, Advice])[] = [
  [
    /no available nodes match the resource class/i,
    'no_node_of_class',
    `no free node has this resource class. ${FREE} Wait for one, or request another class.`,
    'retry_later',
  ],
  [
    /none of the requested nodes are available and match/i,
    'no_candidate',
    `none of the candidates is free and has this resource class. ${FREE} Wait for one, or pass other candidates.`,
    'retry_later',
  ],
  [
    /no suitable nodes have the requested traits/i,
    'no_node_with_traits',
    'no free node of this resource class has all these traits. Request fewer traits, or wait for such a node.',
    'retry_later',
  ],
  [
    /could not reserve any of \d+ suitable nodes/i,
    'nodes_locked',
    'the matching nodes were locked by other operations. Retry.',
    'retry_later',
  ],
  [
    /all nodes were filtered out during reservation/i,
    'nodes_lost',
    'another client took the matching nodes at that moment. Retry.',
    'retry_later',
  ],
  [
    /is already associated with a node/i,
    'instance_elsewhere',
    'an instance with this UUID is already on a node. Find that node by the instance; backfill creates the allocation for it.',
    'fix_request',
  ],
]

/** Explains the `last_error` of an allocation in state `error`. */
export function allocationFailure(lastError: string | null): AllocationFailure {
  const text = lastError === null ? null : redactText(lastError)
  const known = REASONS.find(([pattern]) => pattern.test(lastError ?? ''))
  if (known !== undefined) return { reason: known[1], meaning: known[2], advice: known[3], lastError: text }
  const meaning = 'this library does not know the reason.'
  return { reason: 'unknown', meaning, advice: 'check_state', lastError: text }
}

/** `Failed to process allocation <uuid>: no available nodes match the resource class gold.` */
export function whyRefused(lastError: string | null): string {
  const text = lastError?.replace(/^Failed to process allocation [0-9a-f-]{36}: /i, '').replace(/\.$/, '')
  return text === undefined ? 'Ironic refused the allocation and gives no reason' : redactText(text)
}
