import { err, ok, type Result } from 'neverthrow'
import {
  AbortedError,
  NetworkFailureError,
  RequestTimedOutError,
  type TransportError,
} from '../transport/transport-errors.js'
import type { TransportReply, TransportRequest } from '../transport/transport.js'
import { type Answer, answer } from './api/answer.js'
import { hasEffect, kindOf, type RequestFault } from './controls/injected-faults.js'
import { timeOf, FAKE_HARDWARE_TIMINGS } from './hardware/timings.js'
import type { LoginCheck } from './login/login-check.js'
import { ApiFault, LockedFault, noFreeWorker } from './refusals/api-fault.js'
import { faultBody } from './refusals/fault-replies.js'
import type { World } from './world/world.js'

export type Exchanged = Result<TransportReply, TransportError>

const DEFAULT_TIMEOUT_MS = 60_000

/** A conductor tries to take a lock this often before it says that it is held. */
const LOCK_ATTEMPTS = 3

/** One request, from its sending to its end, with the time and the faults that it meets. */
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

  async run(latencyMs: number, fault: RequestFault | undefined): Promise<Exchanged> {
    if (this.#request.signal?.aborted) return err(this.#aborted('no'))
    const kind = fault === undefined ? undefined : kindOf(fault)
    if (kind === 'refuse') return err(new NetworkFailureError('The connection was refused.', { sent: 'no' }))
    if (latencyMs > 0) {
      const ended = await this.#wait(latencyMs)
      if (ended !== undefined) return err(ended)
    }
    if (fault === undefined) return this.#answer()
    switch (kind) {
      case 'drop-before':
        return err(lostConnection())
      case 'drop-after':
        await this.#takeEffect()
        return err(lostConnection())
      case 'hang':
        if (hasEffect(fault)) await this.#takeEffect()
        return err((await this.#wait(Infinity)) ?? lostConnection())
      case 'malformed':
        return this.#breakOff()
      case 'rpc-timeout':
        if (hasEffect(fault)) await this.#takeEffect()
        return ok(this.#fake(new ApiFault(500, RPC_TIMEOUT)))
      case 'busy':
        return ok(this.#fake(noFreeWorker()))
      case 'locked':
        return ok(this.#fake(this.#locked(fault)))
      default:
        return ok(this.#status(fault))
    }
  }

  /** Asks, and asks again while a lock may still come free, as a conductor does. */
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

  /** What the request does is done; what is answered goes nowhere. */
  async #takeEffect(): Promise<void> {
    await this.#answer().then(() => undefined)
  }

  /** Lets time pass, unless the request ends first: then it says how. */
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

  async #breakOff(): Promise<Exchanged> {
    const exchanged = await this.#answer()
    return exchanged.map((reply) => ({
      status: 200,
      headers: { ...reply.headers, 'content-type': 'application/json' },
      body: reply.body === '' ? '{' : reply.body.slice(0, Math.ceil(reply.body.length / 2)),
    }))
  }

  #locked(fault: RequestFault): ApiFault {
    const ident = /\/nodes\/([^/?]+)/.exec(this.#request.path)?.[1] ?? 'unknown'
    const { store, settings } = this.#world
    const uuid = store.nodeByName(decodeURIComponent(ident))?.record.uuid ?? ident
    const host = typeof fault === 'object' && 'host' in fault ? fault.host : settings.conductorHost
    return new LockedFault(uuid, host, false)
  }

  /** A refusal with the headers that a real one has. */
  #fake(fault: ApiFault): TransportReply {
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

  #status(fault: RequestFault): TransportReply {
    if (typeof fault !== 'object' || fault.kind !== 'status') throw new TypeError('This fault is no status.')
    const { status, fault: text, body, headers } = fault
    if (text !== undefined) return { ...this.#fake(new ApiFault(status, text)) }
    const isHtml = body?.trimStart().startsWith('<') === true
    return {
      status,
      headers: { ...(body ? { 'content-type': isHtml ? 'text/html' : 'application/json' } : {}), ...headers },
      body: body ?? '',
    }
  }
}

const NO_NODE = { uuid: '', name: null }

const RPC_TIMEOUT = 'Timed out waiting for a reply to message ID 4a3c0f0d5c5b4c0f9e4f6c1d2b3a4958'

function lostConnection(): NetworkFailureError {
  return new NetworkFailureError('The connection was closed before a reply came.', { sent: 'maybe' })
}
