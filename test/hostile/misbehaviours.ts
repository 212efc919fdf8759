import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { answer, type Misbehaviour } from './raw-hostile-server.js'

/** Both the token for Ironic and the password for Keystone: servers reflect it wherever they can. */
export const LOGIN = 'c4n4ry-gAAAAABo-5f1d7c3a9e2b4d60'

/** What a reply larger than a test allows is. */
export const LIMIT_BYTES = 500_000

/** One way to misbehave, and how a call may end on it. */
export interface Row {
  readonly does: string
  readonly serve: Misbehaviour
  /** The kinds of error of a read; `ok` when there may be none. */
  readonly read: readonly string[]
  /** Of a change, which takes no body. Default: as a read. */
  readonly write?: readonly string[]
  /** The connection must not be used again: it is closed with the call. */
  readonly closes?: true
}

const UUID = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const NODE = JSON.stringify({ uuid: UUID, name: 'metal-1', power_state: 'power on', extra: {} })
const nested = (depth: number) => `{"uuid":"${UUID}","extra":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`
const bomb = Buffer.alloc(20_000_000, ' ')
const LATE = ['request_timed_out']
const BROKEN = ['network_failure']
const FOREIGN = ['unexpected_status']

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

const says =
  (...parts: Parameters<typeof answer>): Misbehaviour =>
  (socket) =>
    void socket.write(answer(...parts))

const redirects = (status: string, location: string): Misbehaviour =>
  says(status, LOGIN, [`Location: ${location}`])

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
const STATUS_OF: readonly (readonly [string, readonly string[]])[] = [
  ['300 Multiple Choices', FOREIGN],
  ['304 Not Modified', FOREIGN],
  ['305 Use Proxy', FOREIGN],
  ['402 Payment Required', FOREIGN],
  ['407 Proxy Authentication Required', BROKEN],
  ['418 Teapot', FOREIGN],
  ['451 Unavailable', FOREIGN],
  ['499 Closed', FOREIGN],
  ['401 Unauthorized', ['unauthorized']],
  ['410 Gone', ['not_found']],
  ['429 Too Many Requests', ['service_unavailable']],
  ['505 Version', ['server_error']],
  ['599 Odd', ['server_error']],
  ['600 Odd', ['invalid_response']],
  ['777 Odd', ['invalid_response']],
  ['999 Odd', ['invalid_response']],
]

export const SLOW: readonly Row[] = [
  {
    does: 'has no end of a chunk size',
    serve: flood(CHUNKED, '0'.repeat(0x4000)),
    read: [...BROKEN, ...LATE],
    closes: true,
  },
  { does: 'says nothing', serve: () => undefined, read: LATE, closes: true },
  { does: 'drips its head', serve: forEver('HTTP/1.1 200 OK\r\n', 'a: b\r\n', 20), read: LATE, closes: true },
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
    does: 'floods its head',
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
    does: 'packs three times',
    serve: says('200 OK', gzipSync(gzipSync(gzipSync(bomb))), ['Content-Encoding: gzip, gzip, gzip']),
    read: ['reply_too_large'],
  },
  {
    does: 'packs 400 times',
    serve: says('200 OK', NODE, [`Content-Encoding: ${Array(400).fill('gzip').join(', ')}`]),
    read: BROKEN,
    closes: true,
  },
]

export const ENCODED: readonly Row[] = [
  {
    does: 'cuts its gzip off',
    serve: says('200 OK', gzipSync(NODE.repeat(50)).subarray(0, 40), ['Content-Encoding: gzip']),
    read: [...BROKEN, 'invalid_response'],
    write: [...BROKEN, 'ok'],
  },
  { does: 'calls noise gzip', serve: says('200 OK', NODE, ['Content-Encoding: gzip']), read: BROKEN },
  { does: 'calls noise br', serve: says('200 OK', NODE, ['Content-Encoding: br']), read: BROKEN },
  {
    does: 'packs in a way of its own',
    serve: says('200 OK', gzipSync(NODE), ['Content-Encoding: x-own']),
    read: ['invalid_response'],
  },
  {
    does: 'writes in UTF-16',
    serve: says('200 OK', Buffer.from(NODE, 'utf16le'), ['Content-Type: application/json; charset=utf-16']),
    read: ['invalid_response'],
  },
  { does: 'writes a byte order mark', serve: says('200 OK', `\ufeff${NODE}`), read: ['ok'] },
  {
    does: 'writes broken UTF-8',
    serve: says(
      '200 OK',
      Buffer.concat([
        Buffer.from(`{"uuid":"${UUID}","extra":{},"name":"`),
        Buffer.from([0xff, 0xc3]),
        Buffer.from('"}'),
      ]),
    ),
    read: ['invalid_response'],
    write: ['ok'],
  },
  {
    does: 'nests 50,000 objects',
    serve: says('200 OK', nested(50_000)),
    read: ['ok', 'invalid_response'],
    write: ['ok'],
  },
  {
    does: 'nests 100,000 lists in a refusal',
    serve: says('400 Bad Request', '['.repeat(100_000) + ']'.repeat(100_000)),
    read: ['rejected_request'],
  },
  {
    does: 'nests a text in a text in a refusal',
    serve: says(
      '400 Bad Request',
      Array.from({ length: 12 }).reduce<string>((inner) => JSON.stringify({ error_message: inner }), LOGIN),
    ),
    read: ['rejected_request'],
  },
  {
    does: 'names __proto__',
    serve: says(
      '200 OK',
      `{"uuid":"${UUID}","extra":{},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`,
    ),
    read: ['ok'],
  },
  { does: 'answers with a page', serve: says('200 OK', `<html>${LOGIN}</html>`), read: ['invalid_response'] },
  { does: 'answers with nothing', serve: says('200 OK'), read: ['invalid_response'], write: ['ok'] },
  { does: 'answers with null', serve: says('200 OK', 'null'), read: ['invalid_response'], write: ['ok'] },
]

