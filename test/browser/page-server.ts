import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PageServer {
  readonly port: number
  close(): Promise<void>
}

/** Serves a page with one script at `/page`, and everything else from another server. */
export async function servePage(script: string, elsewhere: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    if (request.url === '/page') {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><meta charset="utf-8"><title>page</title><script src="/script"></script>')
    } else if (request.url === '/script') response.end(script)
    else
      void fetch(`${elsewhere}${request.url}`, { headers: request.headers as Record<string, string> }).then(
        async (reply) => {
          response.writeHead(reply.status, Object.fromEntries(reply.headers))
          response.end(await reply.text())
        },
        () => response.destroy(),
      )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
