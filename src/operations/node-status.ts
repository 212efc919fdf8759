import { hiddenFields, unlessHidden, type HiddenField } from '../states/hidden-values.js'
import type { PowerState } from '../states/power-states.js'
import { provisionStateFacts, type ProvisionPhase, type ProvisionState } from '../states/provision-states.js'
import { shownText } from '../states/shown-text.js'
import { currentStep, type WatchedNode } from '../waiting/watched-node.js'

export function provisioningStatus(node: WatchedNode): ProvisioningStatus {
  return {
    node: node.uuid,
    name: node.name,
    instance: node.instance_uuid,
    provision_state: node.provision_state,
    target_provision_state: node.target_provision_state,
    phase: provisionStateFacts(node.provision_state)?.phase ?? 'unknown',
    power_state: node.power_state,
    target_power_state: node.target_power_state,
    step: currentStep(node),
    last_error: shownText(node.last_error),
    maintenance: node.maintenance,
    maintenance_reason: shownText(node.maintenance_reason),
    fault: node.fault ?? null,
    reservation: unlessHidden(node.reservation),
    ...hiddenFields(node),
  }
}

/** The state of a node, in the words of Ironic. */
export interface ProvisioningStatus {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly target_provision_state: string | null
  /** The kind of that state; `unknown` for a state that this library does not know. */
  readonly phase: ProvisionPhase | 'unknown'
  readonly power_state: PowerState
  readonly target_power_state: string | null
  /** The step under way, such as `deploy.write_image`. */
  readonly step: string | undefined
  /** The error text of Ironic, without secrets. It may be about an old failure. */
  readonly last_error: string | null
  readonly maintenance: boolean
  readonly maintenance_reason: string | null
  readonly fault: string | null
  /** The conductor that holds the lock. */
  readonly reservation: string | null
  /** The fields that Ironic hides from this login, and that are `null` here. Absent if there are none. */
  readonly hidden?: readonly HiddenField[]
}
