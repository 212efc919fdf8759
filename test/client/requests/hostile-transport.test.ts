import { inspect } from 'node:util'
import { err, ok } from 'neverthrow'
import { describe, expect, it, vi } from 'vitest'
import {
  AbortedError,
  IronicDriver,
  IronicDriverError,
  NetworkFailureError,
  type Transport,
} from 'ironic-driver'
import { IronicClient, NodeLockedError } from 'ironic-driver/client'
import { ManualClock } from 'ironic-driver/testing'
import { reply, scriptedClient, versions } from '../support/scripted-transport.js'

const CANARY = 'hunter2-c4n4ry'

/** JavaScript can throw any value. */
function foreign(value: unknown): Error {
  return value as Error
}

/** Every broken rule, typed as what a plain JavaScript transport can do. */
type Misbehaviour = (...args: unknown[]) => unknown
const throwing = (name: string, rest: object) =>
  Object.defineProperty({ ...rest }, name, {
    enumerable: true,
    get: () => {
      throw new Error(`no ${name}`)
    },
  })
const good = { status: 200, headers: {}, body: '{"uuid":"n1"}' }

const MISBEHAVIOURS: readonly (readonly [string, Misbehaviour])[] = [
  [
    'throws',
    () => {
      throw new Error('boom')
    },
  ],
  [
    'throws null',
    () => {
      throw foreign(null)
    },
  ],
  [
    'throws a string',
    () => {
      throw foreign(`token=${CANARY}`)
    },
  ],
  [
    'throws a value that cannot be inspected',
    () => {
      throw foreign(throwing('message', new Error('x')))
    },
  ],
  ['rejects', () => Promise.reject(new Error('boom'))],
  [
    'rejects with an error without a message',
    () => Promise.reject(Object.assign(new Error('x'), { message: 7 })),
  ],
  ['returns nothing', () => undefined],
  ['returns null', () => Promise.resolve(null)],
  ['returns the bare reply', () => Promise.resolve(good)],
  ['returns a fetch response', () => Promise.resolve(new Response('{}'))],
  [
    'returns a thenable that throws',
    () => ({
      then: () => {
        throw new Error('boom')
      },
    }),
  ],
  ['returns a Result of nothing', () => ok(undefined)],
  ['returns a Result without methods', () => ({ isOk: true, isErr: false })],
  [
    'returns a Result whose methods throw',
    () => ({
      isOk: () => true,
      isErr: () => {
        throw new Error('x')
      },
    }),
  ],
  ['has a status that is a string', () => ok({ ...good, status: '200' })],
  ['has NaN as its status', () => ok({ ...good, status: Number.NaN })],
  ['has an impossible status', () => ok({ ...good, status: 1e9 })],
  ['has no headers', () => ok({ ...good, headers: undefined })],
  ['has an object as its body', () => ok({ ...good, body: { uuid: 'n1' } })],
  ['has a body that throws', () => ok(throwing('body', good))],
  ['has a status that throws', () => ok(throwing('status', good))],
  ['has headers that throw', () => ok({ ...good, headers: throwing('retry-after', {}) })],
  ['fails with a plain error', () => err(new Error(`"password": "${CANARY}"`))],
  ['fails with a string', () => err('boom')],
  ['fails with nothing', () => err(undefined)],
  ['fails with an error of another layer', () => err(new NodeLockedError({ status: 409, fault: 'x' }))],
  ['fails with an empty error', () => err(Object.create(NetworkFailureError.prototype) as unknown)],
]

function hostile(send: Misbehaviour): Transport {
  return { send } as Transport
}

/** Answers the version request correctly, and misbehaves from then on. */
function hostileLater(send: Misbehaviour): Transport {
  let asked = 0
  return hostile((request) => (asked++ === 0 ? ok(versions('1.115')) : send(request)))
}

function printed(error: Error): string {
  return JSON.stringify(error) + inspect(error, { depth: 9, showHidden: true })
}

