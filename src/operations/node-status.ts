import { hiddenFields, unlessHidden } from '../states/hidden-values.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { shownText } from '../states/shown-text.js'
import { currentStep, type WatchedNode } from '../waiting/watched-node.js'
import type { ProvisioningStatus } from '../modules/provisioning/provisioning-module.js'

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
