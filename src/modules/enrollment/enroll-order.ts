/** The identifiers of an item and of its parent. */
export interface Ordered {
  /** The identifiers by which children refer to it. */
  readonly idents: readonly string[]
  readonly parent: string | undefined
}

/**
 * Sorts items into groups, so that each parent is in an earlier group than its children. Ignores a parent that is not
 * among the items, and cycles.
 */
export function parentsFirst<Item extends Ordered>(items: readonly Item[]): readonly (readonly Item[])[] {
  const byIdent = new Map(items.flatMap((item) => item.idents.map((ident) => [ident, item] as const)))
  const parentOf = ({ parent }: Item) => (parent === undefined ? undefined : byIdent.get(parent))
  const groups: Item[][] = []
  for (const item of items) {
    const line = new Set<Item>()
    for (let one: Item | undefined = item; one !== undefined && !line.has(one); one = parentOf(one))
      line.add(one)
    ;(groups[line.size - 1] ??= []).push(item)
  }
  return groups.filter((group) => group.length > 0)
}