describe('a transport that breaks the contract', () => {
  it.each(MISBEHAVIOURS)('and %s makes every call fail with an error', async (_how, send) => {
    for (const transport of [hostile(send), hostileLater(send)]) {
      const clock = new ManualClock()
      const client = new IronicClient({ transport, clock, random: () => 0.5 })
      const all = await clock.run(
        Promise.all([
          client.nodes.get('n1', { fields: ['uuid'] }),
          client.nodes.list({ fields: ['uuid'] }).all(),
          client.nodeStates.power('n1', { target: 'rebooting' }),
        ]),
      )
      for (const result of all) {
        const error = result._unsafeUnwrapErr()
        expect(error).toBeInstanceOf(IronicDriverError)
        expect(['unexpected_failure', 'invalid_response'], String(error)).toContain(error.kind)
        expect(error.advice).toBe('check_state')
        expect(printed(error)).not.toContain(CANARY)
      }
      expect(clock.pendingSleeps).toEqual([])
    }
  })

  it.each(MISBEHAVIOURS)('and %s ends a wait within its deadline', async (_how, send) => {
    const clock = new ManualClock()
    const driver = new IronicDriver({ transport: hostileLater(send), clock, random: () => 0.5 })
    const waited = await clock.run(
      driver.power.waitForOn({ node: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }, { deadlineMs: 60_000 }),
    )
    expect(waited._unsafeUnwrapErr()).toBeInstanceOf(IronicDriverError)
  })

  it('and never settles is given up shortly after the request time-out', async () => {
    const clock = new ManualClock()
    const never = hostileLater(() => new Promise(() => undefined))
    const client = new IronicClient({ transport: never, clock, requestTimeoutMs: 10_000 })
    const startedAt = clock.now()
    const result = await clock.run(client.nodeStates.power('n1', { target: 'rebooting' }))
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'request_timed_out', sent: 'maybe' })
    expect(clock.now() - startedAt).toBe(15_000)
    expect(clock.pendingSleeps).toEqual([])
  })

  it('and ignores the signal cannot delay its caller', async () => {
    const clock = new ManualClock()
    const client = new IronicClient({ transport: hostileLater(() => new Promise(() => undefined)), clock })
    const stop = new AbortController()
    const removed = vi.spyOn(stop.signal, 'removeEventListener')
    const added = vi.spyOn(stop.signal, 'addEventListener')
    const work = client.nodes.get('n1', { signal: stop.signal })
    await clock.advance(1_000)
    stop.abort()
    expect((await work)._unsafeUnwrapErr()).toBeInstanceOf(AbortedError)
    expect(clock.pendingSleeps).toEqual([])
    expect(removed.mock.calls.length).toBeGreaterThanOrEqual(added.mock.calls.length - 1)
  })

  it('may return header names in any case', async () => {
    const { client, run } = scriptedClient(() => reply(200, '{', { 'X-OpenStack-Request-Id': 'req-Abc' }))
    expect((await run(client.nodes.get('n1')))._unsafeUnwrapErr().requestId).toBe('req-Abc')
  })
})

describe('invalid input', () => {
  const ring: Record<string, unknown> = {}
  ring['self'] = ring

  it.each([
    ['contains itself', ring],
    ['contains a BigInt', { a: 1n }],
  ])('as a body that %s is refused before anything is sent', async (_what, extra) => {
    const { client, run, requests } = scriptedClient(() => reply(201, {}))
    const result = await run(client.nodes.create({ driver: 'fake-hardware', extra }))
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid_input', field: 'body' })
    expect(requests).toHaveLength(0)
  })

  it('as a filter with broken text is refused before anything is sent', async () => {
    const { client, run, requests } = scriptedClient(() => reply(200, { nodes: [] }))
    const result = await run(client.nodes.list({ filter: { owner: '\ud800' } }).all())
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid_input', field: 'query' })
    expect(requests).toHaveLength(0)
  })

  it('as an unknown verb or power change is refused with a list of the known ones', async () => {
    const { client, run, requests } = scriptedClient(() => reply(202))
    const strange = JSON.parse('{"target": "explode"}') as { target: 'active' & 'power on' }
    for (const refused of [
      await run(client.nodeStates.provision('n1', strange)),
      await run(client.nodeStates.power('n1', strange)),
    ])
      expect(refused._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid_input', field: 'target' })
    expect(requests).toHaveLength(0)
  })

  it('as an invalid signal is an error', async () => {
    const { client, run } = scriptedClient(() => reply(202))
    const signal = JSON.parse('{}') as AbortSignal
    expect((await run(client.nodes.get('n1', { signal })))._unsafeUnwrapErr().kind).toBe('invalid_input')
  })

  it('as a clock that throws is an error', async () => {
    const clock = { now: () => 0, sleep: () => Promise.reject(new Error('no time')) }
    const client = new IronicClient({ transport: hostile(() => ok(reply(503))), clock })
    const result = await client.nodes.get('n1')
    expect(result._unsafeUnwrapErr().kind).toBe('unexpected_failure')
  })
})
