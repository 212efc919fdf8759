import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

it('leaves no listener on a signal that 10,000 requests share', { timeout: 120_000 }, async () => {
  const server = await startHttpServer((_request, response) => response.end('{}'))
  const transport = createKyTransport({ endpoint: server.endpoint })
  const { signal } = new AbortController()
  const warnings: string[] = []
  const note = (warning: Error) => warnings.push(warning.name)
  process.on('warning', note)

  const total = 10_000
  let started = 0
  const work = async () => {
    while (started++ < total) expectReply(await ask(transport, { signal, timeoutMs: 60_000 }))
  }
  await Promise.all(Array.from({ length: 8 }, work))
  await new Promise(setImmediate)

  process.off('warning', note)
  expect(server.received).toHaveLength(total)
  expect(getEventListeners(signal, 'abort')).toEqual([])
  expect(warnings).toEqual([])
  expect(server.sockets.length).toBeLessThanOrEqual(16)
})

it('does not repeat a request after a 421', async () => {
  const server = await startHttpServer((_request, response) => response.writeHead(421).end())
  const reply = expectReply(await ask(createKyTransport({ endpoint: server.endpoint }), { method: 'PUT' }))
  expect(reply.status).toBe(421)
  expect(server.received).toHaveLength(1)
})
