import { IronicDriver, type Transport } from 'ironic-driver'
import { recordRequests, ManualClock } from 'ironic-driver/testing'
import { ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { placesOf, recordDebugOutput, tracesOf } from '../support/public-traces.js'
import { CANARY_CALLS } from './canaries/canary-calls.js'
import { CANARY, CANARY_FIELDS } from './canaries/canary-fields.js'
import { CANARY_QUOTES } from './canaries/canary-quotes.js'
import { BROKEN_REPLIES, SERVED_REPLIES, type CanaryReply } from './canaries/canary-replies.js'

const logged = recordDebugOutput()
const CALLS = Object.entries(CANARY_CALLS)
const REPLIES = Object.entries({ ...SERVED_REPLIES, ...BROKEN_REPLIES })

const VERSIONS = {
  status: 200,
  headers: {},
  body: JSON.stringify({ default_version: { version: '1.115', min_version: '1.1' } }),
}

/** An Ironic that answers version requests correctly, and everything else with a secret. */
function answering(answer: () => ReturnType<CanaryReply>): Transport {
  return { send: async ({ path }) => Promise.resolve(path === '/' ? ok(VERSIONS) : answer()) }
}

async function tracesOfCall(
  [name, value]: readonly [string, string],
  reply: CanaryReply,
  turn: number,
): Promise<readonly string[]> {
  const quote = CANARY_QUOTES[turn % CANARY_QUOTES.length]
  if (quote === undefined) throw new Error('There are no quotes.')
  const clock = new ManualClock()
  const sent = recordRequests(
    answering(() => reply(quote(name, value), value)),
    { clock },
  )
  const driver = new IronicDriver({ transport: sent, clock, random: () => 0.5, retryForMs: 0 })
  const chosen = [CALLS[turn % 2], CALLS[2 + (turn % (CALLS.length - 2))]]
  const seen: string[] = []
  for (const [called, call] of chosen.filter((one) => one !== undefined)) {
    const result = await clock.run(call(driver, [name, value]))
    // A raw request returns what the caller asked for.
    const traces = result.isErr() ? [JSON.stringify(result), tracesOf(result.error)] : []
    seen.push(...placesOf(CANARY, traces).map((place) => `${called}, ${name}: ${place}`))
  }
  seen.push(...placesOf(CANARY, [tracesOf(sent), tracesOf(driver)]))
  return seen
}

describe.each(REPLIES)('%s', (_, reply) => {
  it('shows no quoted secret in any error, print-out, JSON or log', async () => {
    const seen: string[] = []
    for (const [index, field] of CANARY_FIELDS.entries())
      seen.push(...(await tracesOfCall(field, reply, index + REPLIES.findIndex(([, one]) => one === reply))))
    expect(seen).toEqual([])
    expect(placesOf(CANARY, logged.lines)).toEqual([])
  })
})
