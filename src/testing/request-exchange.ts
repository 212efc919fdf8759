import { err, ok, type Result } from 'neverthrow'
import { AbortedError, RequestTimedOutError, type TransportError } from '../transport/transport-errors.js'
import type { TransportReply, TransportRequest } from '../transport/transport.js'
import { type Answer, answer } from './api/answer.js'
import {
  DISRUPTION_KINDS,
  type DetailedDisruption,
  type DisruptionKind,
} from './disruptions/disruption-kinds.js'
import { timeOf, FAKE_HARDWARE_TIMINGS } from './hardware/timings.js'
import type { LoginCheck } from './login/login-check.js'
import { type ApiFault, LockedFault } from './refusals/api-fault.js'
import { faultBody } from './refusals/fault-replies.js'
import type { World } from './world/world.js'

export type Exchanged = Result<TransportReply, TransportError>

const DEFAULT_TIMEOUT_MS = 60_000

/** How often a conductor tries to take a lock before it reports that the node is locked. */
const LOCK_ATTEMPTS = 3

/** One request from sending to reply, with its latency and its disruption. */
export class RequestExchange {
  readonly #world: World
  readonly #request: TransportRequest
  readonly #login: LoginCheck | undefined
  readonly #timeoutMs: number
  readonly #deadline: number

  constructor(world: World, request: TransportRequest, login?: LoginCheck) {
    this.#world = world
    this.#request = request
    this.#login = login
    this.#timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
    this.#deadline = world.settings.clock.now() + this.#timeoutMs
  }

  async run(latencyMs: number, disruption: DetailedDisruption | undefined): Promise<Exchanged> {
    if (this.#request.signal?.aborted) return err(this.#aborted('no'))
    const isSent = disruption === undefined || DISRUPTION_KINDS[disruption.kind].unsent !== true
    if (isSent && latencyMs > 0) {
      const ended = await this.#wait(latencyMs)
      if (ended !== undefined) return err(ended)
    }
    return disruption === undefined ? this.#answer() : this.#meet(disruption)
  }

  async #meet<Kind extends DisruptionKind>(disruption: DetailedDisruption<Kind>): Promise<Exchanged> {
    return DISRUPTION_KINDS[disruption.kind].meet(
      {
        node: () => this.#nodeInPath(),
        conductorHost: this.#world.settings.conductorHost,
        answer: () => this.#answer(),
        wait: (ms) => this.#wait(ms),
        refusal: (fault) => this.#refusal(fault),
      },
      disruption,
    )
  }

  /** Answers the request, and tries again while a lock may still come free, as a conductor does. */
  async #answer(): Promise<Exchanged> {
    const { settings, random } = this.#world
    for (let attempt = 1; ; attempt++) {
      const { reply, fault, afterMs }: Answer = answer(this.#world, this.#request, this.#login)
      const pause =
        fault instanceof LockedFault && fault.retried && attempt < LOCK_ATTEMPTS
          ? timeOf(settings.timings.lockRetry ?? FAKE_HARDWARE_TIMINGS.lockRetry, NO_NODE, random)
          : 0
      const ended = pause + afterMs > 0 ? await this.#wait(pause + afterMs) : undefined
      if (ended !== undefined) return err(ended)
      if (pause > 0) continue
      if (fault instanceof LockedFault) fault.whenGivenUp?.()
      return ok(reply)
    }
  }

  /** Lets time pass. Returns the error if the request ends before that. */
  async #wait(ms: number): Promise<TransportError | undefined> {
    const { clock } = this.#world.settings
    const left = this.#deadline - clock.now()
    if (left > 0) await clock.sleep(Math.min(ms, left), this.#request.signal)
    if (this.#request.signal?.aborted) return this.#aborted('maybe')
    if (ms < left) return undefined
    return new RequestTimedOutError(`No reply came within ${this.#timeoutMs} ms.`, {
      sent: 'maybe',
      timeoutMs: this.#timeoutMs,
    })
  }

  #aborted(sent: 'no' | 'maybe'): AbortedError {
    return new AbortedError('The request was aborted.', { sent })
  }

  /** Returns the UUID of the node in the path, or the path's own text for an unknown node. */
  #nodeInPath(): string {
    const ident = /\/nodes\/([^/?]+)/.exec(this.#request.path)?.[1] ?? 'unknown'
    return this.#world.store.nodeByName(decodeURIComponent(ident))?.record.uuid ?? ident
  }

  /** Returns a refusal with the headers of a real one. */
  #refusal(fault: ApiFault): TransportReply {
    const { settings, requestIds } = this.#world
    const id = `req-${requestIds.uuid()}`
    return {
      status: fault.status,
      headers: {
        'content-type': 'application/json',
        'x-openstack-ironic-api-minimum-version': `1.${settings.minMinor}`,
        'x-openstack-ironic-api-maximum-version': `1.${settings.maxMinor}`,
        'openstack-request-id': id,
        'x-openstack-request-id': id,
      },
      body: faultBody(fault),
    }
  }
}

const NO_NODE = { uuid: '', name: null }
