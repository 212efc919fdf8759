import { createKyTransport } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { withServer } from './bench-server.js'
import { measureInTurn, report } from './measure.js'

const REQUESTS = 1_000
const FIELDS = ['uuid', 'name', 'provision_state', 'power_state'] as const

/** Measures a GET by the client, relative to one by Node's own fetch with `JSON.parse`. */
export async function httpBench(): Promise<void> {
  await withServer(async (endpoint) => {
    const client = new IronicClient({ transport: createKyTransport({ endpoint }) })
    const byClient = async () => {
      const node = await client.nodes.get('node-0', { fields: FIELDS })
      if (node.isErr()) throw node.error
    }
    const byFetch = async () => (await fetch(`${endpoint}/v1/nodes/node-0?fields=${FIELDS.join()}`)).json()
    for (const atOnce of [1, 32]) {
      const { ours, plain } = await measureInTurn({
        plain: () => inParallel(atOnce, byFetch),
        ours: () => inParallel(atOnce, byClient),
      })
      report(
        `a GET, ${atOnce} at once / global fetch, processor time`,
        ours.cpuMs / plain.cpuMs,
        `${((ours.cpuMs * 1_000) / REQUESTS).toFixed(0)} µs to ${((plain.cpuMs * 1_000) / REQUESTS).toFixed(0)} µs`,
      )
    }
  })
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
