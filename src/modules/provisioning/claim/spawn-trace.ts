import type { WatchedNode } from '../../../waiting/watched-node.js'
import { sameVif } from '../../networking/same-vif.js'

/** What is read of the node beside the usual, to be put back if the spawn fails. */
export const TO_RESTORE = ['instance_info', 'instance_name'] as const

/** What a spawn has asked for so far. A change counts from the moment it was asked for, answered or not. */
export interface SpawnTrace {
  /** The node as it was before. Without it, nothing was changed. */
  found: WatchedNode | undefined
  reserveAsked: boolean
  /** The reservation may be an allocation of Ironic's. */
  isAllocated: boolean
  readonly vifsAsked: string[]
  /** VIFs that were plugged in before; they stay. */
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

/** The VIFs that this spawn has attached, or asked for. */
export function vifsOf({ vifsAsked, vifsFound }: SpawnTrace): string[] {
  return vifsAsked.filter((id) => !vifsFound.some((found) => sameVif(found, id)))
}
