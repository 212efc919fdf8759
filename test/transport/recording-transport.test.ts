import { inspect } from 'node:util'
import { err, ok } from 'neverthrow'
import { expect, it } from 'vitest'
import type { Clock } from '../../src/clock/clock.js'
import { recordRequests } from '../../src/transport/recording-transport.js'
import { AbortedError } from '../../src/transport/transport-errors.js'
import type { Transport, TransportRequest } from '../../src/transport/transport.js'
import { CANARY, expectReply } from './support/contract/contract-request.js'

const NODE = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'

const get = (path: string): TransportRequest => ({ method: 'GET', path, headers: {} })

/** Every request takes seven milliseconds, and each read of the clock shows it. */
function steppingClock(): Clock {
  let now = 0
  return { now: () => (now += 7), sleep: () => Promise.resolve() }
}

const answering: Transport = {
  send: (request) =>
    Promise.resolve(
      request.path === '/v1/lost'
        ? err(new AbortedError('It was aborted.', { sent: 'maybe' }))
        : ok({ status: 200, headers: {}, body: request.path }),
    ),
}

it('passes on requests and outcomes, and records both', async () => {
  const recorder = recordRequests(answering, { clock: steppingClock() })
  expect((await recorder.send(get('/v1/nodes?limit=2')))._unsafeUnwrap().body).toBe('/v1/nodes?limit=2')
  expect((await recorder.send({ ...get('/v1/lost'), method: 'PUT', body: '{"a":1}' })).isErr()).toBe(true)
  expect(recorder.requests).toMatchObject([
    {
      method: 'GET',
      path: '/v1/nodes?limit=2',
      status: 200,
      error: undefined,
      durationMs: 7,
      body: undefined,
    },
    { method: 'PUT', path: '/v1/lost', status: undefined, error: 'aborted', durationMs: 7, body: '{"a":1}' },
  ])
})

it('shows a request that is still running', () => {
  const recorder = recordRequests({ send: () => new Promise(() => undefined) })
  void recorder.send(get('/v1'))
  expect(recorder.requests).toMatchObject([
    { path: '/v1', status: undefined, error: undefined, durationMs: undefined },
  ])
})

it('counts by route, for all nodes together', async () => {
  const recorder = recordRequests(answering)
  expectReply(await recorder.send(get(`/v1/nodes/${NODE}?fields=uuid`)))
  expectReply(await recorder.send(get(`/v1/nodes/${NODE.toUpperCase()}`)))
  expectReply(await recorder.send({ ...get(`/v1/nodes/${NODE}/vifs/${NODE}`), method: 'DELETE' }))
  expectReply(await recorder.send(get('/v1/nodes/web-1')))
  expect(recorder.tally()).toEqual({
    'GET /v1/nodes/{uuid}': 2,
    'DELETE /v1/nodes/{uuid}/vifs/{uuid}': 1,
    'GET /v1/nodes/web-1': 1,
  })
})

it('forgets everything on clear, and leaves an earlier list unchanged', async () => {
  const recorder = recordRequests(answering)
  expectReply(await recorder.send(get('/v1')))
  const before = recorder.requests
  recorder.clear()
  expect(recorder.requests).toEqual([])
  expect(recorder.tally()).toEqual({})
  expect(before).toHaveLength(1)
})

it('prints no body and no header', async () => {
  const recorder = recordRequests(answering)
  expectReply(
    await recorder.send({
      method: 'PUT',
      path: '/v1/nodes',
      headers: { 'x-auth-token': CANARY },
      body: CANARY,
    }),
  )
  const printed = inspect([recorder, recorder.requests], { depth: 10, showHidden: true })
  expect(printed + JSON.stringify([recorder, recorder.requests])).not.toContain(CANARY)
  expect(JSON.parse(JSON.stringify(recorder))).toMatchObject({
    requests: [{ method: 'PUT', path: '/v1/nodes' }],
  })
  expect(recorder.requests[0]).toMatchObject({ body: CANARY, headers: { 'x-auth-token': CANARY } })
})

it('keeps the latest requests up to its limit, and counts all', async () => {
  const recorder = recordRequests(answering, { limit: 3 })
  for (let nth = 1; nth <= 5; nth += 1) expectReply(await recorder.send(get(`/v1/nodes?limit=${nth}`)))
  expect(recorder.requests.map(({ path }) => path)).toEqual([3, 4, 5].map((nth) => `/v1/nodes?limit=${nth}`))
  expect(recorder.tally()).toEqual({ 'GET /v1/nodes': 5 })
})

it('prints only the list parameters of a query', async () => {
  const recorder = recordRequests(answering)
  const path = `/v1/nodes?fields=uuid,name&token=${CANARY}&q=${CANARY}&limit=2&detail`
  expectReply(await recorder.send(get(path)))
  const printed = [inspect(recorder.requests, { showHidden: true }), JSON.stringify(recorder)]
  for (const text of printed) {
    expect(text).not.toContain(CANARY)
    expect(text).toContain('/v1/nodes?fields=uuid,name&token=***&q=***&limit=2&detail')
  }
  expect(recorder.requests[0]?.path).toBe(path)
})

it('passes on a misbehaviour of a transport, and records it', async () => {
  const rejecting = recordRequests({ send: () => Promise.reject(new Error('broken')) })
  await expect(rejecting.send(get('/v1'))).rejects.toThrow('broken')
  expect(rejecting.requests[0]?.error).toBe('rejected')

  const throwing = recordRequests({
    send: () => {
      throw new Error('broken')
    },
  })
  await expect(throwing.send(get('/v1'))).rejects.toThrow('broken')
  expect(throwing.requests[0]?.error).toBe('rejected')

  for (const nonsense of [undefined, {}, ok(undefined), err(undefined)]) {
    const recorder = recordRequests({ send: () => Promise.resolve(nonsense as never) })
    expect(await recorder.send(get('/v1'))).toBe(nonsense)
    expect(recorder.requests[0]?.error).toBe('nonsense')
  }
})
