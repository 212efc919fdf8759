import type { HttpMethod } from 'ironic-driver'
import type { MatchedServer } from '../comparison/matching-options.js'
import type { Force } from './conversation.js'

export interface PlainRequest {
  readonly method: HttpMethod
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface PlainReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The Ironic in a conversation: a real one, or the simulator. */
export interface AskedIronic extends MatchedServer {
  /** The beginning of links and locations. */
  readonly url: string
  send(request: PlainRequest): Promise<PlainReply>
  /** Waits a moment, long enough for a change. */
  pause(): Promise<void>
  force(node: string, columns: Force['columns']): Promise<void>
}
