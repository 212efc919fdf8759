import { isUuid, sameId } from '../../states/same-id.js'
import type { ReplyShape } from '../requests/reply-shape.js'
import type { Filter, FilterRules } from './list-filter.js'

/** A filter, and the field that shows it. */
interface ExpectedMember {
  readonly name: string
  readonly field: string
  readonly wanted: string | number | boolean | readonly string[]
}

/** Checks that a member matches the filter of its list, as far as it shows: a server may have ignored the filter. */
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
      const message = `the list shows ${about} with ${field} ${String(member[field])}, but ${name} ${String(wanted)} was requested`
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
    // The list does not show whose UUID belongs to that name.
    const isName = field !== name && typeof wanted === 'string' && !isUuid(wanted)
    return isName ? [] : [{ name, field, wanted }]
  })
}

/** Ironic's databases may compare without regard to case, and Ironic writes some texts in lower case. */
function isWanted(found: unknown, wanted: ExpectedMember['wanted']): boolean {
  if (typeof wanted === 'boolean') return (found ?? false) === wanted
  if (typeof wanted === 'number') return found === wanted
  const texts = typeof wanted === 'string' ? [wanted] : wanted
  return texts.some((text) => typeof found === 'string' && sameId(found, text))
}
