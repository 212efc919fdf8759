import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'

/** Kinds of errors about one node. Their `advice` is for callers that insist on this node. */
const OF_THE_NODE: readonly string[] = [
  'node_not_found',
  'node_not_ready',
  'node_locked',
  'node_in_maintenance',
  'node_retired',
]

/** Returns whether another node may take the instance. */
export function mayTryOther({ kind, advice }: IronicDriverError): boolean {
  return advice === 'try_other_node' || OF_THE_NODE.includes(kind)
}

/** Returns whether another client reserved the node first, which is no fault of the node. */
export function isLostRace({ kind }: IronicDriverError): boolean {
  return kind === 'node_taken'
}
