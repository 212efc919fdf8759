import { subscribe } from 'node:diagnostics_channel'
import type { Transport, TransportReply, TransportRequest } from 'ironic-driver'
import type { Boundary } from './boundary.js'
import type { SentRequest } from './messages.js'

type Outcome = Awaited<ReturnType<Transport['send']>>

/** Whom a transport tells where it stands. */
export interface BoundaryReports {
  /** It stands before a request that it is to be killed in, and sends that when this is resolved. */
  readonly ready: (at: string) => Promise<void>
  /** It stands where it was to stop, and does nothing any more. */
  readonly stopped: (at: string) => void
}

/** Marks the request whose sending is to be noticed. */
const MARK = 'x-stops-when-sent'

const whenSent = new Map<string, () => void>()

subscribe('undici:request:bodySent', (message) => {
  const headers = JSON.stringify((message as { request: { headers: unknown } }).request.headers)
  for (const [mark, notice] of whenSent) if (headers.includes(mark)) notice()
})

/** Passes requests on until it is at a boundary: from then on nothing goes out, and nothing comes back. */
export class StoppingTransport implements Transport {
  readonly sent: SentRequest[] = []
  readonly #inner: Transport
  readonly #stopAt: Boundary | undefined
  readonly #reports: BoundaryReports
  #isStopped = false

  constructor(inner: Transport, stopAt: Boundary | undefined, reports: BoundaryReports) {
    this.#inner = inner
    this.#stopAt = stopAt
    this.#reports = reports
  }

  async send(request: TransportRequest): Promise<Outcome> {
    if (this.#isStopped) return never()
    const { method, path } = request
    const number = this.sent.push({ method, path, status: undefined })
    const at = `${method} ${path}`
    const moment = this.#stopAt?.request === number ? this.#stopAt.moment : undefined
    if (moment === 'before') return this.#stop(at)
    if (moment === 'sent') {
      this.#isStopped = true
      await this.#reports.ready(at)
      await this.#sendAndForget(request)
      return this.#stop(at)
    }
    const outcome = await this.#inner.send(request)
    if (moment === 'after') return this.#stop(at)
    const reply: TransportReply | undefined = outcome.isOk() ? outcome.value : undefined
    this.sent[number - 1] = { method, path, status: reply?.status }
    return this.#isGone() ? never() : outcome
  }

  /** It may have been stopped while this request was under way. */
  #isGone(): boolean {
    return this.#isStopped
  }

  #stop(at: string): Promise<never> {
    this.#isStopped = true
    this.#reports.stopped(at)
    return never()
  }

  /** Ends when the last byte of the request has been handed to the socket. */
  #sendAndForget(request: TransportRequest): Promise<void> {
    const mark = `${process.pid}-${whenSent.size}-${request.method}`
    return new Promise((resolve) => {
      whenSent.set(mark, resolve)
      const marked = { ...request, headers: { ...request.headers, [MARK]: mark } }
      void Promise.resolve(this.#inner.send(marked)).then(() => resolve())
    })
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
