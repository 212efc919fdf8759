import { answer, type Misbehaviour } from '../raw-hostile-server.js'
import { says, LOGIN, BROKEN, type Row, NODE } from './misbehaviour.js'

const FOREIGN = ['unexpected_status']

const redirects = (status: string, location: string): Misbehaviour =>
  says(status, LOGIN, [`Location: ${location}`])

const STATUS_OF: readonly (readonly [string, readonly string[]])[] = [
  ['300 Multiple Choices', FOREIGN],
  ['304 Not Modified', FOREIGN],
  ['305 Use Proxy', FOREIGN],
  ['402 Payment Required', FOREIGN],
  ['407 Proxy Authentication Required', FOREIGN],
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

export const STATUSES: readonly Row[] = [
  ...STATUS_OF.map(([status, read]) => ({ does: `says ${status}`, serve: says(status, LOGIN), read })),
  ...['099 Low', '1000 High', '-1 Minus', '2OO Letters', ''].map((status) => ({
    does: `says "${status}"`,
    serve: says(status, NODE),
    read: BROKEN,
    closes: true as const,
  })),
  {
    does: 'answers 101 without a request for it',
    serve: says('101 Switching Protocols', '', ['Upgrade: chat', 'Connection: Upgrade']),
    read: BROKEN,
    closes: true,
  },
  {
    does: 'answers 204 with a body',
    serve: says('204 No Content', NODE),
    read: ['invalid_response', ...BROKEN],
    write: ['ok', ...BROKEN],
  },
  {
    does: 'answers 205 with a body',
    serve: says('205 Reset Content', NODE),
    read: ['ok', 'invalid_response', ...BROKEN],
    write: ['ok', ...BROKEN],
  },
  {
    does: 'answers 206',
    serve: says('206 Partial Content', NODE.slice(0, 20)),
    read: ['invalid_response'],
  },
  {
    does: 'redirects to another host',
    serve: redirects('302 Found', `http://127.0.0.1:9/v1?login=${LOGIN}`),
    read: FOREIGN,
  },
  {
    does: 'redirects to a host name with the login',
    serve: redirects('307 Temporary Redirect', `http://u:${LOGIN}@127.0.0.1:9/${LOGIN}?'${LOGIN}`),
    read: FOREIGN,
  },
  {
    does: 'redirects to itself',
    serve: (socket, { path }) => void socket.write(answer('302 Found', '', [`Location: ${path}`])),
    read: FOREIGN,
  },
  {
    does: 'redirects endlessly',
    serve: (socket, { path }) =>
      void socket.write(answer('308 Permanent Redirect', '', [`Location: ${path}x`])),
    read: FOREIGN,
  },
  { does: 'redirects without an address', serve: says('302 Found', LOGIN), read: FOREIGN },
  { does: 'redirects to an invalid address', serve: redirects('301 Moved', 'http://[::'), read: FOREIGN },
  { does: 'redirects to a file', serve: redirects('301 Moved', 'file:///etc/passwd'), read: FOREIGN },
  {
    does: 'redirects to a long address',
    serve: redirects('303 See Other', `/${'x'.repeat(9_000)}`),
    read: FOREIGN,
  },
]

export const HEADERS: readonly Row[] = [
  {
    does: 'quotes the login in the request id',
    serve: says('400 Bad Request', LOGIN, [
      `Openstack-Request-Id: req-${LOGIN}`,
      `X-Openstack-Request-Id: ${LOGIN}`,
    ]),
    read: ['rejected_request'],
  },
  {
    does: 'quotes the login in the request id of a success',
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
    does: 'sends a negative length',
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
    does: 'does not speak HTTP',
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
