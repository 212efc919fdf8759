// Runs as a process of its own: sends requests that no server ever answers in full, prints how each ended, and exits
// when nothing is left. Its argument lists them.
import { createKyTransport } from '../../src/transport/ky-transport.js'

/** One request, and what ends it. */
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

// Node's garbage collection during a reply must not be what ends it.
const collector = setInterval(() => gc?.(), 100)
const requests = JSON.parse(process.argv[2] ?? '[]') as readonly EndlessRequest[]
// Loading the modules takes longer than the requests may.
await Promise.all(requests.map((request) => ending({ ...request, endpoint: 'http://127.0.0.1:9' })))
const endings = await Promise.all(requests.map(ending))
clearInterval(collector)
process.stdout.write(JSON.stringify(endings))
