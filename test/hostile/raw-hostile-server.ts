import type { Socket } from 'node:net'
import { startRawServer, type LoopbackServer } from '../transport/support/loopback-server.js'

/** Answers one request by writing any bytes to its connection. */
export type Misbehaviour = (socket: Socket, asked: { readonly path: string }) => void

export interface HostileServer extends LoopbackServer {
  /** Resolves when every connection on which it has misbehaved is closed. */
  readonly closed: () => Promise<void>
}

const VERSIONS = JSON.stringify({ default_version: { version: '1.82', min_version: '1.1' } })

/** A server that answers version requests like Ironic, and misbehaves at every other request. */
export async function startHostileServer(misbehave: Misbehaviour): Promise<HostileServer> {
  const misused = new Set<Socket>()
  const server = await startRawServer((socket) => {
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      for (let end = endOfRequest(text); end !== undefined; end = endOfRequest(text)) {
        const path = text.split(' ', 2)[1] ?? ''
        text = text.slice(end)
        if (path === '/') socket.write(answer('200 OK', VERSIONS))
        else {
          misused.add(socket)
          misbehave(socket, { path })
        }
      }
    })
  })
  const closed = async () => {
    for (const socket of misused)
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
  }
  return { ...server, closed }
}

/** A complete reply, with its length unless a header overrides it. */
export function answer(status: string, body: string | Buffer = '', headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body)
  const isMeasured = headers.some((header) => /^(content-length|transfer-encoding):/i.test(header))
  const head = [
    `HTTP/1.1 ${status}`,
    ...headers,
    ...(isMeasured || /^(1\d\d|204|304)/.test(status) ? [] : [`Content-Length: ${bytes.length}`]),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes])
}

/** Returns the end of the first request in a text, once it is complete. */
function endOfRequest(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return undefined
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
  return text.length >= head + 4 + length ? head + 4 + length : undefined
}
