import { isUuid, sameId } from '../../states/same-id.js'
import type { ReplyShape } from '../requests/reply-shape.js'
import type { Filter, FilterRules } from './list-filter.js'

/** A filter as members of the list show it. */
interface ExpectedMember {
  readonly name: string
  readonly field: string
  readonly wanted: string | number | boolean | readonly string[]
}

/** A member that fits the filter of its list as far as it shows: a server may have ignored the filter. */
export function fitting<Item>(
  item: ReplyShape<Item>,
  filter: Filter | undefined,
  rules: FilterRules | undefined,
): ReplyShape<Item> {
  const expected = expectedMembers(filter, rules)
  if (expected.length === 0) return item
  return {
    ...item,
    problemIn: (value) => {
      const problem = item.problemIn(value)
      if (problem !== undefined) return problem
      const member = value as Readonly<Record<string, unknown>>
      const wrong = expected.find(({ field, wanted }) => field in member && !isWanted(member[field], wanted))
      if (wrong === undefined) return undefined
      const { name, field, wanted } = wrong
      const about = String(member['uuid'] ?? member[field])
      const message = `the list shows ${about} with ${field} ${String(member[field])}, but ${name} ${String(wanted)} was asked for`
      return { path: field, message, about }
    },
  }
}

function expectedMembers(
  filter: Filter | undefined,
  { shown = {} }: FilterRules = {},
): readonly ExpectedMember[] {
  return Object.entries(filter ?? {}).flatMap(([name, wanted]) => {
    const field = shown[name]
    if (wanted === undefined || field === undefined) return []
    // Whose UUID has that name, the list does not show.
    const isName = field !== name && typeof wanted === 'string' && !isUuid(wanted)
    return isName ? [] : [{ name, field, wanted }]
  })
}

/** Databases of Ironic may compare without regard to case, and it writes some texts in lower case. */
function isWanted(found: unknown, wanted: ExpectedMember['wanted']): boolean {
  if (typeof wanted === 'boolean') return (found ?? false) === wanted
  if (typeof wanted === 'number') return found === wanted
  const texts = typeof wanted === 'string' ? [wanted] : wanted
  return texts.some((text) => typeof found === 'string' && sameId(found, text))
}
