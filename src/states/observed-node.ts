import { isHidden } from './hidden-values.js'
import type { PowerState } from './power-states.js'
import type { ProvisionState } from './provision-states.js'

/** What the judging functions look at. Every node that Ironic returned with these fields fits. */
export interface ObservedNode {
  readonly uuid: string
  readonly instance_uuid: string | null
  readonly provision_state: ProvisionState
  readonly target_provision_state: string | null
  readonly power_state: PowerState
  readonly target_power_state: string | null
  readonly reservation: string | null
  readonly last_error: string | null
}

/** True while a conductor holds the node's lock. Where the caller may not see it, it counts as free. */
export function isLocked(node: Pick<ObservedNode, 'reservation'>): boolean {
  return node.reservation !== null && !isHidden(node.reservation)
}

/**
 * True when nothing is being done to the node any more. A failed state is entered seconds before its lock and its
 * power change end, and sometimes before its error text is written.
 */
export function isSettled(node: Pick<ObservedNode, 'reservation' | 'target_power_state'>): boolean {
  return !isLocked(node) && node.target_power_state === null
}
