import type { WatchedNode } from '../../../waiting/watched-node.js'
import { sameVif } from '../../networking/same-vif.js'

/** Extra fields to read from the node, to restore if the spawn fails. */
export const TO_RESTORE = ['instance_info', 'instance_name'] as const

/** What a spawn has requested so far. A change counts once requested, with or without a reply. */
export interface SpawnTrace {
  /** The node before the spawn. If absent, nothing was changed. */
  found: WatchedNode | undefined
  reserveAsked: boolean
  /** Whether the reservation may be an allocation. */
  isAllocated: boolean
  readonly vifsAsked: string[]
  /** VIFs that were attached before; they stay. */
  readonly vifsFound: string[]
  deployAsked: boolean
}

export function emptyTrace(): SpawnTrace {
  return {
    found: undefined,
    reserveAsked: false,
    isAllocated: false,
    vifsAsked: [],
    vifsFound: [],
    deployAsked: false,
  }
}

/** Returns the VIFs that this spawn has attached or tried to attach. */
export function vifsOf({ vifsAsked, vifsFound }: SpawnTrace): string[] {
  return vifsAsked.filter((id) => !vifsFound.some((found) => sameVif(found, id)))
}
