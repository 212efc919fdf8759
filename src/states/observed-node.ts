import { isHidden } from './hidden-values.js'
import type { PowerState } from './power-states.js'
import { provisionStateFacts, type ProvisionState, type StepField } from './provision-states.js'
import { isAmong, PROVISION_VERBS } from './provision-verbs.js'
import { sameId } from './same-id.js'

/** The fields that the judging functions read. */
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

/** Returns whether a conductor holds the node's lock. A lock that is hidden from the caller counts as free. */
export function isLocked(node: Pick<ObservedNode, 'reservation'>): boolean {
  return node.reservation !== null && !isHidden(node.reservation)
}

/**
 * Returns whether no operation runs on the node. A failed state begins seconds before its lock and power change end,
 * and sometimes before its error text is written.
 */
export function isSettled(node: Pick<ObservedNode, 'reservation' | 'target_power_state'>): boolean {
  return !isLocked(node) && node.target_power_state === null
}

/**
 * Returns whether an instance is gone from a node. Ironic removes the link to it before a tear-down has succeeded, so
 * a node in a tear-down or with a failed one still has it. A machine that runs without an instance may be the one in
 * question. `null` stands for an instance that was never linked: it is there as long as the machine is deployed.
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

/** Returns whether a node is deployed, or being deployed, and carries no instance. */
export function isDeployedWithoutInstance(
  node: Pick<ObservedNode, 'instance_uuid' | 'provision_state'>,
): boolean {
  const { instance_uuid, provision_state: state } = node
  return instance_uuid === null && !isInTearDown(node) && provisionStateFacts(state)?.occupied === true
}

/** Returns whether a tear-down of the node is in progress, or has failed. */
export function isInTearDown({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  const { via, failures } = PROVISION_VERBS.deleted
  return isAmong(via, state) || isAmong(failures, state)
}

/** Returns whether a node is free to be deployed, judging only by its provision state. */
export function isAvailable({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return state === AVAILABLE
}

/** Returns whether a node is deployed and no operation runs on it. */
export function isActive({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return isAmong(PROVISION_VERBS.active.ends, state)
}

export const AVAILABLE = PROVISION_VERBS.provide.ends[0]

/** Returns whether a node is enrolled, but Ironic has not reached its management controller yet. */
export function isUnproven({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return isAmong(PROVISION_VERBS.manage.failures, state)
}

/** A node with its current steps, as far as this Ironic has them. */
export interface SteppedNode extends Pick<ObservedNode, 'provision_state'> {
  readonly clean_step?: Step | null
  readonly deploy_step?: Step | null
  readonly service_step?: Step | null
}

type Step = Readonly<Record<string, unknown>>

/**
 * Returns the step in progress, or the one that failed. Ignores steps of other states, which Ironic leaves on the
 * node.
 */
export function stepOf(node: SteppedNode): Step | undefined {
  const field: StepField | undefined = provisionStateFacts(node.provision_state)?.step
  return (field === undefined ? undefined : node[field]) ?? undefined
}
