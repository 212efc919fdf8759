import type { Clock, Transport } from 'ironic-driver'

/** One request as the page shows it. */
export interface FeedEntry {
  readonly id: number
  /** Milliseconds since the session began. */
  readonly at: number
  readonly method: string
  /** The path without its query, with names of nodes in place of their UUIDs. */
  readonly route: string
  readonly path: string
  /** A read of the state by a wait, as against the requests that prepare or change something. */
  readonly isLook: boolean
  /** The status, or the `kind` of the transport's error; absent while the request is under way. */
  outcome?: number | string
  durationMs?: number
}

interface FeedOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly startedAt: number
  readonly nameOf: (uuid: string) => string | undefined
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** Waits read nodes by UUID or list them, and ask for this field, which nothing else needs by UUID. */
const LOOK = /^\/v1\/nodes(?:\/[0-9a-f-]{36})?\?(?:.*&)?fields=[^&]*provision_state/

/** A transport that records each request as it is sent, and its end when the reply comes. */
export class RequestFeed implements Transport {
  readonly entries: FeedEntry[] = []
  readonly #options: FeedOptions

  constructor(options: FeedOptions) {
    this.#options = options
  }

  async send(...[request]: Parameters<Transport['send']>): Promise<Awaited<ReturnType<Transport['send']>>> {
    const { transport, clock, startedAt, nameOf } = this.#options
    const at = clock.now() - startedAt
    const { method, path } = request
    const route = (path.split('?', 1)[0] ?? '').replace(UUID, (uuid) => nameOf(uuid) ?? '{uuid}')
    const entry: FeedEntry = {
      id: this.entries.length,
      at,
      method,
      route,
      path,
      isLook: isLook(method, path),
    }
    this.entries.push(entry)
    const reply = await transport.send(request)
    entry.outcome = reply.isOk() ? reply.value.status : reply.error.kind
    entry.durationMs = clock.now() - startedAt - at
    return reply
  }
}

export function isLook(method: string, path: string): boolean {
  return method === 'GET' && LOOK.test(path)
}
