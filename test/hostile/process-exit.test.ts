import { once } from 'node:events'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { startBundledProgram } from '../support/bundled-program.js'
import { startRawServer } from '../transport/support/loopback-server.js'
import type { EndlessRequest } from './process-of-requests.js'

const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

/** Sends one byte now and then, for ever. */
function drip(socket: Socket): void {
  socket.write(HEAD)
  const drops = setInterval(() => socket.write('1\r\n \r\n'), 10)
  socket.on('close', () => clearInterval(drops))
}

/** Sends as much as the other side accepts, for ever. */
function flood(socket: Socket): void {
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
  const more = () => {
    while (socket.writable && socket.write(chunk));
  }
  socket.on('drain', more)
  socket.write(HEAD)
  more()
}

/** Sends nothing, not even headers. */
function silence(): void {
  // Only the request is read.
}

const CASES: readonly (readonly [(socket: Socket) => void, EndlessRequest['endedBy'], string])[] = [
  [drip, 'timeout', 'request_timed_out'],
  [drip, 'abort', 'aborted'],
  [flood, 'timeout', 'request_timed_out'],
  [flood, 'limit', 'reply_too_large'],
  [silence, 'abort', 'aborted'],
]

it('lets a process exit after replies that never end, however the requests ended', async () => {
  const asked: Socket[] = []
  const requests: EndlessRequest[] = []
  for (const over of ['fetch', 'undici'] as const)
    for (const [serve, endedBy] of CASES) {
      const server = await startRawServer((socket) => {
        socket.once('data', () => {
          asked.push(socket)
          serve(socket)
        })
      })
      requests.push({ endpoint: server.endpoint, endedBy, over })
    }
  const child = await startBundledProgram('test/hostile/process-of-requests.ts', {
    execArgv: ['--expose-gc'],
    args: [JSON.stringify(requests)],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said, exit] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const kinds = CASES.map(([, , kind]) => kind)
  expect([JSON.parse(said), exit[0]]).toEqual([[...kinds, ...kinds], 0])
  expect(asked.map((socket) => socket.destroyed || socket.readableEnded)).not.toContain(false)
})
