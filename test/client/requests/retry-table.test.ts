import { err, type ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { NetworkFailureError, RequestTimedOutError } from 'ironic-driver'
import type { ClientError, IronicClient } from 'ironic-driver/client'
import { fault, reply, scriptedClient, type Script } from '../support/scripted-transport.js'

const LOCKED = fault(
  409,
  'Node n1 is locked by host c1, please retry after the current operation is completed.',
)
const BUSY = fault(503, 'Requested action cannot be performed due to lack of free conductor workers.')
const NO_HOST = fault(
  404,
  'No valid host was found. Reason: No conductor service registered which supports it.',
)
const IN_TRANSITION = fault(409, 'Node n1 can not be updated while a state transition is in progress.')
const ASSOCIATED = fault(409, 'Node n1 is associated with instance i1.')
const MISSING = fault(404, 'Node n1 could not be found.')
const LOST = err(new NetworkFailureError('The connection broke.', { sent: 'maybe' }))
const NOT_SENT = err(new NetworkFailureError('The connection was refused.', { sent: 'no' }))
const SLOW = err(new RequestTimedOutError('No reply.', { sent: 'maybe', timeoutMs: 60_000 }))
const RPC_TIMEOUT = fault(500, 'Timed out waiting for a reply to message ID 4a3c')
const BAD_GATEWAY = reply(502, '<html><title>502 Bad Gateway</title></html>')
const GATEWAY_TIMEOUT = reply(504)

type Call = (client: IronicClient) => ResultAsync<unknown, ClientError>

const CALLS = {
  'GET a node': (client) => client.nodes.get('n1', { fields: ['uuid'] }),
  'PATCH a field': (client) => client.nodes.patch('n1', [{ op: 'add', path: '/extra/a', value: 1 }]),
  'PATCH a removal': (client) => client.nodes.patch('n1', [{ op: 'remove', path: '/extra/a' }]),
  'PATCH instance_uuid': (client) =>
    client.nodes.patch('n1', [{ op: 'add', path: '/instance_uuid', value: 'i1' }], { safety: 'decide' }),
  'PUT provision': (client) => client.nodeStates.provision('n1', { target: 'active' }),
  'PUT power on': (client) => client.nodeStates.power('n1', { target: 'power on' }),
  'PUT rebooting': (client) => client.nodeStates.power('n1', { target: 'rebooting' }),
  'PUT soft off': (client) => client.nodeStates.power('n1', { target: 'soft power off' }),
  'PUT inject_nmi': (client) => client.nodeManagement.injectNmi('n1'),
  'POST a port': (client) => client.ports.create({ address: '52:54:00:cf:2d:31', node_uuid: 'n1' }),
  'POST a node': (client) => client.nodes.create({ driver: 'fake-hardware', uuid: 'u1' }),
  'POST a VIF': (client) => client.nodeVifs.attach('n1', { id: 'v1' }),
  'DELETE a VIF': (client) => client.nodeVifs.detach('n1', 'v1'),
  'DELETE a node': (client) => client.nodes.delete('n1'),
} satisfies Record<string, Call>

type CallName = keyof typeof CALLS
const ALL = Object.keys(CALLS) as CallName[]
const READ_BACK: readonly CallName[] = ['PATCH instance_uuid', 'PUT provision']
/** The requests that may be sent again although the first one may have taken effect. */
const TWICE_IS_ONCE: readonly CallName[] = ['GET a node', 'PATCH a field', 'PUT power on', 'DELETE a node']

const BACKS_OFF = { retryForMs: 60_000 }

async function attemptsOf(call: CallName, script: Script, options = BACKS_OFF) {
  const site = scriptedClient(script, options)
  const startedAt = site.clock.now()
  const made: ResultAsync<unknown, ClientError> = CALLS[call](site.client)
  const result = await site.run(made)
  // A creation without a reply is looked up, which is not a second attempt.
  const attempts = site.requests.filter(({ method }) => method === site.requests[0]?.method).length
  return { result, attempts, tookMs: site.clock.now() - startedAt, site }
}

function cells(outcomes: Record<string, ReturnType<Script>>, resent: (call: CallName) => boolean) {
  return Object.entries(outcomes).flatMap(([outcome, answer]) =>
    ALL.map((call) => ({ call, outcome, answer, resent: resent(call) })),
  )
}

describe('resending', () => {
  it.each([
    ...cells({ 'not sent': NOT_SENT, busy: BUSY, 'no conductor': NO_HOST }, () => true),
    ...cells({ locked: LOCKED }, (call) => !READ_BACK.includes(call)),
    ...cells(
      {
        'lost reply': LOST,
        'no reply in time': SLOW,
        'RPC timeout': RPC_TIMEOUT,
        502: BAD_GATEWAY,
        504: GATEWAY_TIMEOUT,
      },
      (call) => TWICE_IS_ONCE.includes(call),
    ),
    ...cells(
      {
        'transition in progress': IN_TRANSITION,
        associated: ASSOCIATED,
        'no such node': MISSING,
        'login refused': fault(401, 'Authentication required'),
        'too large': fault(413, 'Request body is too large.'),
        'bad request': fault(400, 'Missing mandatory parameter'),
      },
      () => false,
    ),
  ])('$call after $outcome: $resent', async ({ call, answer, resent }) => {
    const { result, attempts, tookMs } = await attemptsOf(call, () => answer)
    expect(result.isErr()).toBe(true)
    if (resent) expect(attempts).toBeGreaterThan(2)
    else expect(attempts).toBe(1)
    expect(tookMs).toBeLessThanOrEqual(60_000)
  })

  it.each(['GET a node', 'PUT power on', 'DELETE a node'] as const)(
    '%s succeeds at the second try',
    async (call) => {
      const found = call === 'GET a node' ? reply(200, { uuid: 'n1' }) : reply(202)
      const { result, attempts } = await attemptsOf(call, (_request, nth) => (nth === 0 ? LOST : found))
      expect(result.isOk()).toBe(true)
      expect(attempts).toBe(2)
    },
  )
})

describe('the retry time', () => {
  it('is never exceeded, whatever the server asks for', async () => {
    const { attempts, tookMs } = await attemptsOf('GET a node', () => reply(503, '', { 'retry-after': '45' }))
    expect(attempts).toBe(2)
    expect(tookMs).toBe(47_250)
  })

  it('counts from the call, including the first version request', async () => {
    const site = scriptedClient(() => BUSY, { root: () => NOT_SENT })
    const startedAt = site.clock.now()
    expect((await site.run(site.client.nodes.get('n1', { retryForMs: 5_000 }))).isErr()).toBe(true)
    expect(site.clock.now() - startedAt).toBeLessThanOrEqual(5_000)
    expect(site.requests).toHaveLength(0)
  })

  it('of 0 ms means one attempt', async () => {
    const { attempts } = await attemptsOf('GET a node', () => BUSY, { retryForMs: 0 })
    expect(attempts).toBe(1)
  })

  it('has growing pauses, and longer ones if an operator has set a limit', async () => {
    const limited = fault(503, 'The concurrent action limit for provisioning has been reached.')
    expect((await attemptsOf('PUT provision', () => limited)).attempts).toBe(4)
    const busy = (await attemptsOf('PUT provision', () => BUSY)).attempts
    expect(busy).toBeGreaterThan(5)
    expect(busy).toBeLessThan(12)
  })

  it('ends at once when the caller aborts during a pause', async () => {
    const stop = new AbortController()
    const site = scriptedClient(() => BUSY)
    const work = site.client.nodes.get('n1', { signal: stop.signal })
    await site.clock.advance(100)
    stop.abort()
    const result = await work
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'aborted', sent: 'no', operation: 'nodes.get' })
    expect(site.clock.pendingSleeps).toEqual([])
  })
})

