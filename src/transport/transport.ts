import type { Result } from 'neverthrow'
import type { TransportError } from './transport-errors.js'

/** The methods that Ironic's API uses. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One HTTP request to Ironic, without the endpoint and the login. */
export interface TransportRequest {
  readonly method: HttpMethod

  /** The path below the endpoint, encoded, with its query string: `/v1/nodes?limit=10`. */
  readonly path: string

  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>

  /** JSON text; absent when the request has no body. */
  readonly body?: string | undefined

  /** Aborting it ends the request at once with an `aborted` error. */
  readonly signal?: AbortSignal | undefined

  /** The time limit of the whole request, including reading the reply. A smaller one of the transport applies. */
  readonly timeoutMs?: number | undefined

  /** The call of the client that sends it, such as `nodes.get`: for logs, metrics and traces. */
  readonly operation?: string | undefined

  /** The route with its parameters in braces, such as `/v1/nodes/{node}`. */
  readonly route?: string | undefined

  /** 1 for the first attempt of a call, and one more for each retry. */
  readonly attempt?: number | undefined
}

/** The server's reply, with any status. */
export interface TransportReply {
  readonly status: number

  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>

  /** The whole body as text; `''` when there was none. */
  readonly body: string
}

/**
 * The interface through which the library does all its I/O. `createKyTransport` creates the usual one, the simulator
 * in `ironic-driver/testing` is another, and you may write your own.
 *
 * Your own transport must keep these rules:
 * - **One request in, at most one request out.** It never resends: only the client knows what is safe to repeat.
 *   A 401 is an exception, since it proves that nothing was executed: after it, the transport may send once more with
 *   a fresh login.
 * - Every HTTP status is an `ok` reply. An `err` means that there was no complete reply.
 * - An error says whether the server may have seen the request (`sent`). When in doubt, use `'maybe'`.
 * - It logs in: the client does not handle tokens. It never sends them to a host other than its endpoint.
 * - It ends on `signal` and after `timeoutMs`, also while the body is being read.
 *
 * If it throws, rejects or returns something else anyway, the client turns that into an error.
 */
export interface Transport {
  /**
   * Sends one request and reads the whole reply. Never throws or rejects.
   *
   * @fails network_failure when the connection could not be made, or broke
   * @fails request_timed_out when there was no complete reply after `timeoutMs`
   * @fails aborted when the signal was aborted
   * @fails reply_too_large when the reply has more bytes than the transport reads
   * @fails authentication_failed when logging in failed
   * @fails invalid_input when the request is malformed; nothing was sent
   */
  send(request: TransportRequest): PromiseLike<Result<TransportReply, TransportError>>
}
