import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { Need } from '../requests/missing-feature.js'

/** What lists of a resource can be narrowed by. */
export interface FilterRules {
  /** What a filter needs, where it came later than the resource. */
  readonly needs?: Readonly<Record<string, Need>> | undefined
  /** Groups of filters of which one may be given at a time: Ironic refuses two of them, or heeds just one. */
  readonly exclusive?: readonly (readonly string[])[] | undefined
  /** Filters for which an empty text is a value. */
  readonly mayBeEmpty?: readonly string[] | undefined
  /** By which field of a member it can be told that it fits, for the filters of which that can be told. */
  readonly shown?: Readonly<Record<string, string>> | undefined
}

export type Filter = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Which members a list shows where the only filter is their node. */
export interface FilterByNode {
  /** UUID or name. */
  readonly node?: string | undefined
}

/** Filters of which one may be given at a time. */
export type OneOf<Filters> = {
  [Name in keyof Filters]: { readonly [N in Name]: Filters[N] } & Readonly<
    Partial<Record<Exclude<keyof Filters, Name>, undefined>>
  >
}[keyof Filters]

/** None of these filters. */
export type NoneOf<Filters> = { readonly [Name in keyof Filters]?: undefined }

/**
 * What is wrong with what a list is to show. A filter without a value is: Ironic would take it for none and list
 * everything, and whoever asked for a part would take that for the part.
 */
export function problemInQuery(
  {
    fields,
    filter,
    pageSize = 1,
  }: { readonly fields?: unknown; readonly filter?: unknown; readonly pageSize?: unknown },
  { exclusive = [], mayBeEmpty = [] }: FilterRules = {},
): InvalidInputError | undefined {
  if (fields !== undefined && !(Array.isArray(fields) && fields.every(isName)))
    return new InvalidInputError('fields', 'is no list of names; pass names of fields, such as ["uuid"]')
  if (!(Number.isSafeInteger(pageSize) && Number(pageSize) > 0))
    return new InvalidInputError('pageSize', 'is no number of members; pass a whole one of 1 or more')
  if (filter === undefined) return undefined
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter))
    return new InvalidInputError('filter', 'is no object; pass the filters by name')
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  const empty = given.find(
    ([name, value]) => !(value === '' && mayBeEmpty.includes(name)) && selectsNothing(value),
  )
  if (empty !== undefined)
    return new InvalidInputError(
      `filter.${empty[0]}`,
      'is empty, which Ironic takes for no filter at all; pass a value, or leave the filter out to list everything',
    )
  const names = given.map(([name]) => name)
  const clash = exclusive
    .map((group) => names.filter((name) => group.includes(name)))
    .find(({ length }) => length > 1)
  if (clash === undefined) return undefined
  const [one, another] = clash
  return new InvalidInputError(
    `filter.${another}`,
    `cannot be combined with ${one}, since Ironic does not heed both; pass one, and look for the other in what is listed`,
  )
}

/** What the filters that are given need. */
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
