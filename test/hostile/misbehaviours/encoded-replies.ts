import { gzipSync } from 'node:zlib'
import { UUID, type Row, says, NODE, BROKEN, LOGIN } from './misbehaviour.js'

const nested = (depth: number) => `{"uuid":"${UUID}","extra":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`

export const ENCODED: readonly Row[] = [
  {
    does: 'truncates its gzip',
    serve: says('200 OK', gzipSync(NODE.repeat(50)).subarray(0, 40), ['Content-Encoding: gzip']),
    read: [...BROKEN, 'invalid_response'],
    write: [...BROKEN, 'ok'],
  },
  { does: 'labels noise as gzip', serve: says('200 OK', NODE, ['Content-Encoding: gzip']), read: BROKEN },
  { does: 'labels noise as br', serve: says('200 OK', NODE, ['Content-Encoding: br']), read: BROKEN },
  {
    does: 'uses an unknown encoding',
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
    does: 'nests a string in a string in a refusal',
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
  {
    does: 'answers with a login page',
    serve: says('200 OK', `<html>${LOGIN}</html>`),
    read: ['invalid_response'],
  },
  { does: 'answers with nothing', serve: says('200 OK'), read: ['invalid_response'], write: ['ok'] },
  { does: 'answers with null', serve: says('200 OK', 'null'), read: ['invalid_response'], write: ['ok'] },
]
