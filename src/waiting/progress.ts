import { hiddenFields, type HiddenField } from '../states/hidden-values.js'
import type { ProvisionState } from '../states/provision-states.js'
import { shownText } from '../states/shown-text.js'
import { currentStep, type WatchedNode } from './watched-node.js'

/** A change of a node during a wait. The first look counts as one. */
export interface NodeProgress {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  /** The call that waits, such as `provisioning.spawn`. */
  readonly operation: string
  readonly instance: string | undefined
  readonly provision_state: ProvisionState
  readonly target_provision_state: string | null
  readonly power_state: string | null
  readonly target_power_state: string | null
  /** The step in progress, such as `deploy.write_image`. */
  readonly step: string | undefined
  /** Ironic's text without secrets. It may concern only a heartbeat, and ends no wait. */
  readonly last_error: string | null
  /** The fields that Ironic hides from this login, and that are `null` here; absent when there are none. */
  readonly hidden?: readonly HiddenField[]
  readonly maintenance: boolean
  readonly fault: string | null
  /** Since the wait began. */
  readonly elapsedMs: number
}

/** Called at each change of the node during a wait. Errors that it throws are ignored. */
export type OnProgress = (progress: NodeProgress) => void

export function progressOf(
  node: WatchedNode,
  wait: { readonly operation: string; readonly instance: string | undefined; readonly elapsedMs: number },
): NodeProgress {
  return {
    node: node.uuid,
    name: node.name,
    operation: wait.operation,
    instance: wait.instance,
    provision_state: node.provision_state,
    target_provision_state: node.target_provision_state,
    power_state: node.power_state,
    target_power_state: node.target_power_state,
    step: currentStep(node),
    last_error: shownText(node.last_error),
    ...hiddenFields({ last_error: node.last_error }),
    maintenance: node.maintenance,
    fault: node.fault ?? null,
    elapsedMs: wait.elapsedMs,
  }
}

/** Returns everything in a node whose change a watcher reports. */
export function signatureOf(node: WatchedNode): string {
  return JSON.stringify([
    node.provision_state,
    node.target_provision_state,
    node.provision_updated_at,
    node.power_state,
    node.target_power_state,
    node.instance_uuid,
    node.last_error,
    node.maintenance,
    node.fault,
    currentStep(node),
  ])
}
