import { subscribe } from 'node:diagnostics_channel'
import type { Transport, TransportReply, TransportRequest } from 'ironic-driver'
import { routeOf, type Boundary, type Moment } from './boundary.js'
import type { CallClock } from './call-clock.js'
import type { SentRequest } from './messages.js'

type Outcome = Awaited<ReturnType<Transport['send']>>

/** The call of a transport, and its boundary. */
export interface StoppedCall {
  readonly inner: Transport
  readonly clock: CallClock
  readonly stopAt: Boundary | undefined
}

/** The receivers of a transport's reports. */
export interface BoundaryReports {
  /**
   * Reports that it stands before a request in which it is to be killed. It sends that request when this
   * resolves.
   */
  readonly ready: (at: string) => Promise<void>
  /** Reports that it has reached its boundary, and does nothing any more. */
  readonly stopped: (at: string) => void
}

/** Marks the request whose sending is observed. */
const MARK = 'x-stops-when-sent'

const whenSent = new Map<string, () => void>()

subscribe('undici:request:bodySent', (message) => {
  const headers = JSON.stringify((message as { request: { headers: unknown } }).request.headers)
  for (const [mark, notice] of whenSent) if (headers.includes(mark)) notice()
})

/**
 * Passes requests on until it reaches its boundary: from then on nothing is sent, and nothing is returned.
 */
export class StoppingTransport implements Transport {
  readonly sent: SentRequest[] = []
  readonly #call: StoppedCall
  readonly #reports: BoundaryReports
  readonly #counts = new Map<string, number>()
  #isStopped = false

  constructor(call: StoppedCall, reports: BoundaryReports) {
    this.#call = call
    this.#reports = reports
  }

  async send(request: TransportRequest): Promise<Outcome> {
    if (this.#isStopped) return never()
    const { method, path } = request
    const number = this.sent.push({ method, path, status: undefined })
    const at = `${method} ${path}`
    const moment = this.#momentOf(request)
    if (moment === 'before') return this.#stop(at)
    if (moment === 'sent') {
      this.#isStopped = true
      await this.#reports.ready(at)
      await this.#sendAndForget(request)
      return this.#stop(at)
    }
    const { inner, clock } = this.#call
    const outcome = await clock.during(() => inner.send(request))
    if (moment === 'after') return this.#stop(at)
    const reply: TransportReply | undefined = outcome.isOk() ? outcome.value : undefined
    this.sent[number - 1] = { method, path, status: reply?.status }
    return this.#isGone() ? never() : outcome
  }

  #momentOf(request: TransportRequest): Moment | undefined {
    const { stopAt } = this.#call
    const route = routeOf(request)
    const nth = (this.#counts.get(route) ?? 0) + 1
    this.#counts.set(route, nth)
    return stopAt?.route === route && stopAt.nth === nth ? stopAt.moment : undefined
  }

  /** Returns whether it was stopped while this request was under way. */
  #isGone(): boolean {
    return this.#isStopped
  }

  #stop(at: string): Promise<never> {
    this.#isStopped = true
    this.#reports.stopped(at)
    return never()
  }

  /** Resolves when the last byte of the request has been handed to the socket. */
  #sendAndForget(request: TransportRequest): Promise<void> {
    const mark = `${process.pid}-${whenSent.size}-${request.method}`
    return new Promise((resolve) => {
      whenSent.set(mark, resolve)
      const marked = { ...request, headers: { ...request.headers, [MARK]: mark } }
      void Promise.resolve(this.#call.inner.send(marked)).then(() => resolve())
    })
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
