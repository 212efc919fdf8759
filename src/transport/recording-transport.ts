import type { Result } from 'neverthrow'
import type { Clock } from '../clock/clock.js'
import { systemClock } from '../clock/system-clock.js'
import type { TransportError } from './transport-errors.js'
import type { HttpMethod, Transport, TransportReply, TransportRequest } from './transport.js'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

type Outcome = { readonly status: number } | { readonly error: string }

/** One request that went through a {@link RecordingTransport}, and how it ended. */
export class RecordedRequest {
  readonly method: HttpMethod
  /** With its query, as it was sent. */
  readonly path: string
  /** Of the reply; `undefined` when none came, or not yet. */
  status: number | undefined
  /** The `kind` of the error; `'rejected'` or `'nonsense'` when the transport broke its rules. */
  error: string | undefined
  /** `undefined` until it has ended. */
  durationMs: number | undefined
  readonly #headers: Readonly<Record<string, string>>
  readonly #body: string | undefined

  constructor(request: TransportRequest) {
    this.method = request.method
    this.path = request.path
    this.#headers = { ...request.headers }
    this.#body = request.body
  }

  /** As the caller of the transport set them, so without the login. A getter, so that it is in no print-out. */
  get headers(): Readonly<Record<string, string>> {
    return this.#headers
  }

  /** JSON text. It may hold secrets, such as a config drive; a getter, so that it is in no print-out. */
  get body(): string | undefined {
    return this.#body
  }

  /** Method and path, with `{uuid}` for every UUID and without the query: `PUT /v1/nodes/{uuid}/states/power`. */
  get route(): string {
    return `${this.method} ${(this.path.split('?', 1)[0] ?? '').replace(UUID, '{uuid}')}`
  }

  /** @internal */
  settle(outcome: Outcome, durationMs: number): void {
    this.status = 'status' in outcome ? outcome.status : undefined
    this.error = 'error' in outcome ? outcome.error : undefined
    this.durationMs = durationMs
  }
}

/** Passes every request on unchanged, and keeps a record of each. Neither JSON nor `util.inspect` shows a body. */
export class RecordingTransport implements Transport {
  readonly #inner: Transport
  readonly #clock: Clock
  #requests: RecordedRequest[] = []

  constructor(inner: Transport, clock: Clock) {
    this.#inner = inner
    this.#clock = clock
  }

  /** All requests since the last `clear`, in the order in which they were sent; those under way included. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests
  }

  /** Passes a request on to the transport behind, and its outcome back, as they are. */
  async send(request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
    const recorded = new RecordedRequest(request)
    this.#requests.push(recorded)
    const startedAt = this.#clock.now()
    let outcome: Outcome = { error: 'rejected' }
    try {
      const result = await this.#inner.send(request)
      outcome = describeOutcome(result)
      return result
    } finally {
      recorded.settle(outcome, this.#clock.now() - startedAt)
    }
  }

  /** Forgets all requests. */
  clear(): void {
    this.#requests = []
  }

  /** How often each route was asked for: `{ 'GET /v1/nodes/{uuid}': 12, 'PATCH /v1/nodes/{uuid}': 1 }`. */
  tally(): Record<string, number> {
    const counts = new Map<string, number>()
    for (const { route } of this.#requests) counts.set(route, (counts.get(route) ?? 0) + 1)
    return Object.fromEntries(counts)
  }

  /** The requests alone: the transport behind may hold secrets. */
  toJSON(): { readonly requests: readonly RecordedRequest[] } {
    return { requests: this.#requests }
  }
}

/**
 * Puts a recorder before a transport, to see in a test or a demo what was asked of Ironic.
 *
 * @param options - `clock` measures the durations; default: the machine's.
 */
export function recordRequests(
  transport: Transport,
  options: { readonly clock?: Clock } = {},
): RecordingTransport {
  return new RecordingTransport(transport, options.clock ?? systemClock())
}

/** Tolerant, since a recorder passes on what a transport under test does wrong, too. */
function describeOutcome(result: Result<TransportReply, TransportError> | undefined): Outcome {
  const status: unknown = result?.isOk?.() ? result.value?.status : undefined
  if (typeof status === 'number') return { status }
  const kind: unknown = result?.isErr?.() ? result.error?.kind : undefined
  return { error: typeof kind === 'string' ? kind : 'nonsense' }
}
