import { isHidden } from './hidden-values.js'
import type { PowerState } from './power-states.js'
import { provisionStateFacts, type ProvisionState } from './provision-states.js'
import { sameId } from './same-id.js'

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

/**
 * Whether an instance is off a node. Ironic removes the link to it before a tear-down has worked, so a node that is
 * being torn down, or could not be, still has it. A machine that runs without an instance may be the one that is
 * looked for. `null` stands for an instance that was never linked: it is there as long as the machine is deployed.
 */
export function isOff(
  node: Pick<ObservedNode, 'instance_uuid' | 'provision_state'>,
  instance: string | null,
): boolean {
  const { instance_uuid, provision_state: state } = node
  if (instance_uuid !== null) return !sameId(instance_uuid, instance)
  const occupied = provisionStateFacts(state)?.occupied
  return instance === null ? occupied === false : occupied !== true
}

/** Whether a machine is deployed on the node, or on its way there, and the node carries no instance. */
export function isDeployedWithoutInstance(
  node: Pick<ObservedNode, 'instance_uuid' | 'provision_state'>,
): boolean {
  const { instance_uuid, provision_state: state } = node
  return (
    instance_uuid === null &&
    state !== 'deleting' &&
    state !== 'error' &&
    provisionStateFacts(state)?.occupied === true
  )
}
