/** A request that a server received, with the names of its headers in lower case. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal
}

/** What a server sends; `drop` closes the connection. */
export type HttpReply =
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  | 'drop'

export type HttpAnswer = (request: HttpRequest) => Promise<HttpReply>

/** Where a server listens; port 0 takes any free one. */
export interface HttpPlace {
  readonly port: number
  readonly host: string
}

export interface HttpServer {
  /** Without a slash at the end. */
  readonly url: string
  /** Stops the server and closes every connection. */
  readonly close: () => Promise<void>
}
