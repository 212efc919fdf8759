import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { DebugLog } from '../../tracing/debug-log.js'
import type { TransportRequest } from '../../transport/transport.js'
import { expectedFault } from '../errors/classify-fault.js'
import type { ClientError, RequestError } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import { speaking, type ApiFeatures } from '../versions/api-features.js'
import type { AnyRequest, ApiRequest, CallOptions, SendRequest, SharedOptions } from './api-request.js'
import { deadlineOf } from './call-signal.js'
import { callOptionProblem } from './call-options.js'
import { beginCall, type ClientCall } from './client-call.js'
import type { ClientSettings } from './client-options.js'
import { keepDotJson } from './dot-json.js'
import { FeatureDiscovery, JSON_ONLY } from './feature-discovery.js'
import { sendGuarded } from './guarded-transport.js'
import { judgeReply } from './judge-reply.js'
import { missingFeature } from './missing-feature.js'
import { aborted, neverRejecting, overdue, unlessDoubtful } from './request-failure.js'
import { RequestGate } from './request-gate.js'
import { RequestTrace } from './request-trace.js'
import { attemptOutcome, mayHaveHappened, mayResend, pauseBeforeRetryMs } from './retry-policy.js'
import { versionHeaders } from './version-negotiation.js'
import { wireText, type WireText } from './wire-request.js'

const debug = new DebugLog('client')

/** How long the lack of a feature is remembered before the server is asked again. */
const FEATURES_LAST_MS = 60_000

/**
 * Sends every request of the client: chooses the microversion, sends, judges the reply, retries by the policy,
 * decodes. The client resends nowhere else.
 */
export class RequestSender {
  readonly #options: ClientSettings
  readonly #discovery: FeatureDiscovery
  readonly #gate: RequestGate

  constructor(options: ClientSettings) {
    this.#options = options
    this.#gate = new RequestGate(options)
    this.#discovery = new FeatureDiscovery(options, this.#gate)
  }

