import { err, ok, type Result } from 'neverthrow'
import { OVER } from '../../clock/over.js'
import { firstContact, hopeless, unanswered } from '../../transport/first-contact.js'
import type { TransportReply } from '../../transport/transport.js'
import type { ClientError } from '../errors/client-errors.js'
import type { ApiFeatures } from '../versions/api-features.js'
import { followSignal } from './call-signal.js'
import type { ClientCall } from './client-call.js'
import type { ClientSettings } from './client-options.js'
import { sendGuarded } from './guarded-transport.js'
import { isSuccess, refusalOf } from './judge-reply.js'
import type { OfferedVersions } from './reply-headers.js'
import { aborted, overdue, unansweredInTime } from './request-failure.js'
import type { RequestGate } from './request-gate.js'
import { attemptOutcome, pauseBeforeRetryMs } from './retry-policy.js'
import { VersionNegotiation, type FailedDiscovery } from './version-negotiation.js'

/** Faults are recognized by their text, so it must always be in the same language. */
export const JSON_ONLY = { accept: 'application/json', 'accept-language': 'en' } as const

/**
 * Finds out what the server can do, by the first request of a client, which all calls share. It also decides how long
 * to try an address at which nothing has ever answered.
 */
export class FeatureDiscovery {
  readonly #settings: ClientSettings
  readonly #gate: RequestGate
  readonly #negotiation: VersionNegotiation
  /** Whether any reply has come, so that a lost connection is only an outage. */
  #hasAnswered = false

  constructor(settings: ClientSettings, gate: RequestGate) {
    this.#settings = settings
    this.#gate = gate
    this.#negotiation = new VersionNegotiation(
      (attempt, signal) => this.#ask(attempt, signal),
      settings.clock,
      settings.newestVersion,
    )
  }

  /** Returns the server's features; the first call requests them. */
  async features(call: ClientCall): Promise<Result<ApiFeatures, ClientError>> {
    const { clock } = this.#settings
    let failed: FailedDiscovery | undefined
    for (let attempt = 1; ; attempt += 1) {
      const asked = (await this.#negotiated(call, failed)) ?? this.#left(call, attempt)
      if (asked.isOk()) return ok(asked.value)
      failed = asked.error
      const { error, retryAt, isUnanswered } = failed
      if (retryAt === undefined) return err(error)
      if (isUnanswered === true && !(retryAt <= call.unansweredUntil)) return err(unanswered(error))
      if (!(retryAt <= call.until)) return err(error)
      await clock.sleep(retryAt - clock.now(), call.signal)
    }
  }

  /** Asks again; keeps what is known when the server cannot be asked now. */
  renew(signal: AbortSignal | undefined): Promise<ApiFeatures | undefined> {
    return this.#negotiation.renew(signal)
  }

  /** Returns whether the features may be out of date: an Ironic may be upgraded while its clients run. */
  isOlderThan(ms: number): boolean {
    return this.#negotiation.isOlderThan(ms)
  }

  /** Lowers the version to what a server offers that refused the current one. */
  lower(refused: ApiFeatures, offered: OfferedVersions): ApiFeatures | undefined {
    return this.#negotiation.lower(refused, offered).unwrapOr(undefined)
  }

  /** Returns the failure of a call that left the shared request before it ended. */
  #left({ operation, signal, timeoutMs, deadlineAt }: ClientCall, attempt: number) {
    const { clock, random } = this.#settings
    const now = clock.now()
    const failed = (error: ClientError, retryAt?: number) =>
      err<never, FailedDiscovery>({ attempt, error, retryAt })
    if (signal?.aborted === true) return failed(aborted(operation, false))
    if (timeoutMs === undefined || now >= deadlineAt) return failed(overdue(operation))
    const pause = pauseBeforeRetryMs('not_executed', attempt, random, undefined)
    return failed(unansweredInTime(operation, timeoutMs), now + pause)
  }

  /** The request is shared: a caller whose time is over leaves, and the others continue to wait. */
  async #negotiated(call: ClientCall, failed: FailedDiscovery | undefined) {
    const { clock } = this.#settings
    const leaveAt = Math.min(call.deadlineAt, clock.now() + (call.timeoutMs ?? Infinity))
    if (leaveAt === Infinity) return this.#negotiation.features(call.signal, failed)
    const { signal, abort, end } = followSignal(call.signal)
    const done = new AbortController()
    clock.sleep(Math.max(0, leaveAt - clock.now()), done.signal).then(abort, () => undefined)
    try {
      return await this.#negotiation.features(signal, failed)
    } finally {
      done.abort(OVER)
      end()
    }
  }

  async #ask(
    attempt: number,
    signal: AbortSignal,
  ): Promise<Result<TransportReply, Omit<FailedDiscovery, 'attempt'>>> {
    const { clock, random, transport, requestTimeoutMs, headers } = this.#settings
    const request = {
      method: 'GET',
      path: '/',
      headers: { ...headers, ...JSON_ONLY },
      timeoutMs: requestTimeoutMs,
      signal,
    } as const
    const turn = this.#gate.turn(signal)
    if (turn !== undefined) await turn
    const reply = await sendGuarded(transport, request, clock)
    this.#hasAnswered ||= reply.isOk()
    const contact = reply.isErr() && !this.#hasAnswered ? firstContact(reply.error) : 'usual'
    const root = reply.andThen((answer) =>
      isSuccess(answer) ? ok(answer) : err(refusalOf(answer, { safety: 'read' })),
    )
    return root.mapErr((error) => {
      const verdict = attemptOutcome(error)
      if (contact === 'hopeless') return { error: hopeless(error), retryAt: undefined }
      if (verdict === 'final') return { error, retryAt: undefined }
      const pause = pauseBeforeRetryMs(verdict, attempt, random, this.#gate.askedPauseMs(reply))
      return { error, retryAt: clock.now() + pause, isUnanswered: contact === 'unanswered' }
    })
  }
}
