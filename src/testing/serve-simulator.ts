import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpMethod, Transport, TransportRequest } from '../transport/transport.js'

/** Where a simulator is served. */
export interface ServeOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number
  /** `127.0.0.1` by default. */
  readonly host?: string
}

/** A simulator that is being served. */
export interface ServedSimulator {
  /** The endpoint, without a slash at its end. */
  readonly url: string
  /** Ends the server and every connection to it. */
  close(): Promise<void>
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Serves a simulator over HTTP, for any client of Ironic. Links and locations name the host that was asked.
 * A dropped connection is one, and a request that hangs is never answered.
 */
export async function serveSimulator(
  simulator: Transport,
  { port = 0, host = '127.0.0.1' }: ServeOptions = {},
): Promise<ServedSimulator> {
  const server = createServer((incoming, response) => {
    void serve(simulator, incoming, response).catch(() => response.destroy())
  })
  // Clients keep connections for reuse; a server that ends one after a few seconds now and then breaks a request.
  server.keepAliveTimeout = 10 * 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: taken, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function serve(
  simulator: Transport,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = incoming.method ?? 'GET'
  if (!METHODS.includes(method)) {
    response.writeHead(405).end()
    return
  }
  const body = await bodyOf(incoming)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const result = await simulator.send({
    method: method as HttpMethod,
    path: incoming.url ?? '/',
    headers: headersOf(incoming),
    body: body === '' ? undefined : body,
    signal: gone.signal,
    timeoutMs: FOREVER_MS,
  } satisfies TransportRequest)
  if (result.isErr()) {
    response.destroy()
    return
  }
  const { status, headers, body: text } = result.value
  const length = Buffer.byteLength(text)
  response.writeHead(status, {
    ...headers,
    ...(length === 0 && status === 204 ? {} : { 'content-length': length }),
  })
  response.end(text)
}

/** The client decides how long it waits. */
const FOREVER_MS = Infinity

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  return headers
}
