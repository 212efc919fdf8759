import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createKyTransport } from '../../src/transport/ky-transport.js'
import { ask, expectFailure, expectReply } from './support/contract/contract-request.js'
import { startHttpServer, startRawServer } from './support/loopback-server.js'

const TEXT = '{"nodes":[]}'

it.each([
  ['gzip', gzipSync(TEXT)],
  ['X-GZIP', gzipSync(TEXT)],
  ['br', brotliCompressSync(TEXT)],
  ['deflate', deflateSync(TEXT)],
  ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
  ['gzip, identity', gzipSync(TEXT)],
  ['identity', Buffer.from(TEXT)],
])('decodes a body in the coding %s', async (coding, bytes) => {
  const { endpoint } = await startHttpServer((_, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(bytes),
  )
  expect(expectReply(await ask(createKyTransport({ endpoint }))).body).toBe(TEXT)
})

it.each([
  [204, 'gzip'],
  [304, 'br'],
  [202, 'gzip'],
  [202, 'deflate, br'],
])('reads a reply %i without a body that names the coding %s', async (status, coding) => {
  const { endpoint } = await startHttpServer((_, response) =>
    response.writeHead(status, { 'content-encoding': coding }).end(),
  )
  const reply = expectReply(await ask(createKyTransport({ endpoint }), { method: 'PUT', body: '{}' }))
  expect(reply).toMatchObject({ status, body: '' })
})

it.each(['constructor', '__proto__', 'compress'])(
  'leaves a body as it is in the coding %s, which nobody asked for',
  async (coding) => {
    const { endpoint } = await startRawServer((socket) =>
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${TEXT.length}\r\n\r\n${TEXT}`,
      ),
    )
    expect(expectReply(await ask(createKyTransport({ endpoint }))).body).toBe(TEXT)
  },
)

it('fails when a reply names many codings', async () => {
  const { endpoint } = await startHttpServer((_, response) =>
    response.writeHead(200, { 'content-encoding': Array(1_000).fill('gzip').join(',') }).end(TEXT),
  )
  expectFailure(await ask(createKyTransport({ endpoint })), 'network_failure')
})

it('fails when a compressed body ends too soon', async () => {
  const bytes = gzipSync(TEXT)
  const { endpoint } = await startHttpServer((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes.subarray(0, bytes.length - 9)),
  )
  expectFailure(await ask(createKyTransport({ endpoint })), 'network_failure')
})
