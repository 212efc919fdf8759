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

/** An Ironic that conversations are held with: a real one, or the simulator. */
export interface AskedIronic extends MatchedServer {
  /** What links and locations begin with. */
  readonly url: string
  send(request: PlainRequest): Promise<PlainReply>
  /** Lets a moment pass, long enough for something to have changed. */
  pause(): Promise<void>
  force(node: string, columns: Force['columns']): Promise<void>
}
