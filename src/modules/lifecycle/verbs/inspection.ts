import type { NodeInventoryReply } from '../../../client/resources/node/node-inventory.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { VerbOutcome } from '../../../operations/waiting-verb.js'

/** A node that was taken from one state of its life to another. */
export interface LifecycleChange {
  /** UUID. */
  readonly node: string
  /** UUID of the instance on it. */
  readonly instance: string | null
  readonly provision_state: ProvisionState
  readonly outcome: VerbOutcome
}

/** A node whose hardware was inspected. */
export interface Inspection extends LifecycleChange {
  /** What Ironic stored of it; absent where it stores nothing, or speaks less than 1.81. */
  readonly inventory: NodeInventoryReply | undefined
}
