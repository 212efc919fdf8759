import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import type { ApiRequest } from './api-request.js'
import { integer, string, uuid } from './arguments.js'

/** The arguments of every paged list. */
export const PAGING_ARGUMENTS = { marker: uuid, limit: integer, sort_key: string, sort_dir: string } as const

export interface PageOrder {
  readonly limit: number
  readonly marker: string | undefined
  readonly sortKey: string
  readonly sortDir: 'asc' | 'desc'
}

export interface PageArguments {
  readonly marker?: string
  readonly limit?: number
  readonly sort_key?: string
  readonly sort_dir?: string
}

/** @see openstack/ironic `ironic/api/controllers/v1/utils.py` (validate_limit, validate_sort_dir) */
export function pageOrder(request: ApiRequest, given: PageArguments, defaultKey = 'id'): PageOrder {
  const { maxLimit } = request.world.settings
  const { limit, marker, sort_dir: sortDir = 'asc' } = given
  const sortKey = given.sort_key || defaultKey
  if (limit !== undefined && limit <= 0) throw badRequest('Limit must be positive')
  if (sortDir !== 'asc' && sortDir !== 'desc')
    throw badRequest(`Invalid sort direction: ${sortDir}. Acceptable values are 'asc' or 'desc'`)
  return { limit: Math.min(limit ?? maxLimit, maxLimit), marker, sortKey, sortDir }
}

/** A record of a paged list. */
export interface Pageable {
  readonly id: number
  readonly uuid: string
}

/** Returns the page after the marker. `inOrder` is sorted by id, so a list with that order is only cut. */
export function cutPage<T extends Pageable>(
  inOrder: readonly T[],
  marker: T | undefined,
  { limit, sortKey, sortDir }: PageOrder,
  matches: (item: T) => boolean,
  valueOf: (item: T, key: string) => JsonValue | undefined,
): T[] {
  const byId = sortKey === 'id'
  const sign = sortDir === 'asc' ? 1 : -1
  const rank = (a: T, b: T) =>
    sign * ((byId ? 0 : compare(valueOf(a, sortKey), valueOf(b, sortKey))) || a.id - b.id)
  const sorted = byId && sign === 1 ? inOrder : inOrder.filter(matches).sort(rank)
  const page: T[] = []
  for (let index = startAfter(sorted, marker, rank); index < sorted.length && page.length < limit; index++) {
    const item = sorted[index]
    if (item !== undefined && matches(item)) page.push(item)
  }
  return page
}

function startAfter<T>(sorted: readonly T[], marker: T | undefined, rank: (a: T, b: T) => number): number {
  if (marker === undefined) return 0
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = sorted[middle]
    if (item !== undefined && rank(item, marker) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Compares as SQL does, with nulls first. */
function compare(a: JsonValue | undefined, b: JsonValue | undefined): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  return a < b ? -1 : 1
}

export interface NextLink {
  readonly resource: string
  readonly order: PageOrder
  /** The fields of the link, which are written even when the client selected none. */
  readonly fields: readonly string[] | undefined
  /** The filters that the link keeps; Ironic drops most of them. */
  readonly kept: Readonly<Record<string, JsonValue | undefined>>
}

/** Returns the body of a list. A full page has a link to the next page. */
export function collectionBody(
  request: ApiRequest,
  name: string,
  items: readonly unknown[],
  lastUuid: string | undefined,
  { resource, order, fields, kept }: NextLink,
): JsonObject {
  const body: JsonObject = { [name]: items as JsonValue[] }
  if (lastUuid === undefined || items.length !== order.limit) return body
  const query: string[] = []
  for (const [key, value] of Object.entries(kept))
    if (value !== undefined) query.push(`${key}=${pythonText(value)}`)
  if (fields !== undefined) query.push(`fields=${fields.join(',')}`)
  query.push(`limit=${order.limit}`, `marker=${lastUuid}`)
  body['next'] = `${request.publicUrl}/v1/${resource}?${query.join('&')}`
  return body
}
