import type { ResultAsync } from 'neverthrow'
import type { HttpMethod } from '../../transport/transport.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiVersion } from '../versions/api-version.js'
import type { Need } from './missing-feature.js'
import type { ReplyShape } from './reply-shape.js'
import type { RequestSafety } from './retry-policy.js'

/** The options that every call takes besides its own arguments. */
export interface CallOptions {
  /** Ends the call at once with an `aborted` error. What the server has already accepted goes on. */
  readonly signal?: AbortSignal | undefined

  /** How long the call is retried, including pauses, counted from its start. Default: the client's `retryForMs`. */
  readonly retryForMs?: number | undefined

  /**
   * The time limit of each attempt, including reading its reply. Default: the client's `requestTimeoutMs`. A smaller
   * limit of the transport applies all the same.
   */
  readonly timeoutMs?: number | undefined

  /**
   * The id that every request of the call sends as `x-openstack-request-id`: `req-` and a UUID in lower case. Ironic logs
   * it as the global request id. Default: a new one for each request.
   */
  readonly requestId?: string | undefined
}

/** The options of a call that sends several requests, which share one time for retries. */
export interface SharedOptions extends CallOptions {
  /** The end of that time, by the client's clock. */
  readonly until?: number | undefined
}

/** One request to the API, as a resource describes it. */
export interface ApiRequest<T, Kind extends SpecificFaultKind = never> {
  /** The public name of the call, for errors and logs, such as `nodes.get`. */
  readonly operation: string
  readonly method: HttpMethod
  /** The segments of the path below `/v1`, not encoded, so that no name can lead to another path. */
  readonly path: readonly string[]
  readonly query?: QueryValues | undefined
  readonly body?: unknown
  /** The features that the server must have; checked before anything is sent. */
  readonly needs?: readonly Need[] | undefined
  /** The microversion to use if it is newer than the negotiated one and the server has it. */
  readonly speak?: ApiVersion | undefined
  readonly safety: RequestSafety
  /** The shape of the body of a success. Absent for replies without a body. */
  readonly reply?: ReplyShape<T> | undefined
  /** The faults, besides the common ones, that Ironic may answer. */
  readonly faults?: readonly Kind[] | undefined
  /** The node that the request is about. */
  readonly node?: string | undefined
}

/** A request with any reply and any faults. */
export type AnyRequest = ApiRequest<unknown, SpecificFaultKind>

/** The query of a request. Lists are joined by commas; `undefined` and `null` are left out. */
export type QueryValues = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>

/** Sends one request to the API: negotiates the microversion, retries by the policy, decodes the reply. */
export interface SendRequest {
  <T>(request: ApiRequest<T>, options?: CallOptions): ResultAsync<T, RequestError>
  <T, Kind extends SpecificFaultKind>(
    request: ApiRequest<T, Kind>,
    options?: CallOptions,
  ): ResultAsync<T, RequestErrorOr<Kind>>

  /** Returns the options for each of several requests that share the time for retries of one. */
  shared(options?: CallOptions): SharedOptions
}
