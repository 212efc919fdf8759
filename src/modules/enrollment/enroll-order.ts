/** What says by what something is known, and of which other one it is a part. */
export interface Ordered {
  /** By what others name it. */
  readonly idents: readonly string[]
  readonly parent: string | undefined
}

/**
 * Puts what is given into groups, so that each parent is in one before those of its children. A parent that is not among
 * them, or is its own, is waited for by none.
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
