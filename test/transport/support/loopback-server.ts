import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createNetServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface LoopbackServer {
  readonly endpoint: string
  readonly port: number
  /** Every connection that was accepted. */
  readonly sockets: Socket[]
}

/** Vitest's `onTestFinished`. */
export type AtEnd = (clean: () => Promise<void>) => void

export interface LoopbackHttpServer extends LoopbackServer {
  readonly received: ReceivedRequest[]
}

/** A real HTTP server on 127.0.0.1 for one test. It calls `answer` after it has read the whole request. */
export async function startHttpServer(
  answer: (request: ReceivedRequest, response: ServerResponse, socket: Socket) => void,
): Promise<LoopbackHttpServer> {
  const received: ReceivedRequest[] = []
  const server = createHttpServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      received.push(request)
      answer(request, response, incoming.socket)
    })
  })
  return { ...(await listen(server)), received }
}

/** A TCP server on 127.0.0.1 for one test, for answers that no HTTP library would send. */
export async function startRawServer(serve: (socket: Socket) => void): Promise<LoopbackServer> {
  return listen(createNetServer(serve))
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function findClosedPort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Lets a server listen until the test is finished. A test that runs beside others passes the `onTestFinished` of its own
 * context.
 */
export async function listen(
  server: Server,
  { scheme = 'http', atEnd = onTestFinished }: { readonly scheme?: string; readonly atEnd?: AtEnd } = {},
): Promise<LoopbackServer> {
  const sockets: Socket[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    // The client breaks connections on purpose in many tests.
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { endpoint: `${scheme}://127.0.0.1:${port}`, port, sockets }
}
