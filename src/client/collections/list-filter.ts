import { describeGiven } from '../../errors/given-value.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import { unknownOption } from '../../errors/unknown-option.js'
import { CALL_OPTIONS } from '../requests/call-options.js'
import type { Need } from '../requests/missing-feature.js'

/** The filters of a resource's lists. */
export interface FilterRules {
  /** What a filter needs if it was introduced later than the resource. */
  readonly needs?: Readonly<Record<string, Need>> | undefined
  /** Groups of mutually exclusive filters: Ironic refuses two of them, or applies only one. */
  readonly exclusive?: readonly (readonly string[])[] | undefined
  /** Filters for which an empty text is a value. */
  readonly mayBeEmpty?: readonly string[] | undefined
  /** For each filter that can be verified in the reply, the field of a member that shows it. */
  readonly shown?: Readonly<Record<string, string>> | undefined
}

export type Filter = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** A filter of lists that can only be filtered by node. */
export interface FilterByNode {
  /** UUID or name. */
  readonly node?: string | undefined
}

/** Mutually exclusive filters. */
export type OneOf<Filters> = {
  [Name in keyof Filters]: { readonly [N in Name]: Filters[N] } & Readonly<
    Partial<Record<Exclude<keyof Filters, Name>, undefined>>
  >
}[keyof Filters]

/** None of these filters. */
export type NoneOf<Filters> = { readonly [Name in keyof Filters]?: undefined }

/**
 * Returns what is wrong with the options of a list. A filter without a value is an error: Ironic would ignore it and
 * list everything, and the caller would take everything for the part that was requested.
 */
export function problemInQuery(
  options: unknown,
  own: readonly ('fields' | 'detail' | 'filter' | 'pageSize')[],
  { exclusive = [], mayBeEmpty = [] }: FilterRules = {},
): InvalidInputError | undefined {
  if (options === undefined || options === null) return undefined
  if (!isRecord(options) || Array.isArray(options))
    return new InvalidInputError(
      'options',
      `must be an object such as { fields: ["uuid"] }, not ${describeGiven(options)}`,
    )
  const unknown = unknownOption(options, [...own, ...CALL_OPTIONS])
  if (unknown !== undefined) {
    const isFilter = own.includes('filter') && !unknown.problem.includes('Did you mean')
    const hint = isFilter ? ` Filters are passed as { filter: { ${unknown.name} } }.` : ''
    return new InvalidInputError(`options.${unknown.name}`, unknown.problem + hint)
  }
  const { fields, filter, pageSize = 1 } = options
  if (fields !== undefined && !(Array.isArray(fields) && fields.every(isName)))
    return new InvalidInputError('fields', 'must be a list of field names, such as ["uuid"]')
  if (!(Number.isSafeInteger(pageSize) && Number(pageSize) > 0))
    return new InvalidInputError('pageSize', 'must be a whole number of members, at least 1')
  if (filter === undefined) return undefined
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    return new InvalidInputError('filter', 'must be an object of filters by name')
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  const empty = given.find(
    ([name, value]) => !(value === '' && mayBeEmpty.includes(name)) && selectsNothing(value),
  )
  if (empty !== undefined)
    return new InvalidInputError(
      `filter.${empty[0]}`,
      'is empty, which Ironic treats as no filter; pass a value, or leave the filter out to list everything',
    )
  const names = given.map(([name]) => name)
  const clash = exclusive
    .map((group) => names.filter((name) => group.includes(name)))
    .find(({ length }) => length > 1)
  if (clash === undefined) return undefined
  const [one, another] = clash
  return new InvalidInputError(
    `filter.${another}`,
    `cannot be combined with ${one}, since Ironic does not apply both; pass one, and apply the other to the list`,
  )
}

/** Returns what the given filters need. */
export function neededByFilter(filter: Filter = {}, { needs = {} }: FilterRules = {}): readonly Need[] {
  return Object.entries(needs).flatMap(([name, need]) => (filter[name] === undefined ? [] : [need]))
}

function selectsNothing(value: unknown): boolean {
  return (
    value === null || value === '' || (Array.isArray(value) && !(value.length > 0 && value.every(isName)))
  )
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
