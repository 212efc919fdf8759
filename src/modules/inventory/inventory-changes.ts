import type { InventoryNode } from './inventory-node.js'

/**
 * A field of an inventory node that can count as changed. A lock does not.
 *
 * @inline
 */
export type InventoryField = Exclude<keyof InventoryNode, 'reservation' | 'uuid'>

/** A change between two polls of the inventory. */
export type InventoryChange =
  | { readonly change: 'added'; readonly node: InventoryNode }
  | {
      readonly change: 'changed'
      readonly node: InventoryNode
      readonly before: InventoryNode
      /** The fields that differ, in Ironic's names. */
      readonly fields: readonly InventoryField[]
    }
  /** The node is gone or no longer in the scope; call `exists` to find out which. */
  | { readonly change: 'removed'; readonly before: InventoryNode }

/** The nodes of one poll by UUID. */
export type InventoryLook = ReadonlyMap<string, InventoryNode>

/** Returns the changes from one poll to the next, by node: removed nodes first. */
export function inventoryChanges(before: InventoryLook, now: InventoryLook): readonly InventoryChange[] {
  const changes: InventoryChange[] = []
  for (const [uuid, node] of before) if (!now.has(uuid)) changes.push({ change: 'removed', before: node })
  for (const [uuid, node] of now) {
    const old = before.get(uuid)
    if (old === undefined) {
      changes.push({ change: 'added', node })
      continue
    }
    const fields = changedFields(old, node)
    if (fields.length > 0) changes.push({ change: 'changed', node, before: old, fields })
  }
  return changes
}

function changedFields(before: InventoryNode, now: InventoryNode): readonly InventoryField[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(now)]) as Set<keyof InventoryNode>
  return [...fields].filter(
    (field): field is InventoryField => !IGNORED.has(field) && textOf(before[field]) !== textOf(now[field]),
  )
}

/** Fields whose differences are no change; `links` comes with every node. */
const IGNORED: ReadonlySet<string> = new Set(['uuid', 'reservation', 'links'])

/** Serializes a value for comparison; the order of a list of traits or of an object's keys does not matter. */
function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(ordered(value))
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value.toSorted() : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, held]): [string, unknown] => [key, ordered(held)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}
