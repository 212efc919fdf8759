import type { ResultAsync } from 'neverthrow'
import type { HttpMethod } from '../../transport/transport.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiVersion } from '../versions/api-version.js'
import type { Need } from './missing-feature.js'
import type { ReplyShape } from './reply-shape.js'
import type { RequestSafety } from './retry-policy.js'

/** What every call to the API takes beside its own arguments. */
export interface CallOptions {
  /** Ends the call at once with an `aborted` error. What the server has already accepted goes on. */
  readonly signal?: AbortSignal | undefined

  /** How long attempts go on, pauses included, counted from the call. Default: the client's `retryForMs`. */
  readonly retryForMs?: number | undefined
}

/** The options of a call that takes several requests: its time for attempts is one, not one for each. */
export interface SharedOptions extends CallOptions {
  /** By the client's clock. */
  readonly until?: number | undefined
}

/** One request to the API, as a resource describes it. */
export interface ApiRequest<T, Kind extends SpecificFaultKind = never> {
  /** The public name of the call, for errors and logs: `nodes.get`. */
  readonly operation: string
  readonly method: HttpMethod
  /** Below `/v1`: its segments, not yet encoded, so that no name can lead elsewhere. */
  readonly path: readonly string[]
  readonly query?: QueryValues | undefined
  readonly body?: unknown
  /** The features that the server must have; asked before anything is sent. */
  readonly needs?: readonly Need[] | undefined
  /** The microversion to speak where it is newer than the one that is spoken otherwise, and the server has it. */
  readonly speak?: ApiVersion | undefined
  readonly safety: RequestSafety
  /** What the body of a success must be. Absent for replies without one. */
  readonly reply?: ReplyShape<T> | undefined
  /** The faults, beside the common ones, that Ironic may answer it with. */
  readonly faults?: readonly Kind[] | undefined
  /** The node that the request is about. */
  readonly node?: string | undefined
}

/** A request of whatever reply and faults. */
export type AnyRequest = ApiRequest<unknown, SpecificFaultKind>

/** The query of a request. Lists are joined by commas; what is `undefined` or `null` is left out. */
export type QueryValues = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>

/** Sends one request of the API: negotiates, retries by the policy, decodes. */
export interface SendRequest {
  <T>(request: ApiRequest<T>, options?: CallOptions): ResultAsync<T, RequestError>
  <T, Kind extends SpecificFaultKind>(
    request: ApiRequest<T, Kind>,
    options?: CallOptions,
  ): ResultAsync<T, RequestErrorOr<Kind>>

  /** The options for each of several requests that together have the time for attempts that one would have. */
  shared(options?: CallOptions): SharedOptions
}
