import { redactText } from '../../errors/redaction.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import { currentStep, type WatchedNode } from '../../waiting/watched-node.js'
import type { ProvisioningStatus } from './provisioning-module.js'

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
    last_error: node.last_error === null ? null : redactText(node.last_error),
    maintenance: node.maintenance,
    maintenance_reason: node.maintenance_reason === null ? null : redactText(node.maintenance_reason),
    fault: node.fault ?? null,
    reservation: node.reservation,
  }
}
