import { isHidden } from './hidden-values.js'
import type { PowerState } from './power-states.js'
import { provisionStateFacts, type ProvisionState, type StepField } from './provision-states.js'
import { isAmong, PROVISION_VERBS } from './provision-verbs.js'
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
  return instance_uuid === null && !isTornDown(node) && provisionStateFacts(state)?.occupied === true
}

/** Whether a node is being torn down, or could not be. */
export function isTornDown({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  const { via, failures } = PROVISION_VERBS.deleted
  return isAmong(via, state) || isAmong(failures, state)
}

/** Whether a node is free to be deployed, as far as its provision state says. */
export function isAvailable({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return state === AVAILABLE
}

/** Whether a node is deployed, and nothing else is being done to it. */
export function isActive({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return isAmong(PROVISION_VERBS.active.ends, state)
}

export const AVAILABLE = PROVISION_VERBS.provide.ends[0]

/** Whether a node is only known to Ironic, which has not reached its management controller yet. */
export function isUnproven({ provision_state: state }: Pick<ObservedNode, 'provision_state'>): boolean {
  return isAmong(PROVISION_VERBS.manage.failures, state)
}

/** A node with its steps, where this Ironic has them. */
export interface SteppedNode extends Pick<ObservedNode, 'provision_state'> {
  readonly clean_step?: Step | null
  readonly deploy_step?: Step | null
  readonly service_step?: Step | null
}

type Step = Readonly<Record<string, unknown>>

/** The step that is being done, or that failed: Ironic leaves those of other states on the node. */
export function stepOf(node: SteppedNode): Step | undefined {
  const field: StepField | undefined = provisionStateFacts(node.provision_state)?.step
  return (field === undefined ? undefined : node[field]) ?? undefined
}