export const STATUSES: readonly Row[] = [
  ...STATUS_OF.map(([status, read]) => ({ does: `says ${status}`, serve: says(status, LOGIN), read })),
  ...['099 Low', '1000 High', '-1 Minus', '2OO Letters', ''].map((status) => ({
    does: `says "${status}"`,
    serve: says(status, NODE),
    read: BROKEN,
    closes: true as const,
  })),
  {
    does: 'says 101 unasked',
    serve: says('101 Switching Protocols', '', ['Upgrade: chat', 'Connection: Upgrade']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'says 204 with a body',
    serve: says('204 No Content', NODE),
    read: ['invalid_response', ...BROKEN],
    write: ['ok', ...BROKEN],
  },
  {
    does: 'says 205 with a body',
    serve: says('205 Reset Content', NODE),
    read: ['ok', 'invalid_response', ...BROKEN],
    write: ['ok', ...BROKEN],
  },
  {
    does: 'says 206',
    serve: says('206 Partial Content', NODE.slice(0, 20)),
    read: ['invalid_response'],
  },
  {
    does: 'redirects to another host',
    serve: redirects('302 Found', `http://127.0.0.1:9/v1?login=${LOGIN}`),
    read: FOREIGN,
  },
  {
    does: 'redirects by a name with the login',
    serve: redirects('307 Temporary Redirect', `http://u:${LOGIN}@127.0.0.1:9/${LOGIN}?'${LOGIN}`),
    read: FOREIGN,
  },
  {
    does: 'redirects to itself',
    serve: (socket, { path }) => void socket.write(answer('302 Found', '', [`Location: ${path}`])),
    read: FOREIGN,
  },
  {
    does: 'redirects on and on',
    serve: (socket, { path }) =>
      void socket.write(answer('308 Permanent Redirect', '', [`Location: ${path}x`])),
    read: FOREIGN,
  },
  { does: 'redirects nowhere', serve: says('302 Found', LOGIN), read: FOREIGN },
  { does: 'redirects to no address', serve: redirects('301 Moved', 'http://[::'), read: FOREIGN },
  { does: 'redirects to a file', serve: redirects('301 Moved', 'file:///etc/passwd'), read: FOREIGN },
  {
    does: 'redirects to a long address',
    serve: redirects('303 See Other', `/${'x'.repeat(9_000)}`),
    read: FOREIGN,
  },
]

export const HEADERS: readonly Row[] = [
  {
    does: 'reflects the login in the id of the request',
    serve: says('400 Bad Request', LOGIN, [
      `Openstack-Request-Id: req-${LOGIN}`,
      `X-Openstack-Request-Id: ${LOGIN}`,
    ]),
    read: ['rejected_request'],
  },
  {
    does: 'reflects the login in the id of a success',
    serve: says('200 OK', '[', [`X-Openstack-Request-Id: ${LOGIN}`]),
    read: ['invalid_response'],
  },
  {
    does: 'sends a long id',
    serve: says('400 Bad Request', '', [`X-Openstack-Request-Id: ${'r'.repeat(9_000)}`]),
    read: ['rejected_request'],
  },
  {
    does: 'sends two ids',
    serve: says('400 Bad Request', '', ['X-Openstack-Request-Id: req-1', 'X-Openstack-Request-Id: req-2']),
    read: ['rejected_request'],
  },
  {
    does: 'sends odd headers',
    serve: says('200 OK', NODE, [
      'X-Latin: caf\xe9',
      '__proto__: x',
      'X-Empty:',
      'Retry-After: never',
      'Set-Cookie: a=b',
    ]),
    read: ['ok'],
  },
  {
    does: 'sends two lengths',
    serve: says('200 OK', NODE, ['Content-Length: 3', 'Content-Length: 90']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'sends a length and chunks',
    serve: says('200 OK', `5\r\n${LOGIN}`, ['Content-Length: 5', 'Transfer-Encoding: chunked']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'sends a length below nothing',
    serve: says('200 OK', NODE, ['Content-Length: -5']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'sends a header with a NUL',
    serve: says('200 OK', NODE, ['X-Nul: a\0b']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'speaks no HTTP',
    serve: (socket) => void socket.write(`SSH-2.0-${LOGIN}\r\n`),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'speaks HTTP/2',
    serve: (socket) => void socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    read: BROKEN,
    closes: true,
  },
  { does: 'closes the connection', serve: (socket) => void socket.end(), read: BROKEN, closes: true },
  {
    does: 'resets the connection',
    serve: (socket) => void socket.resetAndDestroy(),
    read: BROKEN,
    closes: true,
  },
]
