import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createKyTransport } from 'ironic-driver'
import { measure, report } from './measure.js'

const REQUESTS = 1_000

/** Measures a request through the transport, relative to one with Node's own fetch. */
export async function httpBench(): Promise<void> {
  const server = fork(fileURLToPath(new URL('./http-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  try {
    const [port] = (await once(server, 'message')) as [number]
    const endpoint = `http://127.0.0.1:${port}`
    const transport = createKyTransport({ endpoint })
    const throughTransport = async () => {
      const reply = await transport.send({
        method: 'GET',
        path: '/v1/nodes/x',
        headers: { accept: 'application/json' },
      })
      return reply.isOk() ? (JSON.parse(reply.value.body) as unknown) : undefined
    }
    const throughFetch = async () => (await fetch(`${endpoint}/v1/nodes/x`)).json()
    for (const atOnce of [1, 32]) {
      const plain = await measure(() => inParallel(atOnce, throughFetch), 5)
      const ours = await measure(() => inParallel(atOnce, throughTransport), 5)
      report(
        `a request, ${atOnce} at once / global fetch, processor time`,
        ours.cpuMs / plain.cpuMs,
        `${((ours.cpuMs * 1_000) / REQUESTS).toFixed(0)} µs to ${((plain.cpuMs * 1_000) / REQUESTS).toFixed(0)} µs`,
      )
    }
  } finally {
    server.disconnect()
  }
}

async function inParallel(atOnce: number, send: () => Promise<unknown>): Promise<void> {
  let left = REQUESTS
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await send()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
