import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import type { TransportRequest } from './transport.js'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Characters that a URL carries unencoded. A `#` would cut off the rest, and a backslash counts as a slash. */
const ENCODED_PATH = /^\/[!"$-[\]-~]*$/

/** A segment that a URL parser removes together with the one before it: `/v1/nodes/..` would request `/v1/`. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Headers that HTTP itself sets for each connection or body. */
const OF_CONNECTION =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i

/** Validates a request before anything else happens, since plain JavaScript may pass anything. */
export function checkTransportRequest(
  request: TransportRequest,
): Result<TransportRequest, InvalidInputError> {
  if (typeof request !== 'object' || request === null) return refuse('request', 'must be a request object.')
  const { method, path, headers, body, signal, timeoutMs } = request
  if (!METHODS.has(method))
    return refuse('method', `must be one of ${[...METHODS].join(', ')}, in upper case.`)
  const pathProblem = describePathProblem(path)
  if (pathProblem !== undefined) return refuse('path', pathProblem)
  if (typeof headers !== 'object' || headers === null)
    return refuse('headers', 'must be an object; pass `{}` for none.')
  const headerProblem = findHeaderProblem(headers)
  if (headerProblem !== undefined) return refuse(`headers.${headerProblem.name}`, headerProblem.problem)
  const ofConnection = Object.keys(headers).find((name) => OF_CONNECTION.test(name))
  if (ofConnection !== undefined)
    return refuse(`headers.${ofConnection}`, 'is set by the connection; leave it out.')
  if (body !== undefined && typeof body !== 'string') {
    return refuse('body', 'not a text; encode it with JSON.stringify first.')
  }
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    return refuse('body', `not allowed with ${method}; leave it out.`)
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    return refuse('signal', 'not an AbortSignal; pass the `signal` of an AbortController.')
  }
  if (timeoutMs !== undefined && (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs))) {
    return refuse('timeoutMs', 'must be a number of milliseconds, such as 60000 for a minute.')
  }
  return ok(request)
}

/** Returns the first header that cannot be sent. Leaves out its value, which may be secret. */
export function findHeaderProblem(
  headers: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly problem: string } | undefined {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name)) {
      return {
        name: JSON.stringify(name),
        problem: 'not a header name; use letters, digits and hyphens.',
      }
    }
    if (typeof value !== 'string') return { name, problem: 'must be a text.' }
    if (!HEADER_VALUE.test(value)) {
      return { name, problem: 'contains a line break or another character that a header cannot carry.' }
    }
  }
  return undefined
}

function describePathProblem(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/')) return 'must be a text that starts with `/`.'
  if (!ENCODED_PATH.test(path)) return 'not encoded; pass its parts through encodeURIComponent.'
  const [route = ''] = path.split('?', 1)
  if (route.split('/').some((segment) => DOT_SEGMENT.test(segment))) {
    return 'contains `.` or `..` as a segment, which would address another resource; check the name it was built from.'
  }
  return undefined
}

function refuse(field: string, problem: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError(field, problem))
}