it('sends nothing after its signal is aborted, even if the transport ignores signals', async () => {
  const stop = new AbortController()
  const site = scriptedClient(() => {
    stop.abort()
    return BUSY
  })
  const first = await site.run(site.client.nodes.get('n1', { signal: stop.signal }))
  const second = await site.run(site.client.nodes.get('n1', { signal: stop.signal }))
  for (const result of [first, second])
    expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'aborted', sent: 'no' })
  expect(site.requests.filter(({ path }) => path.startsWith('/v1/nodes'))).toHaveLength(1)
})

describe('Retry-After', () => {
  it.each([
    ['7', 7_350],
    ['0', 375],
    ['', 375],
    ['soon', 375],
    ['-5', 375],
  ])('of %j makes the pause %d ms', async (header, pauseMs) => {
    const script: Script = (_request, nth) =>
      nth === 0 ? reply(503, '', { 'Retry-After': header }) : reply(200, { uuid: 'n1' })
    expect((await attemptsOf('GET a node', script)).tookMs).toBe(pauseMs)
  })
})

describe('a DELETE that finds nothing', () => {
  const then404 =
    (first: ReturnType<Script>): Script =>
    (_request, nth) =>
      nth === 0 ? first : MISSING

  it('fails when it was the first one', async () => {
    const { result, attempts } = await attemptsOf('DELETE a node', () => MISSING)
    expect(result._unsafeUnwrapErr().kind).toBe('not_found')
    expect(attempts).toBe(1)
  })

  it.each([
    ['a lost reply', LOST],
    ['a time-out inside Ironic', RPC_TIMEOUT],
    ['a lock, which proves that it existed', LOCKED],
  ])('has worked when it comes after %s', async (_what, first) => {
    const { result, attempts } = await attemptsOf('DELETE a node', then404(first))
    expect(result.isOk()).toBe(true)
    expect(attempts).toBe(2)
  })

  it.each([
    ['a refused connection', NOT_SENT],
    ['a busy server', BUSY],
  ])('fails when it comes after %s', async (_what, first) => {
    const { result } = await attemptsOf('DELETE a node', then404(first))
    expect(result._unsafeUnwrapErr().kind).toBe('not_found')
  })

  it.each([
    ['a proxy', reply(404, '<html><title>404</title></html>')],
    ['an API without a conductor', NO_HOST],
  ])('has not worked when the 404 comes from %s', async (_what, answer) => {
    const { result } = await attemptsOf('DELETE a node', (_request, nth) => (nth === 0 ? LOST : answer))
    expect(result.isErr()).toBe(true)
  })
})

