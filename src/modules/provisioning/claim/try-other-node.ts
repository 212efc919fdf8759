import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'

/** What says something about one node, although its advice is for those who insist on that node. */
const OF_THE_NODE: readonly string[] = [
  'node_not_found',
  'node_not_ready',
  'node_locked',
  'node_in_maintenance',
  'node_retired',
]

/** Whether another node may take what this one did not. */
export function mayTryOther({ kind, advice }: IronicDriverError): boolean {
  return advice === 'try_other_node' || OF_THE_NODE.includes(kind)
}

/** Whether a node was lost to somebody who was quicker, which says nothing against it. */
export function isLostRace({ kind }: IronicDriverError): boolean {
  return kind === 'node_taken'
}
