import type { HttpMethod } from 'ironic-driver'
import { IronicSimulator, ManualClock, type Disruption } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const HEADERS = { 'x-openstack-ironic-api-version': '1.115', 'content-type': 'application/json' }
const CLAIM = '[{"op":"add","path":"/extra/claimed","value":true}]'

function site() {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  const node = simulator.node({ name: 'a' }).available()
  const send = (
    method: HttpMethod,
    path: string,
    more: { signal?: AbortSignal; timeoutMs?: number } = {},
  ) => {
    const body = method === 'PATCH' ? CLAIM : undefined
    return clock.run(simulator.send({ method, path, headers: HEADERS, body, ...more }))
  }
  const claim = (more = {}) => send('PATCH', '/v1/nodes/a', more)
  const claimed = () => node.now.extra['claimed'] === true
  return { clock, simulator, node, send, claim, claimed }
}

describe('a request that fails on its way', () => {
  it.each<[Disruption, string, 'no' | 'maybe', boolean]>([
    ['refuse', 'network_failure', 'no', false],
    ['drop-before', 'network_failure', 'maybe', false],
    ['drop-after', 'network_failure', 'maybe', true],
    ['hang', 'request_timed_out', 'maybe', false],
    [{ kind: 'hang', effect: true }, 'request_timed_out', 'maybe', true],
    [{ kind: 'hang', effect: false }, 'request_timed_out', 'maybe', false],
  ])('by %j: %s, sent %s, done %s', async (disruption, kind, sent, done) => {
    const { simulator, claim, claimed } = site()
    simulator.disruptions.next({ method: 'PATCH' }, disruption)
    const result = await claim()
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind, sent })
    expect(claimed()).toBe(done)
    expect(simulator.requests.at(-1)).toMatchObject({ status: undefined, error: kind })
    expect((await claim()).isOk()).toBe(true)
  })

  it('hangs until its time-out, by the clock', async () => {
    const { simulator, claim, clock } = site()
    for (const timeoutMs of [undefined, 5_000]) {
      simulator.disruptions.next({}, 'hang')
      const before = clock.now()
      const error = (await claim(timeoutMs === undefined ? {} : { timeoutMs }))._unsafeUnwrapErr()
      expect(error).toMatchObject({ kind: 'request_timed_out', timeoutMs: timeoutMs ?? 60_000 })
      expect(clock.now() - before).toBe(timeoutMs ?? 60_000)
    }
  })

  it('ends when its signal is aborted', async () => {
    const { simulator, clock, claim } = site()
    const stop = new AbortController()
    void clock.sleep(3_000).then(() => stop.abort())
    simulator.disruptions.next({}, 'hang')
    expect((await claim({ signal: stop.signal }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'aborted',
      sent: 'maybe',
    })
    expect((await claim({ signal: stop.signal }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'aborted',
      sent: 'no',
    })
  })
})

