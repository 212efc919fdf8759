// Run as a process of its own: sends requests that no server ever answers in full, prints how each ended, and exits
// when nothing is left. Its argument lists them.
import { createKyTransport } from '../../src/transport/ky-transport.js'

/** One request, and what is to end it. */
export interface EndlessRequest {
  readonly endpoint: string
  readonly endedBy: 'timeout' | 'abort' | 'limit'
  readonly over: 'fetch' | 'undici'
}

async function ending({ endpoint, endedBy, over }: EndlessRequest): Promise<string> {
  const transport = createKyTransport({
    endpoint,
    maxReplyBytes: endedBy === 'limit' ? 1_000_000 : 500_000_000,
    ...(over === 'undici' ? { tls: { insecure: true as const } } : {}),
  })
  const controller = new AbortController()
  if (endedBy === 'abort') setTimeout(() => controller.abort(), 1_000)
  const result = await transport.send({
    method: 'GET',
    path: '/v1/nodes',
    headers: {},
    signal: controller.signal,
    timeoutMs: endedBy === 'timeout' ? 1_000 : 60_000,
  })
  return result.isOk() ? 'ok' : result.error.kind
}

// What Node collects while a reply is being read must not be what would end it.
const collector = setInterval(() => gc?.(), 100)
const requests = JSON.parse(process.argv[2] ?? '[]') as readonly EndlessRequest[]
// Loading what they go by takes longer than they may.
await Promise.all(requests.map((request) => ending({ ...request, endpoint: 'http://127.0.0.1:9' })))
const endings = await Promise.all(requests.map(ending))
clearInterval(collector)
process.stdout.write(JSON.stringify(endings))
