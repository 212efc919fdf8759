import type { HostileAnswer } from './hostile-server.js'

/** Part of each secret, between letters that every program escapes in its own way. */
export const CANARY = 'c4n4ry'

/** Headers accept no more than this. */
export const token = (name: string) => `gAAAAA_${CANARY}-${name}`

export const catalog = (url: string) => [
  { type: 'baremetal', endpoints: [{ interface: 'public', region: 'north', url }] },
]

/** A Keystone that grants a token, with the given body. */
export const granting =
  (body: unknown, value: string | null = token('new')): HostileAnswer =>
  (_, reply) => {
    reply.writeHead(201, {
      'content-type': 'application/json',
      ...(value === null ? {} : { 'x-subject-token': value }),
    })
    reply.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

const inJson =
  (status: number): HostileAnswer =>
  ({ quotes }, reply) => {
    const message = quotes.join(' ')
    reply.writeHead(status, { 'content-type': 'application/json', 'x-openstack-request-id': 'req-1' })
    // in Keystone's words, and in Ironic's
    reply.end(JSON.stringify({ error: { code: status, message }, error_message: { faultstring: message } }))
  }

export const inText =
  (status: number): HostileAnswer =>
  ({ quotes }, reply) => {
    reply.writeHead(status, { 'content-type': 'text/html', 'set-cookie': `session=${CANARY}` })
    reply.end(`<h1>${quotes.join(' ')}</h1>`)
  }

const elsewhere =
  (status: number): HostileAnswer =>
  ({ quotes }, reply) => {
    const query = encodeURIComponent(quotes[0] ?? '')
    reply.writeHead(status, { location: `http://127.0.0.1:9/v3?said=${query}` })
    reply.end(quotes.join(' '))
  }

export const ANSWERS: readonly (readonly [string, HostileAnswer])[] = [
  ...[200, 201, 400, 401, 403, 404, 409, 500, 503].map(
    (status) => [`${status} in JSON`, inJson(status)] as const,
  ),
  ...[200, 401, 404, 503].map((status) => [`${status} in HTML`, inText(status)] as const),
  ...[302, 307].map((status) => [`${status} to elsewhere`, elsewhere(status)] as const),
  ['a reset', (_, reply) => void reply.destroy()],
  [
    'half an answer',
    ({ quotes }, reply) => {
      reply.writeHead(401, { 'content-length': '1000000' })
      reply.write(quotes.join(' '), () => reply.destroy())
    },
  ],
]
