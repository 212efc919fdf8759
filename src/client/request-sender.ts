import createDebug from 'debug'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Clock } from '../clock/clock.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from '../transport/transport.js'
import type { ApiFeatures } from './api-features.js'
import type { ApiRequest, CallOptions, SendRequest } from './api-request.js'
import type { ApiVersion } from './api-version.js'
import { classifyFault } from './classify-fault.js'
import { UnsupportedApiVersionError, type ClientError } from './client-errors.js'
import { decodeReply } from './decode-reply.js'
import { faultText } from './fault.js'
import { sendGuarded } from './guarded-transport.js'
import { missingFeature } from './missing-feature.js'
import { apiPath, queryString } from './query.js'
import { attemptOutcome, mayResend, pauseBeforeRetryMs } from './retry-policy.js'
import { VersionNegotiation, versionHeaders } from './version-negotiation.js'

const debug = createDebug('ironic-driver:client')

export interface RequestSenderOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: () => number
  readonly retryForMs: number
  readonly requestTimeoutMs: number
  readonly newestVersion?: ApiVersion | undefined
}

/**
 * The way of every request: which microversion, send, judge, perhaps send again, decode. There is no other
 * place in the library that resends anything.
 */
export class RequestSender {
  readonly #options: RequestSenderOptions
  readonly #negotiation: VersionNegotiation

  constructor(options: RequestSenderOptions) {
    this.#options = options
    this.#negotiation = new VersionNegotiation(() => this.#discover(), options.newestVersion)
  }

  readonly send: SendRequest = (request, call = {}) => new ResultAsync(this.#send(request, call))

  /** What the server can do; the first call asks it. */
  features(call: CallOptions = {}): ResultAsync<ApiFeatures, ClientError> {
    return new ResultAsync(this.#features('features', call))
  }

  async #features(operation: string, call: CallOptions): Promise<Result<ApiFeatures, ClientError>> {
    const asked = this.#negotiation.features()
    const known = await (call.signal === undefined ? asked : unlessAborted(asked, call.signal, operation))
    return known
  }

  async #send<T>(request: ApiRequest<T>, call: CallOptions): Promise<Result<T, ClientError>> {
    const path = apiPath(request.path)
    if (path.isErr()) return this.#located(badSegment(request, path.error), request)
    const known = await this.#features(request.operation, call)
    if (known.isErr()) return this.#located(known.error, request)
    const missing = missingFeature(request.needs ?? [], known.value)
    if (missing !== undefined) return this.#located(missing, request)

    const first = await this.#attempts(request, path.value, known.value, call)
    if (first.isOk() || first.error.kind !== 'unsupported_api_version') return first
    const renewed = await this.#negotiation.renew(known.value)
    if (renewed.isErr()) return this.#located(renewed.error, request)
    if (renewed.value.version === known.value.version) return first
    const stillMissing = missingFeature(request.needs ?? [], renewed.value)
    if (stillMissing !== undefined) return this.#located(stillMissing, request)
    return this.#attempts(request, path.value, renewed.value, call)
  }

