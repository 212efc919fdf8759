import { err, ok, type Result } from 'neverthrow'
import type { QueryValues } from './api-request.js'

/** `?fields=uuid,name&limit=10`. Lists are joined by commas, as Ironic reads them; `undefined` is left out. */
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
 * `/v1/nodes/web-1/vifs` from its segments. A segment that is empty, `.` or `..` would lead to another resource:
 * the index of the first such one is returned instead.
 */
export function apiPath(segments: readonly string[]): Result<string, number> {
  const bad = segments.findIndex((one) => typeof one !== 'string' || /^(\.{0,2}|\s*)$/.test(one))
  return bad === -1 ? ok(`/v1/${segments.map(encodeURIComponent).join('/')}`) : err(bad)
}

function isList(value: string | number | boolean | readonly string[]): value is readonly string[] {
  return Array.isArray(value)
}
