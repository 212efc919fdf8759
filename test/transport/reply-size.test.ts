import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { IronicDriver } from 'ironic-driver'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer } from './support/loopback-server.js'

const LIMIT = 1_000_000

const BODIES: readonly (readonly [string, Record<string, string>, (size: number) => Buffer])[] = [
  ['plain', {}, (size) => Buffer.alloc(size, 'n')],
  ['gzip', { 'content-encoding': 'gzip' }, (size) => gzipSync(Buffer.alloc(size, 'n'))],
  ['br', { 'content-encoding': 'br' }, (size) => brotliCompressSync(Buffer.alloc(size, 'n'))],
]

it.each(BODIES)(
  'reads a body of exactly maxReplyBytes and no byte more (%s)',
  async (_what, headers, body) => {
    const server = await startHttpServer((request, response) =>
      response.writeHead(200, headers).end(body(Number(request.url.slice(1)))),
    )
    for (const tls of [undefined, { insecure: true as const }]) {
      const transport = createKyTransport({ endpoint: server.endpoint, maxReplyBytes: LIMIT, tls })
      expect(expectReply(await ask(transport, { path: `/${LIMIT}` })).body).toHaveLength(LIMIT)
      const read = expectFailure(await ask(transport, { path: `/${LIMIT + 1}` }), 'reply_too_large')
      expect(read).toMatchObject({ maxReplyBytes: LIMIT, sent: 'maybe', advice: 'fix_request' })
      expect(read.message).toContain('more than 1000000 bytes')
      const change = await ask(transport, { path: `/${LIMIT + 1}`, method: 'PUT' })
      expect(expectFailure(change, 'reply_too_large').advice).toBe('check_state')
    }
  },
)

it('reads 64 MiB by default, and closes the connection of a larger reply at once', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024))
  const server = await startHttpServer((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
  )
  const before = process.memoryUsage()
  let peak = 0
  const watch = setInterval(() => {
    const { rss } = process.memoryUsage()
    peak = Math.max(peak, rss)
  }, 5)
  const result = await ask(createKyTransport({ endpoint: server.endpoint }), { timeoutMs: 30_000 })
  clearInterval(watch)
  expect(expectFailure(result, 'reply_too_large').maxReplyBytes).toBe(64 * 1024 * 1024)
  expect(peak - before.rss).toBeLessThan(200 * 1024 * 1024)
  const [socket] = server.sockets
  if (socket?.destroyed === false) await new Promise((resolve) => socket.once('close', resolve))
})

it('does not repeat a request whose reply was too large', async () => {
  const server = await startHttpServer((_request, response) => response.end(Buffer.alloc(2 * LIMIT, ' ')))
  const transport = createKyTransport({ endpoint: server.endpoint, maxReplyBytes: LIMIT })
  const driver = new IronicDriver({ transport })
  const asked = await driver.client.nodes.get('metal-1')
  expect(asked._unsafeUnwrapErr()).toMatchObject({ kind: 'reply_too_large', operation: 'nodes.get' })
  expect(server.received).toHaveLength(1)
})