  /** Sends until it is done, final, or the time for attempts is over. */
  async #attempts<T>(
    request: ApiRequest<T>,
    path: string,
    features: ApiFeatures,
    call: CallOptions,
  ): Promise<Result<T, ClientError>> {
    const { clock, random } = this.#options
    const until = clock.now() + (call.retryForMs ?? this.#options.retryForMs)
    const wire = this.#wireRequest(request, path, features, call)

    for (let attempt = 1, mayBeDone = false; ; attempt += 1) {
      const reply = await sendGuarded(this.#options.transport, wire, clock)
      const outcome = reply.andThen((answer) => judgeReply(request, features, answer))
      if (outcome.isOk()) return outcome
      const error = outcome.error
      if (mayBeDone && request.safety === 'delete' && error.kind === 'not_found') return ok(undefined as T)

      const verdict = attemptOutcome(error)
      const pause =
        verdict === 'final' || !mayResend(request.safety, verdict)
          ? undefined
          : pauseBeforeRetryMs(verdict, attempt, random, retryAfterMs(reply))
      if (pause === undefined || clock.now() + pause > until) return this.#located(error, request)
      mayBeDone ||= verdict === 'ambiguous' || verdict === 'locked'
      debug('%s: attempt %d ended with %s, next in %d ms', request.operation, attempt, error.kind, pause)
      await clock.sleep(pause, call.signal)
      if (call.signal?.aborted) return this.#located(aborted(request.operation, mayBeDone), request)
    }
  }

  #wireRequest(
    request: ApiRequest<unknown>,
    path: string,
    features: ApiFeatures,
    call: CallOptions,
  ): TransportRequest & { readonly timeoutMs: number } {
    const hasBody = request.body !== undefined
    return {
      method: request.method,
      path: path + queryString(request.query),
      headers: {
        accept: 'application/json',
        'accept-language': 'en',
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...versionHeaders(features.version),
      },
      body: hasBody ? JSON.stringify(request.body) : undefined,
      signal: call.signal,
      timeoutMs: this.#options.requestTimeoutMs,
    }
  }

  async #discover(): Promise<Result<TransportReply, ClientError>> {
    const { clock, random, retryForMs } = this.#options
    const until = clock.now() + retryForMs
    const request = {
      method: 'GET',
      path: '/',
      headers: { accept: 'application/json', 'accept-language': 'en' },
      timeoutMs: this.#options.requestTimeoutMs,
    } as const
    for (let attempt = 1; ; attempt += 1) {
      const reply = await sendGuarded(this.#options.transport, request, clock)
      const root = reply.andThen((answer) => (answer.status < 300 ? ok(answer) : err(faultOf(answer))))
      if (root.isOk()) return root
      const verdict = attemptOutcome(root.error)
      if (verdict === 'final') return root
      const pause = pauseBeforeRetryMs(verdict, attempt, random, retryAfterMs(reply))
      if (clock.now() + pause > until) return root
      await clock.sleep(pause)
    }
  }

  #located<T>(error: ClientError, request: ApiRequest<T>): Result<never, ClientError> {
    return err(error.within({ operation: error.operation ?? request.operation, node: request.node }))
  }
}

function badSegment(request: ApiRequest<unknown>, index: number): ClientError {
  const field = request.path[index] === request.node ? 'node' : (request.path[index - 1] ?? 'path')
  return new InvalidInputError(field, 'is empty or no name at all; pass a UUID or a name')
}

function judgeReply<T>(
  request: ApiRequest<T>,
  features: ApiFeatures,
  reply: TransportReply,
): Result<T, ClientError> {
  if (reply.status >= 200 && reply.status < 300) return decodeReply(request, reply)
  if (reply.status === 406)
    return err(
      new UnsupportedApiVersionError(
        `The server refused microversion ${features.version} for ${request.operation}. It says: ${faultText(reply.body)}`,
        {
          serverMinimum: features.serverMinimum,
          serverMaximum: features.serverMaximum,
          requestId: requestIdOf(reply),
        },
      ),
    )
  return err(faultOf(reply))
}

function faultOf(reply: TransportReply): ClientError {
  const location = reply.headers['location']
  const fault =
    reply.status >= 300 && reply.status < 400 && location !== undefined
      ? `it redirects to ${location}; use that as the endpoint if it is right`
      : faultText(reply.body)
  return classifyFault({ status: reply.status, fault, requestId: requestIdOf(reply) })
}

export function requestIdOf(reply: TransportReply): string | undefined {
  return reply.headers['x-openstack-request-id'] ?? reply.headers['openstack-request-id']
}

/** Seconds only: Ironic never sends the header, and proxies send that form. */
function retryAfterMs(reply: Result<TransportReply, ClientError>): number | undefined {
  const seconds = reply.isOk() ? Number(reply.value.headers['retry-after'] ?? Number.NaN) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 300) * 1_000 : undefined
}

function aborted(operation: string, mayBeDone: boolean): AbortedError {
  return new AbortedError(`${operation} was aborted by its caller.`, { sent: mayBeDone ? 'maybe' : 'no' })
}

/** Leaves the shared request to the others when this caller gives up. */
function unlessAborted<T>(
  shared: Promise<Result<T, ClientError>>,
  signal: AbortSignal,
  operation: string,
): Promise<Result<T, ClientError>> {
  if (signal.aborted) return Promise.resolve(err(aborted(operation, false)))
  return new Promise((resolve) => {
    const onAbort = () => resolve(err(aborted(operation, false)))
    signal.addEventListener('abort', onAbort, { once: true })
    void shared.then((result) => {
      signal.removeEventListener('abort', onAbort)
      resolve(result)
    })
  })
}
