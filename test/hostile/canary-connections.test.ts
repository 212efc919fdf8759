import type { ServerResponse } from 'node:http'
import { createKyTransport, IronicDriver, type IronicDriverOptions, type TransportReply } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr } from '../support/expect-result.js'
import { placesOf, recordDebugOutput, tracesOf } from '../support/public-traces.js'
import { startHttpServer } from '../transport/support/loopback-server.js'
import { CANARY_CALLS } from './canaries/canary-calls.js'
import { CANARY, CANARY_FIELDS } from './canaries/canary-fields.js'
import { CANARY_QUOTES } from './canaries/canary-quotes.js'
import { SERVED_REPLIES, type CanaryReply } from './canaries/canary-replies.js'

const logged = recordDebugOutput()
const ASKED = ['nodes.get', 'nodes.patch', 'request', 'vendor'] as const
const VERSIONS = JSON.stringify({ default_version: { version: '1.115', min_version: '1.1' } })

type Write = (response: ServerResponse, reply: TransportReply) => void

const whole: Write = (response, { status, headers, body }) => {
  response.writeHead(status, headers).end(body)
}
const brokenOff: Write = (response, { headers, body }) => {
  response.writeHead(200, { ...headers, 'content-length': 1_000_000 })
  response.write(body, () => response.destroy())
}

/** Sends one request for each field, and answers with a text that quotes it. */
async function tracesOverHttp(reply: CanaryReply, write: Write, turn = 0): Promise<readonly string[]> {
  let quoted: Parameters<CanaryReply> = ['', '']
  const server = await startHttpServer(({ url }, response) => {
    if (url === '/') response.end(VERSIONS)
    else write(response, reply(...quoted)._unsafeUnwrap())
  })
  const transport = createKyTransport({ endpoint: server.endpoint })
  const driver = new IronicDriver({ transport, retryForMs: 0 } satisfies IronicDriverOptions)
  const seen: string[] = []
  for (const [index, field] of CANARY_FIELDS.entries()) {
    if (index % 3 !== turn % 3) continue
    const quote = CANARY_QUOTES[index % CANARY_QUOTES.length]
    const call = CANARY_CALLS[ASKED[index % ASKED.length] ?? 'nodes.get']
    quoted = [quote?.(...field) ?? '', field[1]]
    const result = await call?.(driver, field)
    if (result?.isErr() === true) seen.push(...placesOf(CANARY, [tracesOf(result.error)]))
  }
  return [...seen, ...placesOf(CANARY, [...logged.lines, tracesOf(driver), tracesOf(transport)])]
}

it.each(Object.entries(SERVED_REPLIES))('shows no secret in %s over HTTP', async (name, reply) => {
  expect(await tracesOverHttp(reply, whole, Object.keys(SERVED_REPLIES).indexOf(name))).toEqual([])
})

it('shows no secret of a reply that is cut off', async () => {
  expect(
    await tracesOverHttp((text) => SERVED_REPLIES['a 200 of text']?.(text, '') as never, brokenOff),
  ).toEqual([])
})

it('shows no secret of a refused address', async () => {
  const addresses = [
    `http://u:${CANARY}@127.0.0.1:9`,
    `http://127.0.0.1:9/?token=${CANARY}`,
    `http://127.0.0.1:9/#${CANARY}`,
    `ftp://u:${CANARY}@127.0.0.1`,
    `${CANARY} @`,
  ]
  for (const endpoint of addresses) {
    const driver = new IronicDriver({ transport: createKyTransport({ endpoint }), retryForMs: 0 })
    const error = expectErr(await driver.client.nodes.get('metal-1'), 'invalid_input')
    expect(placesOf(CANARY, [tracesOf(error), tracesOf(driver), ...logged.lines])).toEqual([])
  }
})
