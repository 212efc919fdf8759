import type { Result } from 'neverthrow'
import type { Clock } from '../clock/clock.js'
import { systemClock } from '../clock/system-clock.js'
import { RecordedRequest, type Outcome } from './recorded-request.js'
import { RequestLog } from './request-log.js'
import type { TransportError } from './transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from './transport.js'

const DEFAULT_LIMIT = 10_000

/** Passes every request on unchanged and keeps a record of it. Neither JSON nor `util.inspect` shows a body. */
export class RecordingTransport implements Transport {
  readonly #inner: Transport
  readonly #clock: Clock
  readonly #log: RequestLog

  constructor(inner: Transport, clock: Clock, limit: number = DEFAULT_LIMIT) {
    this.#inner = inner
    this.#clock = clock
    this.#log = new RequestLog(limit > 0 ? limit : DEFAULT_LIMIT)
  }

  /**
   * The requests since the last `clear` in the order they were sent, including those in progress. Beyond the limit,
   * the oldest are missing.
   */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests
  }

  /** Passes a request to the inner transport and returns its outcome unchanged. */
  async send(request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
    const recorded = new RecordedRequest(request)
    this.#log.add(recorded)
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
    this.#log.clear()
  }

  /**
   * Counts the requests of each route since the last `clear`: `{ 'GET /v1/nodes/{uuid}': 12, 'PATCH
   * /v1/nodes/{uuid}': 1 }`.
   */
  tally(): Record<string, number> {
    return this.#log.tally()
  }

  /** Returns only the requests: the inner transport may hold secrets. */
  toJSON(): { readonly requests: readonly RecordedRequest[] } {
    return { requests: this.#log.requests }
  }
}

/**
 * Wraps a transport in a recorder, to see in a test or demo which requests were sent to Ironic.
 *
 * @param options - `clock` measures the durations; default: the system clock. `limit` is how many of the latest
 * requests are kept, with their bodies; default: 10,000.
 */
export function recordRequests(
  transport: Transport,
  options: { readonly clock?: Clock | undefined; readonly limit?: number | undefined } = {},
): RecordingTransport {
  return new RecordingTransport(transport, options.clock ?? systemClock(), options.limit)
}

/** Accepts any value, since a recorder also records what a broken transport does. */
function describeOutcome(result: Result<TransportReply, TransportError> | undefined): Outcome {
  const status: unknown = result?.isOk?.() ? result.value?.status : undefined
  if (typeof status === 'number') return { status }
  const kind: unknown = result?.isErr?.() ? result.error?.kind : undefined
  return { error: typeof kind === 'string' ? kind : 'nonsense' }
}
