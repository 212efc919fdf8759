import { randomUuid } from '../../formats/random-uuid.js'
import type { Result } from 'neverthrow'
import { errorIn } from '../../tracing/trace-channel.js'
import type { TransportReply, TransportRequest } from '../../transport/transport.js'
import type { ClientError } from '../errors/client-errors.js'
import type { AnyRequest } from './api-request.js'
import { attempts, requests, retries, type AttemptEvent, type RequestEvent } from './request-events.js'
import { requestIdOf } from './reply-headers.js'
import { routeTemplate } from './route-template.js'
import { secretsSent } from './sent-secrets.js'

type Reply = Result<TransportReply, ClientError>
type Decoded<T> = Result<T, ClientError>

/** Publishes one logical request and its attempts on the tracing channels. */
export class RequestTrace {
  /** Sent with each attempt as `x-openstack-request-id`, so that Ironic's log shows which belong together. */
  readonly requestId: string
  readonly #request: AnyRequest
  readonly #route: string
  #event: RequestEvent | undefined
  #wasSent = false

  /** @param requestId - Default: a new one. */
  constructor(request: AnyRequest, requestId = `req-${randomUuid()}`) {
    this.#request = request
    this.requestId = requestId
    this.#route = routeTemplate(request.path)
  }

  /** Returns the labels of an attempt for the transport. */
  labels(attempt: number): Pick<TransportRequest, 'operation' | 'route' | 'attempt'> {
    const { operation, route } = this.#facts()
    return { operation, route, attempt }
  }

  /** Publishes the request around the work that sends it. */
  around<T>(work: () => Promise<Decoded<T>>): Promise<Decoded<T>> {
    return requests.trace(
      () => ({ ...this.#facts(), attempts: 0, version: undefined, status: undefined }),
      async (event) => {
        this.#event = event
        const { requestId: globalRequestId } = this
        const done = await work()
        return this.#wasSent ? done.mapErr((error) => error.within({ globalRequestId })) : done
      },
      errorIn,
    )
  }

  /** Publishes one attempt, and returns its reply with what it decodes to. */
  attempt<T>(
    facts: { readonly attempt: number; readonly version: string },
    send: () => Promise<Reply>,
    decode: (reply: Reply) => Decoded<T>,
  ): Promise<{ readonly reply: Reply; readonly outcome: Decoded<T> }> {
    this.#wasSent = true
    return attempts.trace(
      () => ({ ...this.#facts(), ...facts, status: undefined, serverRequestId: undefined }),
      async (event) => {
        const reply = await send()
        if (reply.isOk()) this.#noteReply(reply.value, event)
        if (this.#event !== undefined)
          Object.assign(this.#event, { attempts: facts.attempt, version: facts.version })
        return { reply, outcome: decode(reply) }
      },
      ({ outcome }) => errorIn(outcome),
    )
  }

  /** Publishes the pause before the next attempt. */
  retry(attempt: number, pauseMs: number, cause: ClientError): void {
    retries.publish(() => ({ ...this.#facts(), attempt, pauseMs, cause }))
  }

  #noteReply(reply: TransportReply, attempt: AttemptEvent | undefined): void {
    const { status } = reply
    if (this.#event !== undefined) this.#event.status = status
    if (attempt === undefined) return
    const serverRequestId = requestIdOf(reply, secretsSent(this.#request.body))
    Object.assign(attempt, { status, serverRequestId })
  }

  #facts() {
    const { operation, method, node } = this.#request
    return { operation, method, route: this.#route, node, requestId: this.requestId }
  }
}
