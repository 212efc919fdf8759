import {
  nodeFieldSince,
  type Node,
  type NodeField,
  type NodeWith,
} from '../../client/resources/node/node-schema.js'
import type { ApiFeatures } from '../../client/versions/api-features.js'
import { hiddenFields, unlessHidden, type HiddenField } from '../../states/hidden-values.js'
import { shownText } from '../../states/shown-text.js'

const ALWAYS = [
  'uuid',
  'name',
  'instance_uuid',
  'provision_state',
  'target_provision_state',
  'provision_updated_at',
  'power_state',
  'target_power_state',
  'reservation',
  'maintenance',
  'maintenance_reason',
  'last_error',
  'driver',
  'properties',
  'extra',
] as const satisfies readonly NodeField[]

const LATER = [
  'resource_class',
  'traits',
  'fault',
  'conductor_group',
  'protected',
  'owner',
  'description',
  'retired',
  'lessee',
  'shard',
  'parent_node',
  'instance_name',
  'health',
] as const satisfies readonly NodeField[]

/**
 * A node in the inventory, with Ironic's own field names. The optional fields came with a later microversion than 1.8.
 * Secrets are removed from `last_error`, `maintenance_reason` and `description`; `properties` and `extra` are as Ironic
 * shows them.
 */
export type InventoryNode = NodeWith<(typeof ALWAYS)[number]> &
  Partial<Pick<Node, (typeof LATER)[number]>> & {
    /** The fields that Ironic hides from this login, and which are `null` here; absent when there are none. */
    readonly hidden?: readonly HiddenField[]
  }

/** An inventory node as Ironic sent it, optionally with `instance_info`. */
export type ListedNode = InventoryNode & Partial<Pick<Node, 'instance_info'>>

/** Returns the fields of an inventory node, and of `also`, that this server knows. */
export function inventoryFields(
  features: ApiFeatures,
  also: readonly NodeField[] = [],
): readonly NodeField[] {
  return [...ALWAYS, ...LATER, ...also].filter((field) => {
    const since = nodeFieldSince(field)
    return since === undefined || features.isAtLeast(since)
  })
}

/** Removes `instance_info`, and secrets in texts, from a listed node. */
export function inventoryNode({ instance_info: _, ...node }: ListedNode): InventoryNode {
  return {
    ...node,
    last_error: shownText(node.last_error),
    maintenance_reason: shownText(node.maintenance_reason),
    ...(node.description === undefined ? {} : { description: shownText(node.description) }),
    reservation: unlessHidden(node.reservation),
    ...hiddenFields(node),
  }
}
