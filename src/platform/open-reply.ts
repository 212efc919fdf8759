/** A reply whose head has arrived. */
export interface OpenReply {
  readonly status: number
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The decompressed body. Iterate over it, to its end or not: it holds the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends a request over kept connections, and returns the reply as soon as its head has arrived. */
export type Connections = (request: Request, signal: AbortSignal) => Promise<OpenReply>
