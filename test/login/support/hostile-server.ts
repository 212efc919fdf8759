import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** The answer of a server to a request that it received. */
export type HostileAnswer = (said: Said, reply: ServerResponse) => void

interface Said {
  readonly url: string
  /** The headers and the body, as received and as programs quote them. */
  readonly quotes: readonly string[]
}

/** A server that quotes everything it receives. */
export async function hostileServer(answer: HostileAnswer): Promise<string> {
  const server = createServer((request, reply) => {
    void quotesOf(request).then((quotes) => answer({ url: request.url ?? '', quotes }, reply))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function quotesOf(request: IncomingMessage): Promise<readonly string[]> {
  const body = await text(request)
  const plain = [...request.rawHeaders, ...leavesOf(body)]
  const sentence = plain.map((value) => `there is no ${value} here, ${value}.`).join(' ')
  const whole = `${JSON.stringify(request.headers)} ${request.rawHeaders.join(': ')} ${body}`
  return [
    sentence,
    whole,
    JSON.stringify(sentence),
    pythonic(sentence),
    pythonic(whole),
    encodeURIComponent(sentence),
    escapedForHtml(sentence),
  ]
}

function leavesOf(body: string): readonly string[] {
  const leaves: string[] = []
  const collect = (_: string, value: unknown) => {
    if (typeof value === 'string') leaves.push(value)
    return value
  }
  if (body !== '') JSON.parse(body, collect)
  return leaves
}

/** Quotes a text like Python's `repr`. */
function pythonic(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function escapedForHtml(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
