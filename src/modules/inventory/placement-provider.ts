import { isActive, isAvailable } from '../../states/observed-node.js'
import type { InventoryNode } from './inventory-node.js'

/** A node's inventory in OpenStack's Placement: one unit of its own resource class. */
export interface PlacementInventory {
  readonly total: 1
  /** 1 when no instance may be placed there. */
  readonly reserved: 0 | 1
  readonly min_unit: 1
  readonly max_unit: 1
  readonly step_size: 1
  readonly allocation_ratio: 1
}

/** A node as a resource provider of Placement. */
export interface PlacementProvider {
  /** UUID of the node, and of the provider. */
  readonly node: string
  readonly name: string | null
  /** UUID of the instance on it. */
  readonly instance: string | null
  /** Normalised, `CUSTOM_BAREMETAL_GOLD`. */
  readonly resourceClass: string
  readonly inventory: PlacementInventory
  /** The changes to the known traits of Ironic; traits from other sources are left alone. */
  readonly traits: TraitDifference
}

/**
 * The traits of a node, and their difference from the known ones.
 *
 * @inline
 */
export interface TraitDifference {
  readonly all: readonly string[]
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/**
 * Whether to offer a node that carries an instance.
 *
 * - `reserved`: no, as in Nova.
 * - `offered`: yes, as long as the instance is active: its allocation in Placement keeps others away.
 *
 * @inline
 */
export type InUse = 'reserved' | 'offered'

/**
 * Returns Placement's name of a resource class: each run of characters other than letters and digits becomes one
 * underscore, in capitals, prefixed with `CUSTOM_`.
 *
 * @see openstack/nova `nova/utils.py` (normalize_rc_name)
 */
export function placementResourceClass(resourceClass: string): string {
  return `CUSTOM_${resourceClass.replaceAll(/[^0-9A-Za-z]+/g, '_').toUpperCase()}`
}

/**
 * Returns a node as a resource provider; `undefined` when it has no resource class, so that nothing can request it.
 *
 * @see openstack/nova `nova/virt/ironic/driver.py` (update_provider_tree)
 */
export function placementProvider(
  node: InventoryNode,
  { known = [], inUse = 'reserved' }: { readonly known?: readonly string[]; readonly inUse?: InUse } = {},
): PlacementProvider | undefined {
  const { resource_class: resourceClass } = node
  if (resourceClass === undefined || resourceClass === null) return undefined
  return {
    node: node.uuid,
    name: node.name,
    instance: node.instance_uuid,
    resourceClass: placementResourceClass(resourceClass),
    inventory: {
      total: 1,
      reserved: isReserved(node, inUse) ? 1 : 0,
      min_unit: 1,
      max_unit: 1,
      step_size: 1,
      allocation_ratio: 1,
    },
    traits: traitDifference(node.traits ?? [], known),
  }
}

function isReserved(node: InventoryNode, inUse: InUse): boolean {
  const { instance_uuid, maintenance, power_state } = node
  if (maintenance || power_state === null || power_state === 'error') return true
  if (instance_uuid !== null) return inUse === 'reserved' || !isActive(node)
  return !isAvailable(node)
}

function traitDifference(all: readonly string[], known: readonly string[]): TraitDifference {
  const [has, knows] = [new Set(all), new Set(known)]
  return {
    all: [...has],
    add: [...has].filter((trait) => !knows.has(trait)),
    remove: [...knows].filter((trait) => !has.has(trait)),
  }
}
