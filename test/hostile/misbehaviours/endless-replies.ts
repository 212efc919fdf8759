import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Misbehaviour } from '../raw-hostile-server.js'
import { type Row, BROKEN, LOGIN, says, NODE } from './misbehaviour.js'

const bomb = Buffer.alloc(20_000_000, ' ')

const LATE = ['request_timed_out']

/** Writes one piece after another until the connection is closed. */
const forEver =
  (start: string, piece: string, everyMs: number): Misbehaviour =>
  (socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write(piece), everyMs)
    socket.once('close', () => clearInterval(timer))
  }

const flood =
  (start: string, piece: string): Misbehaviour =>
  (socket: Socket) => {
    const more = () => {
      while (socket.writable && socket.write(piece));
    }
    socket.on('drain', more)
    socket.write(start)
    more()
  }

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

export const SLOW: readonly Row[] = [
  {
    does: 'never ends a chunk size',
    serve: flood(CHUNKED, '0'.repeat(0x4000)),
    read: [...BROKEN, ...LATE],
    closes: true,
  },
  { does: 'sends nothing', serve: () => undefined, read: LATE, closes: true },
  {
    does: 'drips its headers',
    serve: forEver('HTTP/1.1 200 OK\r\n', 'a: b\r\n', 20),
    read: LATE,
    closes: true,
  },
  { does: 'drips its body', serve: forEver(CHUNKED, '1\r\n \r\n', 20), read: LATE, closes: true },
  {
    does: 'sends 100 Continue for ever',
    serve: forEver('', 'HTTP/1.1 100 Continue\r\n\r\n', 20),
    read: [...LATE, ...BROKEN],
    closes: true,
  },
  {
    does: 'drips the text of a refusal',
    serve: forEver('HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n', `20\r\n${LOGIN}\r\n`, 20),
    read: LATE,
    closes: true,
  },
  {
    does: 'promises more than it sends',
    serve: says('200 OK', NODE, ['Content-Length: 5000']),
    read: LATE,
    closes: true,
  },
]

export const LARGE: readonly Row[] = [
  {
    does: 'floods its headers',
    serve: flood('HTTP/1.1 200 OK\r\n', `x: ${'y'.repeat(9_000)}\r\n`),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'sends 10,000 headers',
    serve: says(
      '200 OK',
      NODE,
      Array.from({ length: 10_000 }, (_, n) => `h${n}: 1`),
    ),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'floods its body',
    serve: flood(CHUNKED, `4000\r\n${' '.repeat(0x4000)}\r\n`),
    read: ['reply_too_large'],
    closes: true,
  },
  {
    does: 'floods the text of a refusal',
    serve: flood(CHUNKED.replace('200 OK', '503 Busy'), `4000\r\n${LOGIN.padEnd(0x4000)}\r\n`),
    read: ['reply_too_large'],
    closes: true,
  },
  {
    does: 'sends each byte as a chunk',
    serve: flood(CHUNKED, '1\r\n \r\n'.repeat(2_000)),
    read: ['reply_too_large', ...LATE],
    closes: true,
  },
  {
    does: 'unpacks gzip to 20 MB',
    serve: says('200 OK', gzipSync(bomb), ['Content-Encoding: gzip']),
    read: ['reply_too_large'],
  },
  {
    does: 'unpacks br to 20 MB',
    serve: says('200 OK', brotliCompressSync(bomb.subarray(0, 9_000_000)), ['Content-Encoding: br']),
    read: ['reply_too_large'],
  },
  {
    does: 'unpacks deflate to 20 MB',
    serve: says('200 OK', deflateSync(bomb), ['Content-Encoding: deflate']),
    read: ['reply_too_large'],
  },
  {
    does: 'unpacks a refusal to 20 MB',
    serve: says('400 Bad Request', gzipSync(bomb), ['Content-Encoding: gzip']),
    read: ['reply_too_large'],
  },
  {
    does: 'compresses three times',
    serve: says('200 OK', gzipSync(gzipSync(gzipSync(bomb))), ['Content-Encoding: gzip, gzip, gzip']),
    read: ['reply_too_large'],
  },
  {
    does: 'compresses 400 times',
    serve: says('200 OK', NODE, [`Content-Encoding: ${Array(400).fill('gzip').join(', ')}`]),
    read: BROKEN,
    closes: true,
  },
]
