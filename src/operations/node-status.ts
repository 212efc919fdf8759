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

/** Where a machine is, in Ironic's words. */
export interface ProvisioningStatus {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly target_provision_state: string | null
  /** What kind of state that is; `unknown` for one that this library has never heard of. */
  readonly phase: ProvisionPhase | 'unknown'
  readonly power_state: PowerState
  readonly target_power_state: string | null
  /** The step that is being done, such as `deploy.write_image`. */
  readonly step: string | undefined
  /** Ironic's own words, secrets removed. It may be about something long past. */
  readonly last_error: string | null
  readonly maintenance: boolean
  readonly maintenance_reason: string | null
  readonly fault: string | null
  /** The conductor that holds the lock. */
  readonly reservation: string | null
  /** The fields of which Ironic shows nothing to this login, and which are `null` here; absent when there are none. */
  readonly hidden?: readonly HiddenField[]
}