  /** A reply's faults are limited to those that the request lists, so its type lists no others. */
  readonly send = Object.assign(
    <T>(request: ApiRequest<T, SpecificFaultKind>, options: CallOptions = {}) =>
      new ResultAsync(
        neverRejecting(request, async () => {
          const problem = callOptionProblem(options)
          if (problem !== undefined) return located(problem, request)
          const call = beginCall(this.#options, request.operation, options)
          const trace = new RequestTrace(request, call.requestId)
          return trace.around(() => this.#send(request, call, trace))
        }),
      ),
    { shared: (options?: CallOptions) => this.#shared(options) },
  ) as SendRequest

  /** Returns the server's features; the first call requests them. */
  features(options: CallOptions = {}): ResultAsync<ApiFeatures, RequestError> {
    const request = { operation: 'features', safety: 'read' } as const
    const result = neverRejecting(request, async () => {
      const problem = callOptionProblem(options)
      return problem === undefined
        ? this.#discovery.features(beginCall(this.#options, 'features', options))
        : err(problem.within(request))
    })
    return new ResultAsync(result) as ResultAsync<ApiFeatures, RequestError>
  }

  #shared(options: CallOptions | undefined): SharedOptions {
    try {
      return { ...options, until: beginCall(this.#options, '', options ?? {}).until }
    } catch {
      // What throws here throws again in each request, which turns it into an error.
      return { ...options }
    }
  }

  async #send<T>(
    request: ApiRequest<T, SpecificFaultKind>,
    call: ClientCall,
    trace: RequestTrace,
  ): Promise<Result<T, ClientError>> {
    const wire = wireText(request)
    if (wire.isErr()) return located(wire.error, request)
    const known = await this.#featuresFor(request, call)
    if (known.isErr()) return located(known.error, request)

    let features = known.value
    for (let renewed = false; ;) {
      const result = await this.#attempts(request, wire.value, features, call, trace)
      if (result.isOk() || result.error.kind !== 'unsupported_api_version') return result
      // Only a server that does not say what it supports is asked, and once: for others the version is lowered step
      // by step.
      const { serverMinimum: minimum = features.serverMinimum, serverMaximum: maximum } = result.error
      if (maximum === undefined && renewed) return result
      renewed ||= maximum === undefined
      const offered =
        maximum === undefined
          ? await this.#discovery.renew(call.signal)
          : this.#discovery.lower(features, { minimum, maximum })
      const next = offered && speaking(offered, request.speak)
      if (next === undefined || next.version === features.version) return result
      if (maximum !== undefined && next.isAtLeast(features.version)) return result
      const missing = missingFeature(request.needs ?? [], next)
      if (missing !== undefined) return located(missing, request)
      features = next
    }
  }

  /** Returns the server's features, after checking those that the request needs. */
  async #featuresFor(request: AnyRequest, call: ClientCall): Promise<Result<ApiFeatures, ClientError>> {
    const needs = request.needs ?? []
    const asked = await this.#discovery.features(call)
    if (asked.isErr()) return asked
    const known = speaking(asked.value, request.speak)
    const missing = missingFeature(needs, known)
    if (missing === undefined) return ok(known)
    if (!this.#discovery.isOlderThan(FEATURES_LAST_MS)) return err(missing)
    const newest = await this.#discovery.renew(call.signal)
    const renewed = newest && speaking(newest, request.speak)
    if (renewed === undefined || missingFeature(needs, renewed) !== undefined) return err(missing)
    return ok(renewed)
  }

  /** Sends until the request succeeds, fails for good, or the time for retries is over. */
  async #attempts<T>(
    request: ApiRequest<T, SpecificFaultKind>,
    wire: WireText,
    features: ApiFeatures,
    call: ClientCall,
    trace: RequestTrace,
  ): Promise<Result<T, ClientError>> {
    const { clock, random, transport } = this.#options
    /**
     * The error of the last attempt that may have taken effect: a later one that was not executed does not undo that.
     */
    let doubt: ClientError | undefined
    let wasThere = false

    for (let attempt = 1; ; attempt += 1) {
      const turn = this.#gate.turn(call.signal)
      if (turn !== undefined) {
        await turn
        // The deadline of a look moves while it waits for its turn.
        call = { ...call, deadlineAt: deadlineOf(call.signal) }
      }
      if (call.signal?.aborted) return located(aborted(call.operation, doubt !== undefined), request)
      if (clock.now() >= call.deadlineAt) return located(doubt ?? overdue(call.operation), request)
      const sent = {
        ...trace.labels(attempt),
        ...this.#wireRequest(request, wire, features, call, trace.requestId),
      }
      const { reply, outcome } = await trace.attempt(
        { attempt, version: features.version },
        () => sendGuarded(transport, sent, clock),
        (answered) => answered.andThen((answer) => judgeReply(request, features.version, answer)),
      )
      if (outcome.isOk()) return outcome
      const error = outcome.error
      if (request.safety === 'delete' && error.kind === 'not_found' && (wasThere || doubt !== undefined))
        return ok(undefined as T)

      // The reply to another request says nothing about this one; the next may be the right one.
      const isMixedUp = error.kind === 'invalid_response' && error.about !== undefined
      const verdict =
        isMixedUp && attempt === 1 && request.safety === 'read' ? 'ambiguous' : attemptOutcome(error)
      const again = verdict !== 'final' && mayResend(request.safety, verdict)
      const retryAfter = this.#gate.askedPauseMs(reply)
      const pause = again ? pauseBeforeRetryMs(verdict, attempt, random, retryAfter) : 0
      if (!again || !(clock.now() + pause <= call.until))
        return located(unlessDoubtful(error, doubt), request)
      if (mayHaveHappened(error) && request.safety !== 'read') doubt = error
      wasThere ||= verdict === 'locked'
      debug.line('%s: attempt %d ended with %s, next in %d ms', request.operation, attempt, error.kind, pause)
      trace.retry(attempt, pause, error)
      await clock.sleep(pause, call.signal)
    }
  }

  #wireRequest(
    request: AnyRequest,
    { path, body }: WireText,
    features: ApiFeatures,
    call: ClientCall,
    requestId: string,
  ): TransportRequest & { readonly timeoutMs: number } {
    return {
      method: request.method,
      path: keepDotJson(path, features),
      headers: {
        ...this.#options.headers,
        ...JSON_ONLY,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...versionHeaders(features.version),
        'x-openstack-request-id': requestId,
      },
      body,
      signal: call.signal,
      timeoutMs: Math.min(
        call.timeoutMs ?? this.#options.requestTimeoutMs,
        call.deadlineAt - this.#options.clock.now(),
      ),
    }
  }
}

function located(error: ClientError, request: AnyRequest): Result<never, ClientError> {
  const expected = expectedFault(error, request.faults)
  return err(expected.within({ operation: expected.operation ?? request.operation, node: request.node }))
}
