/** An option that a call does not have. */
export interface UnknownOption {
  readonly name: string
  /** The sentence that names it, and what was probably meant. */
  readonly problem: string
}

/** Returns the first of the passed options that is not known. Ignoring it would do something else than was requested. */
export function unknownOption(
  given: object,
  known: readonly string[],
  what: 'option' | 'field' = 'option',
): UnknownOption | undefined {
  const name = Object.keys(given).find((key) => !known.includes(key))
  return name === undefined
    ? undefined
    : { name: shortened(name), problem: describeUnknown(name, known, what) }
}

/** Returns the sentence about an unknown option. */
export function describeUnknown(
  name: string,
  known: readonly string[],
  what: 'option' | 'field' = 'option',
): string {
  const unknown = `Unknown ${what} \`${shortened(name)}\`.`
  if (known.length === 0) return `${unknown} There are no ${what}s here.`
  const [meant] = known
    .filter((option) => name.length <= 2 * option.length)
    .map((option) => ({ option, edits: editsBetween(plain(name), plain(option)) }))
    .filter(({ edits, option }) => edits <= Math.min(MOST_EDITS, Math.floor(option.length / 3)))
    .toSorted((one, other) => one.edits - other.edits)
  if (meant !== undefined) return `${unknown} Did you mean \`${meant.option}\`?`
  return `${unknown} Known ${what}s: ${known.map((option) => `\`${option}\``).join(', ')}.`
}

const MOST_EDITS = 2
const LONGEST_NAME = 100

/** What was passed as a name may be anything, such as a whole document. */
function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`
}

/** `resource_class` and `resourceclass` are the same mistake. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}

/** Counts the letters to insert, remove or replace to get from one word to another, or 1 for letters in another order. */
function editsBetween(one: string, other: string): number {
  if (one !== other && Array.from(one).sort().join('') === Array.from(other).sort().join('')) return 1
  let above = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [row, letter] of Array.from(one).entries()) {
    const line = [row + 1]
    for (const [index, opposite] of Array.from(other).entries())
      line.push(
        Math.min(
          (line[index] ?? 0) + 1,
          (above[index + 1] ?? 0) + 1,
          (above[index] ?? 0) + (letter === opposite ? 0 : 1),
        ),
      )
    above = line
  }
  return above.at(-1) ?? 0
}
