import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpAnswer, HttpPlace, HttpServer } from './http-exchange.js'

/** Starts a server. Rejects with the system's error when the port is taken. */
export async function startHttpServer(answer: HttpAnswer, { port, host }: HttpPlace): Promise<HttpServer> {
  const server = createServer((incoming, response) => {
    void serve(answer, incoming, response).catch(() => response.destroy())
  })
  // Clients reuse connections; a server that closes one after a few seconds occasionally breaks a request.
  server.keepAliveTimeout = 10 * 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { port: taken, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function serve(answer: HttpAnswer, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const reply = await answer({
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: headersOf(incoming),
    body: await bodyOf(incoming),
    signal: gone.signal,
  })
  if (reply === 'drop') {
    response.destroy()
    return
  }
  const { status, headers, body } = reply
  const length = Buffer.byteLength(body)
  response.writeHead(status, {
    ...headers,
    ...(length === 0 && status === 204 ? {} : { 'content-length': length }),
  })
  response.end(body)
}

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
