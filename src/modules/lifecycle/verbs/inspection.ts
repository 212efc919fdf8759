import type { NodeInventoryReply } from '../../../client/resources/node/node-inventory.js'
import type { LifecycleChange } from '../../../operations/provision-verb.js'

/** A node whose hardware was inspected. */
export interface NodeInspection extends LifecycleChange {
  /** The data that Ironic stored; absent when it stores none, or does not support microversion 1.81. */
  readonly inventory: NodeInventoryReply | undefined
}
