/** Names that one conversation uses together, because their preparation takes longer than the requests. */
const TOGETHER = 8

export function together(names: readonly string[], most = TOGETHER): readonly (readonly string[])[] {
  const count = Math.ceil(names.length / most)
  return Array.from({ length: count }, (_, index) => names.slice(index * most, (index + 1) * most))
}

export const rangeOf = (names: readonly string[]) =>
  names.length === 1 ? (names[0] ?? '') : `${names[0] ?? ''} to ${names.at(-1) ?? ''}`
