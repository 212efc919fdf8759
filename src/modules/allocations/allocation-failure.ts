import type { Advice } from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'

/**
 * Why Ironic has found no node.
 *
 * - `no_node_of_class`: no free node of the class that the owner may have.
 * - `no_candidate`: none of the candidates is one.
 * - `no_node_with_traits`: there are some, and none of them has the traits.
 * - `nodes_locked`: the nodes that fit were locked each time that it tried.
 * - `nodes_lost`: the nodes that fitted were gone to others before they could be had.
 * - `instance_elsewhere`: the UUID is that of an instance which is on a node already.
 * - `unknown`: something else; `lastError` says it.
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
  'A node is free when it is available, not in maintenance, carries no instance and has a known power state.'

/** Ironic's sentences, the same since it has allocations (`ironic/conductor/allocations.py`). */
const REASONS: readonly (readonly [RegExp, AllocationFailureReason, meaning: string, Advice])[] = [
  [
    /no available nodes match the resource class/i,
    'no_node_of_class',
    `no free node has this resource class. ${FREE} Wait until one is, or ask for another class.`,
    'retry_later',
  ],
  [
    /none of the requested nodes are available and match/i,
    'no_candidate',
    `none of the candidates is free and has this resource class. ${FREE} Wait until one is, or name others.`,
    'retry_later',
  ],
  [
    /no suitable nodes have the requested traits/i,
    'no_node_with_traits',
    'no free node of this resource class has all these traits. Ask for fewer, or wait until one that has them is free.',
    'retry_later',
  ],
  [
    /could not reserve any of \d+ suitable nodes/i,
    'nodes_locked',
    'the nodes that fit were locked by other operations. Ask again.',
    'retry_later',
  ],
  [
    /all nodes were filtered out during reservation/i,
    'nodes_lost',
    'the nodes that fitted went to others at that moment. Ask again.',
    'retry_later',
  ],
  [
    /is already associated with a node/i,
    'instance_elsewhere',
    'its UUID is that of an instance which is on a node already. Find that node by the instance; backfill makes the allocation for it.',
    'fix_request',
  ],
]

/** What the `last_error` of an allocation in state `error` means. */
export function allocationFailure(lastError: string | null): AllocationFailure {
  const text = lastError === null ? null : redactText(lastError)
  const known = REASONS.find(([pattern]) => pattern.test(lastError ?? ''))
  if (known !== undefined) return { reason: known[1], meaning: known[2], advice: known[3], lastError: text }
  const meaning = 'for a reason that only Ironic can tell.'
  return { reason: 'unknown', meaning, advice: 'check_state', lastError: text }
}

/** `Failed to process allocation <uuid>: no available nodes match the resource class gold.` */
export function whyRefused(lastError: string | null): string {
  const text = lastError?.replace(/^Failed to process allocation [0-9a-f-]{36}: /i, '').replace(/\.$/, '')
  return text === undefined ? 'Ironic refused the allocation and gives no reason' : redactText(text)
}
