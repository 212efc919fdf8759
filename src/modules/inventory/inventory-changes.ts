import type { InventoryNode } from './inventory-node.js'

/**
 * A field of an inventory node that counts as changed. A lock comes and goes, and is no change.
 *
 * @inline
 */
export type InventoryField = Exclude<keyof InventoryNode, 'reservation' | 'uuid'>

/** What has changed between two looks at a part of the fleet. */
export type InventoryChange =
  | { readonly change: 'added'; readonly node: InventoryNode }
  | {
      readonly change: 'changed'
      readonly node: InventoryNode
      readonly before: InventoryNode
      /** The fields that differ, in Ironic's names. */
      readonly fields: readonly InventoryField[]
    }
  /** It is gone, or no longer in the scope; `exists` tells which. */
  | { readonly change: 'removed'; readonly before: InventoryNode }

/** The nodes of a look by their UUIDs. */
export type InventoryLook = ReadonlyMap<string, InventoryNode>

/** What has changed from one look to the next, by node: removed ones first. */
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

/** `links` comes with every node. */
const IGNORED: ReadonlySet<string> = new Set(['uuid', 'reservation', 'links'])

/** Two lists of traits, or two objects, are the same in whatever order they come. */
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
