import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Runs work with the endpoint of the benchmarks' HTTP server. */
export async function withServer(work: (endpoint: string) => Promise<void>): Promise<void> {
  const server = fork(fileURLToPath(new URL('./http-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  })
  try {
    const [port] = (await once(server, 'message')) as [number]
    await work(`http://127.0.0.1:${port}`)
  } finally {
    server.disconnect()
  }
}
