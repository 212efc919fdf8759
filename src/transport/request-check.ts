import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import type { TransportRequest } from './transport.js'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** What a URL can carry as it is. A `#` would cut the rest off, and a backslash counts as a slash. */
const ENCODED_PATH = /^\/[!"$-[\]-~]*$/

/** A segment that a URL parser takes away together with its neighbour: `/v1/nodes/..` would ask for `/v1/`. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Looks over a request before anything is done with it, since plain JavaScript may pass anything. */
export function checkTransportRequest(
  request: TransportRequest,
): Result<TransportRequest, InvalidInputError> {
  if (typeof request !== 'object' || request === null) return refuse('request', 'pass a request object.')
  const { method, path, headers, body, signal, timeoutMs } = request
  if (!METHODS.has(method)) return refuse('method', `pass one of ${[...METHODS].join(', ')}, in upper case.`)
  const pathProblem = describePathProblem(path)
  if (pathProblem !== undefined) return refuse('path', pathProblem)
  if (typeof headers !== 'object' || headers === null)
    return refuse('headers', 'pass an object; `{}` for none.')
  const headerProblem = findHeaderProblem(headers)
  if (headerProblem !== undefined) return refuse(`headers.${headerProblem.name}`, headerProblem.problem)
  if (body !== undefined && typeof body !== 'string') {
    return refuse('body', 'it is not a text, encode it with JSON.stringify first.')
  }
  if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
    return refuse('body', `a ${method} request carries none, leave it out.`)
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    return refuse('signal', 'it is not an AbortSignal, pass the `signal` of an AbortController.')
  }
  if (timeoutMs !== undefined && (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs))) {
    return refuse('timeoutMs', 'it is not a number, pass the time in milliseconds.')
  }
  return ok(request)
}

/** The first header that cannot be sent, described without its value, which may be secret. */
export function findHeaderProblem(
  headers: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly problem: string } | undefined {
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name)) {
      return {
        name: JSON.stringify(name),
        problem: 'it is not a header name, use letters, digits and hyphens.',
      }
    }
    if (typeof value !== 'string') return { name, problem: 'its value is not a text, pass one.' }
    if (!HEADER_VALUE.test(value)) {
      return { name, problem: 'its value has a line break or another character that no header can carry.' }
    }
  }
  return undefined
}

function describePathProblem(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/')) return 'it must be a text that starts with `/`.'
  if (!ENCODED_PATH.test(path)) return 'it is not encoded, pass its parts through encodeURIComponent.'
  const [route = ''] = path.split('?', 1)
  if (route.split('/').some((segment) => DOT_SEGMENT.test(segment))) {
    return 'a part of it is `.` or `..`, which would ask for another resource; check the name it was made from.'
  }
  return undefined
}

function refuse(field: string, problem: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError(field, problem))
}
