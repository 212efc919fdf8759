import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AskedIronic, PlainReply, PlainRequest } from '../../contract/replies/asked-ironic.js'

/**
 * Returns an Ironic at an address. Nothing between the conversation and the connection adds or repairs
 * anything.
 */
export function httpIronic(
  server: Pick<AskedIronic, 'name' | 'maxApiVersion' | 'url' | 'force'>,
): AskedIronic {
  return {
    ...server,
    send: (asked) => exchange(server.url, asked),
    pause: () => sleep(40),
    force: (node, columns) => server.force(node, columns),
  }
}

/** After an error of its own, Ironic closes a connection that it had promised to keep. */
const agent = new Agent({ keepAlive: false })

function exchange(url: string, { method, path, headers, body }: PlainRequest): Promise<PlainReply> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const options = { method, headers: { ...headers, ...length }, agent }
    const sent = request(url + path, options, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const named = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(named) as Record<string, string>,
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    sent.on('error', reject)
    sent.setTimeout(60_000, () => sent.destroy(new Error(`${method} ${path} at ${url}: no reply`)))
    sent.end(body)
  })
}
