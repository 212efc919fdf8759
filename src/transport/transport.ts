import type { Result } from 'neverthrow'
import type { TransportError } from './transport-errors.js'

/** The methods that Ironic's API has. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One HTTP request to Ironic, complete but for the endpoint and the login. */
export interface TransportRequest {
  readonly method: HttpMethod

  /** Below the endpoint: starts with `/`, query string included, already encoded. `/v1/nodes?limit=10`. */
  readonly path: string

  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>

  /** JSON text; absent when the request has no body. */
  readonly body?: string | undefined

  /** Aborting it ends the request at once with an `aborted` error. */
  readonly signal?: AbortSignal | undefined

  /** For the whole request, the reading of the reply's body included. Without it, the transport's own default. */
  readonly timeoutMs?: number | undefined
}

/** What the server answered, whatever its status. */
export interface TransportReply {
  readonly status: number

  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>

  /** The whole body as text; `''` when there was none. */
  readonly body: string
}

/**
 * All I/O of the library goes through this one method. `createKyTransport` makes the usual one, the simulator in
 * `ironic-driver/testing` is another, and you may write your own.
 *
 * A transport of your own keeps these rules:
 * - **One request in, at most one request out.** It never resends: only the client knows what is safe twice.
 *   The exceptions are the two answers which say that nothing was executed: after a 401 it may send once more with a
 *   fresh login, and after a 421 (wrong server for this name) over another connection, as `fetch` does by itself.
 * - Every HTTP status is an `ok` reply. An `err` means that there was no complete reply.
 * - An error says whether the server may have seen the request (`sent`). When in doubt, say `'maybe'`.
 * - It logs in: the client knows nothing of tokens. It never sends them to another host than its endpoint.
 * - It ends on `signal` and after `timeoutMs`, also while the body is being read.
 *
 * One that throws, rejects or answers nonsense all the same does no harm: the client makes an error of it.
 */
export interface Transport {
  /**
   * Sends one request and reads the whole reply. Never throws or rejects.
   *
   * @fails network_failure when the connection could not be made, or broke
   * @fails request_timed_out when there was no complete reply after `timeoutMs`
   * @fails aborted when the signal ended it
   * @fails reply_too_large when the reply has more bytes than the transport reads
   * @fails authentication_failed when the login itself could not be done
   * @fails invalid_input when the request cannot be sent as it is; nothing was sent
   */
  send(request: TransportRequest): PromiseLike<Result<TransportReply, TransportError>>
}
