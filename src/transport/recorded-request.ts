import { shownPath } from './shown-path.js'
import type { HttpMethod, TransportRequest } from './transport.js'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/** How a request ended. */
export type Outcome = { readonly status: number } | { readonly error: string }

/** One request that went through a {@link RecordingTransport}, and how it ended. */
export class RecordedRequest {
  readonly method: HttpMethod
  /** The status of the reply; `undefined` when there was none, or not yet. */
  status: number | undefined
  /** The `kind` of the error; `'rejected'` or `'nonsense'` when the transport broke its rules. */
  error: string | undefined
  /** `undefined` until the request has ended. */
  durationMs: number | undefined
  readonly #path: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #body: string | undefined

  constructor(request: TransportRequest) {
    this.method = request.method
    this.#path = request.path
    this.#headers = { ...request.headers }
    this.#body = request.body
  }

  /**
   * The path with its query, as it was sent. A getter because a query may hold secrets: printed output masks its
   * values.
   */
  get path(): string {
    return this.#path
  }

  /**
   * The headers that the caller of the transport set, without the login. A getter, to keep them out of printed
   * output.
   */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers
  }

  /** JSON text. A getter, to keep it out of printed output: it may hold secrets, such as a config drive. */
  get body(): string | undefined {
    return this.#body
  }

  /** Method and path without the query, with `{uuid}` for every UUID: `PUT /v1/nodes/{uuid}/states/power`. */
  get route(): string {
    return `${this.method} ${(this.path.split('?', 1)[0] ?? '').replace(UUID, '{uuid}')}`
  }

  /** Returns what is safe to print: no header, no body, and only the list parameters of the query. */
  toJSON(): Record<string, unknown> {
    const { method, status, error, durationMs } = this
    return { method, path: shownPath(this.#path), status, error, durationMs }
  }

  /** The same for `util.inspect`. */
  [Symbol.for('nodejs.util.inspect.custom')](): Record<string, unknown> {
    return this.toJSON()
  }

  /** @internal */
  settle(outcome: Outcome, durationMs: number): void {
    this.status = 'status' in outcome ? outcome.status : undefined
    this.error = 'error' in outcome ? outcome.error : undefined
    this.durationMs = durationMs
  }
}
