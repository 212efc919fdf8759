import { randomUUID } from 'node:crypto'
import type { Result } from 'neverthrow'
import type { TransportReply, TransportRequest } from '../../transport/transport.js'
import type { ClientError } from '../errors/client-errors.js'
import type { AnyRequest } from './api-request.js'
import { attempts, requests, retries, type RequestEvent } from './request-events.js'
import { requestIdOf } from './reply-headers.js'
import { routeTemplate } from './route-template.js'

type Reply = Result<TransportReply, ClientError>
type Decoded<T> = Result<T, ClientError>

/** Publishes one logical request and its attempts on the tracing channels. */
export class RequestTrace {
  /** Sent with each attempt as `x-openstack-request-id`, so that Ironic's log shows which belong together. */
  readonly requestId = `req-${randomUUID()}`
  readonly #request: AnyRequest
  readonly #route: string
  #event: RequestEvent | undefined
  #wasSent = false

  constructor(request: AnyRequest) {
    this.#request = request
    this.#route = routeTemplate(request.path)
  }

  /** What a transport is told of an attempt. */
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
        return (await work()).mapErr((error) =>
          this.#wasSent ? error.within({ globalRequestId: this.requestId }) : error,
        )
      },
    )
  }

  /** Publishes one attempt, and returns its reply with what it decodes to. */
  async attempt<T>(
    facts: { readonly attempt: number; readonly version: string },
    send: () => Promise<Reply>,
    decode: (reply: Reply) => Decoded<T>,
  ): Promise<{ readonly reply: Reply; readonly outcome: Decoded<T> }> {
    this.#wasSent = true
    let reply: Reply | undefined
    const outcome = await attempts.trace(
      () => ({ ...this.#facts(), ...facts, status: undefined, serverRequestId: undefined }),
      async (event) => {
        reply = await send()
        const status = reply.isOk() ? reply.value.status : undefined
        if (this.#event !== undefined)
          Object.assign(this.#event, { attempts: facts.attempt, version: facts.version, status })
        if (event !== undefined && reply.isOk())
          Object.assign(event, { status, serverRequestId: requestIdOf(reply.value) })
        return decode(reply)
      },
    )
    return { reply: reply as Reply, outcome }
  }

  /** Publishes the pause before the next attempt. */
  retry(attempt: number, pauseMs: number, cause: ClientError): void {
    retries.publish(() => ({ ...this.#facts(), attempt, pauseMs, cause }))
  }

  #facts() {
    const { operation, method, node } = this.#request
    return { operation, method, route: this.#route, node, requestId: this.requestId }
  }
}
