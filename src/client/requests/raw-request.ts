import { errAsync, ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { inputProblems } from '../../errors/input-problem.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { withoutSecrets } from '../../errors/known-secrets.js'
import type { HttpMethod } from '../../transport/transport.js'
import { SPECIFIC_FAULT_KINDS } from '../errors/classify-fault.js'
import type { ClientError } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import { parseApiVersion, type ApiVersion } from '../versions/api-version.js'
import type { CallOptions, QueryValues, SendRequest } from './api-request.js'
import { readingArguments } from './argument-check.js'
import { anyReply, shape, type ReplyShape } from './reply-shape.js'
import { defaultSafety, REQUEST_SAFETIES, type RequestSafety } from './retry-policy.js'
import { secretsSent } from './sent-secrets.js'

/** A request to the API in its HTTP form, for features newer than this library. */
export interface RawRequest {
  readonly method: HttpMethod
  /**
   * The segments below `/v1`, not encoded, so that no name can lead to another path: `['nodes', 'metal-1', 'vifs']`.
   */
  readonly path: readonly string[]
  readonly query?: QueryValues | undefined
  /** Sent as JSON. Not allowed for `GET` and `HEAD`. */
  readonly body?: unknown
  /**
   * The microversion that the request needs. If it is newer than the negotiated one, this request alone is sent with
   * it, even if it is newer than `newestVersion` and this library.
   */
  readonly since?: ApiVersion | undefined
  /** The effect of sending the request twice. Default: `read` for `GET` and `HEAD`, `once` for all others. */
  readonly safety?: RequestSafety | undefined
  /** The node that the request is about, for errors. */
  readonly node?: string | undefined
}

/** A raw request with the caller's own check of the reply. */
export interface DecodedRawRequest<T> extends RawRequest {
  /**
   * Converts the parsed body (`undefined` if there is none). If it throws or returns a promise, the call fails with
   * `invalid_response`.
   */
  readonly decode: (body: unknown) => T
}

const input = shape<DecodedRawRequest<unknown>>(
  z.lazy(() => {
    const text = z.string()
    const version = z.custom(
      (value) => parseApiVersion(value) !== undefined,
      'must be a microversion such as "1.116"',
    )
    const scalar = z.union([text, z.number(), z.boolean(), z.array(text), z.null(), z.undefined()])
    return z.strictObject({
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
      path: z
        .array(text, 'must be a list of segments below /v1, such as ["nodes", "metal-1"]')
        .min(1, 'is empty; pass the segments below /v1, such as ["nodes", "metal-1"]'),
      query: z.record(z.string(), scalar).optional(),
      body: z.unknown().optional(),
      since: version.optional(),
      safety: z.enum(REQUEST_SAFETIES).optional(),
      node: text.optional(),
      decode: z.custom((value) => typeof value === 'function', 'must be a function').optional(),
    })
  }),
  inputProblems(),
)

/** Sends a raw request like every other: with a microversion, retries and typed errors. */
export function sendRaw(
  send: SendRequest,
  raw: RawRequest & Partial<DecodedRawRequest<unknown>>,
  options?: CallOptions,
): ResultAsync<unknown, ClientError> {
  return readingArguments(
    { operation: 'request' },
    () => {
      const problem = problemOf(raw)
      if (problem !== undefined) return errAsync(problem)
      const { method, path, query, body, since, safety = defaultSafety(method), node, decode } = raw
      const name = `${method} /v1/${path.join('/')}`
      const decoded: { value?: unknown } = {}
      return send<unknown, SpecificFaultKind>(
        {
          operation: `request(${name})`,
          method,
          path,
          query,
          body,
          needs: since === undefined ? [] : [{ since, what: name }],
          speak: since,
          safety,
          reply: decode === undefined ? anyReply : checkedBy(decode, decoded),
          faults: SPECIFIC_FAULT_KINDS,
          node,
        },
        options,
      ).map((reply) => (decode === undefined ? reply : decoded.value))
    },
    errAsync,
  )
}

function problemOf(raw: RawRequest): InvalidInputError | undefined {
  const refuse = (field: string, problem: string) =>
    new InvalidInputError(field, problem, { operation: 'request' })
  const problem = input.problemIn(raw)
  if (problem !== undefined) return refuse(problem.path || 'request', problem.message)
  const takesNone = raw.method === 'GET' || raw.method === 'HEAD'
  return takesNone && raw.body !== undefined
    ? refuse('body', `is not allowed with ${raw.method}; leave it out`)
    : undefined
}

/** Accepts a reply when the caller's decoder does not throw, and keeps the decoded value. */
function checkedBy(decode: (body: unknown) => unknown, kept: { value?: unknown }): ReplyShape<unknown> {
  return {
    mayBeEmpty: true,
    problemIn: (body) => {
      try {
        kept.value = decode(body)
      } catch (cause) {
        const said =
          cause instanceof Error ? withoutSecrets(cause.message, secretsSent(body)) : 'it threw no error'
        return { path: '', message: `was rejected by the \`decode\` function: ${said}` }
      }
      if (!(kept.value instanceof Promise)) return undefined
      // Nothing else handles its rejection.
      kept.value.catch(() => undefined)
      return {
        path: '',
        message: 'cannot be decoded: the \`decode\` function returned a promise; make it synchronous',
      }
    },
  }
}
