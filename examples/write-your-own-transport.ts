// Shows: how to write your own transport, here with Node's fetch, for example for a special proxy or login.
// Assumes: nothing; it talks HTTP to a simulator. With IRONIC_URL it reads the nodes of a real Ironic, and changes
//   nothing:
//   IRONIC_URL=http://ironic:6385 npx tsx examples/write-your-own-transport.ts
// Prints: the nodes; then the error when the server is down.

import { err, ok } from 'neverthrow'
import { AbortedError, NetworkFailureError, RequestTimedOutError, type Transport } from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'

/** Sends each request at most once: only the client knows what is safe to send twice. */
function createFetchTransport(endpoint: string): Transport {
  return {
    async send({ method, path, headers, body, signal, timeoutMs = 60_000 }) {
      const timeout = AbortSignal.timeout(timeoutMs)
      const signals = signal === undefined ? [timeout] : [timeout, signal]
      try {
        const response = await fetch(`${endpoint}${path}`, {
          method,
          headers: { ...headers, 'user-agent': 'my-service' },
          body: body ?? null,
          redirect: 'manual',
          signal: AbortSignal.any(signals),
        })
        // Every status is a reply; the client interprets it.
        return ok({
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: await response.text(),
        })
      } catch (cause) {
        // There is no complete reply. Say 'maybe' unless you know that the server did not receive the request.
        const details = { sent: 'maybe', onlyReads: method === 'GET', cause } as const
        if (signal?.aborted) return err(new AbortedError('The request was aborted by its caller.', details))
        if (timeout.aborted)
          return err(new RequestTimedOutError(`No reply in ${timeoutMs} ms.`, { ...details, timeoutMs }))
        return err(new NetworkFailureError(`There is no answer from ${endpoint}.`, details))
      }
    },
  }
}

const simulator = new IronicSimulator()
for (const name of ['metal-1', 'metal-2']) simulator.node({ name }).available()
const server = await serveSimulator(simulator)

await printNodes(process.env['IRONIC_URL'] ?? server.url)
await server.close()
await printNodes(server.url)

async function printNodes(endpoint: string): Promise<void> {
  const client = new IronicClient({ transport: createFetchTransport(endpoint), retryForMs: 500 })
  const nodes = await client.nodes.list({ fields: ['name', 'provision_state'] }).all()
  if (nodes.isErr()) return console.log(`${nodes.error.message} (${nodes.error.kind}, ${nodes.error.advice})`)
  for (const node of nodes.value) console.log(`${node.name ?? node.uuid}: ${node.provision_state}`)
}
