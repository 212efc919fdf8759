import { err, ok, type Result } from 'neverthrow'
import type { QueryValues } from './api-request.js'

/**
 * Returns `?fields=uuid,name&limit=10`. Lists are joined by commas, as Ironic reads them; `undefined` is left out.
 */
export function queryString(values: QueryValues = {}): string {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [
          `${encodeURIComponent(name)}=${(isList(value) ? value : [String(value)]).map(encodeURIComponent).join(',')}`,
        ],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/**
 * Builds `/v1/nodes/web-1/vifs` from its segments. A segment that is empty, `.` or `..` would lead to another
 * resource: the index of the first such segment is returned instead.
 */
export function apiPath(segments: readonly string[]): Result<string, number> {
  const encoded = segments.map(encodeSegment)
  const bad = encoded.indexOf(undefined)
  return bad === -1 ? ok(`/v1/${encoded.join('/')}`) : err(bad)
}

function encodeSegment(segment: string): string | undefined {
  if (typeof segment !== 'string' || /^(\.{0,2}|\s*)$/.test(segment)) return undefined
  try {
    return encodeURIComponent(segment)
  } catch {
    // Half of a surrogate pair, which no name contains.
    return undefined
  }
}

function isList(value: string | number | boolean | readonly string[]): value is readonly string[] {
  return Array.isArray(value)
}