describe('the doubt about a lost reply', () => {
  it.each([
    ['refused connections', NOT_SENT],
    ['busy servers', BUSY],
    ['locks', LOCKED],
  ])('survives %s after it', async (_what, later) => {
    const { result, attempts } = await attemptsOf('PUT power on', (_request, nth) =>
      nth === 0 ? LOST : later,
    )
    expect(attempts).toBeGreaterThan(2)
    expect(result._unsafeUnwrapErr()).toMatchObject({ advice: 'check_state', sent: 'maybe' })
  })

  it('ends with a reply that decides', async () => {
    const { result } = await attemptsOf('PUT power on', (_request, nth) => (nth === 0 ? LOST : MISSING))
    expect(result._unsafeUnwrapErr().kind).toBe('not_found')
  })

  it.each([
    ['a lost reply', LOST, 'maybe'],
    ['a lock', LOCKED, 'no'],
  ])('is reported to a caller who aborts in the pause after %s', async (_what, answer, sent) => {
    const stop = new AbortController()
    const site = scriptedClient(() => answer)
    const work = site.client.nodeStates.power('n1', { target: 'power on' }, { signal: stop.signal })
    await site.clock.advance(100)
    stop.abort()
    expect((await work)._unsafeUnwrapErr()).toMatchObject({ kind: 'aborted', sent })
  })
})
