import type { NodeInventoryReply } from '../../../client/resources/node/node-inventory.js'
import type { LifecycleChange } from '../../../operations/provision-verb.js'

/** A node whose hardware was inspected. */
export interface NodeInspection extends LifecycleChange {
  /** What Ironic stored of it; absent where it stores nothing, or speaks less than 1.81. */
  readonly inventory: NodeInventoryReply | undefined
}