describe('a reply with a refusal', () => {
  it.each<[Disruption, number, string, boolean]>([
    ['busy', 503, 'due to lack of free conductor workers', false],
    ['rpc-timeout', 500, 'Timed out waiting for a reply to message ID', false],
    [{ kind: 'rpc-timeout', effect: true }, 500, 'Timed out waiting for a reply to message ID', true],
    [
      { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' },
      502,
      '<html>Bad Gateway</html>',
      false,
    ],
    [{ kind: 'status', status: 500, fault: 'Oops' }, 500, 'Oops', false],
    [{ kind: 'status', status: 503 }, 503, '', false],
  ])('%j', async (disruption, status, text, done) => {
    const { simulator, claim, claimed } = site()
    simulator.disruptions.next({}, disruption)
    const reply = (await claim())._unsafeUnwrap()
    expect(reply.status).toBe(status)
    expect(reply.body).toContain(text)
    expect(claimed()).toBe(done)
    expect(simulator.requests.at(-1)?.status).toBe(status)
  })

  it('because of a lock names the node and the holder of the lock', async () => {
    const { simulator, node, claim } = site()
    simulator.disruptions.next({}, 'locked')
    simulator.disruptions.next({}, { kind: 'locked', host: 'conductor-9' })
    expect((await claim())._unsafeUnwrap().body).toContain(`Node ${node.uuid} is locked by host simulator`)
    expect((await claim())._unsafeUnwrap().body).toContain('is locked by host conductor-9, please retry')
  })

  it('is cut off in the middle when malformed', async () => {
    const { simulator, claim, claimed } = site()
    simulator.disruptions.next({}, 'malformed')
    const { status, body } = (await claim())._unsafeUnwrap()
    expect(status).toBe(200)
    expect(() => JSON.parse(body) as unknown).toThrow()
    expect(claimed()).toBe(true)
  })
})

describe('a disruption', () => {
  it('meets the requests for which it is planned: by method, by path, by pattern', async () => {
    const { simulator, send, claim } = site()
    simulator.disruptions.next({ method: 'PATCH', path: '/v1/nodes/a' }, 'busy')
    simulator.disruptions.next({ path: /limit=3/ }, 'busy')
    expect((await send('GET', '/v1/nodes/a'))._unsafeUnwrap().status).toBe(200)
    expect((await send('GET', '/v1/nodes?limit=2'))._unsafeUnwrap().status).toBe(200)
    expect((await send('GET', '/v1/nodes?limit=3'))._unsafeUnwrap().status).toBe(503)
    expect((await claim())._unsafeUnwrap().status).toBe(503)
    expect(simulator.disruptions.pending).toBe(0)
  })

  it('meets as many of them as `times` says, after `after` of them have passed', async () => {
    const { simulator, send } = site()
    simulator.disruptions.next({ method: 'GET' }, 'busy', { after: 1, times: 2 })
    const statuses = []
    for (let count = 0; count < 5; count++)
      statuses.push((await send('GET', '/v1/nodes'))._unsafeUnwrap().status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
    simulator.disruptions.next({}, 'busy', { times: Infinity })
    simulator.disruptions.clear()
    expect((await send('GET', '/v1/nodes'))._unsafeUnwrap().status).toBe(200)
  })

  it('throws for an unknown key or kind or an invalid value, and meets nothing', () => {
    const { simulator } = site()
    const misspelt: object = { methode: 'PUT' }
    const miscounted: object = { time: 2 }
    const wrong = [
      () => simulator.disruptions.next(misspelt, 'busy'),
      () => simulator.disruptions.next({}, 'busy', miscounted),
      () => simulator.disruptions.next({}, { kind: 'status', status: 500, ...{ text: 'Oops' } }),
      () => simulator.disruptions.next({}, { kind: 'hang', effect: true, ...{ host: 'conductor-9' } }),
    ]
    for (const order of wrong) expect(order).toThrow(/Unknown option `(methode|time|text|host)`/)
    expect(simulator.disruptions.pending).toBe(0)
    const mistyped: object = { kind: 'status', status: '502' }
    expect(() => simulator.disruptions.next({}, mistyped as Disruption)).toThrow(
      'Option "status" of the disruption "status" must be of type number.',
    )
    // @ts-expect-error there is no such disruption
    expect(() => simulator.disruptions.next({}, 'explode')).toThrow(TypeError)
    // @ts-expect-error a misspelt key of the match does not compile
    expect(() => simulator.disruptions.next({ methode: 'GET' }, 'busy', { times: 0 })).toThrow(TypeError)
  })
})

describe('recorded requests', () => {
  it('are kept in order, with body and status, and counted by route', async () => {
    const { simulator, send, claim, node } = site()
    const sent = [
      await send('GET', '/v1/nodes?limit=1'),
      await claim(),
      await send('GET', `/v1/nodes/${node.uuid}/states`),
    ]
    expect(sent.map((reply) => reply.isOk())).toEqual([true, true, true])
    expect(simulator.requests.map(({ method, path, body, status }) => [method, path, body, status])).toEqual([
      ['GET', '/v1/nodes?limit=1', undefined, 200],
      ['PATCH', '/v1/nodes/a', CLAIM, 200],
      ['GET', `/v1/nodes/${node.uuid}/states`, undefined, 200],
    ])
    expect(simulator.tally()).toEqual({
      'GET /v1/nodes': 1,
      'PATCH /v1/nodes/a': 1,
      'GET /v1/nodes/{uuid}/states': 1,
    })
    simulator.forgetRequests()
    expect(simulator.requests).toEqual([])
  })

  it('include requests under way', async () => {
    const { simulator, clock } = site()
    simulator.latencyMs = 400
    const sent = simulator.send({ method: 'GET', path: '/v1/nodes', headers: HEADERS })
    await clock.advance(399)
    expect(simulator.requests[0]).toMatchObject({ status: undefined, durationMs: undefined })
    await clock.advance(1)
    expect((await sent).isOk()).toBe(true)
    expect(simulator.requests[0]).toMatchObject({ status: 200, durationMs: 400 })
  })
})

it("a latency above the request's own time-out is a time-out", async () => {
  const { simulator, send } = site()
  simulator.latencyMs = 2_000
  const result = await send('GET', '/v1/nodes', { timeoutMs: 1_000 })
  expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'request_timed_out', sent: 'maybe' })
})

it('aborting an inspection takes the time of its power-off within the request', async () => {
  const { simulator, provision } = rawIronic({ hardware: 'redfish' })
  const node = simulator.node({ name: 'a' }).inState('inspect wait', { power_state: 'power on' })
  expect((await provision('a', 'abort')).status).toBe(202)
  expect(node.now).toMatchObject({
    provision_state: 'inspect failed',
    power_state: 'power off',
    last_error: 'Inspection was aborted by request.',
  })
})
