import { err, ok, type Result } from 'neverthrow'
import {
  AuthenticationFailedError,
  tokenAuthentication,
  type AccessToken,
  type TokenSource,
  type Transport,
} from 'ironic-driver'
import { ManualClock } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { fetchKeystoneToken } from '../../../src/login/keystone/keystone-tokens.js'
import { expectErr, expectOk } from '../../support/expect-result.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

type Fetched = Result<AccessToken, AuthenticationFailedError>

/** A source of `token-1`, `token-2` and so on, each after a second, or of the results of `answer`. */
interface Site {
  /** Never expires if it is `null`. */
  readonly lifeMs?: number | null
  readonly answer?: (count: number) => Fetched | undefined
}

function siteWith({ lifeMs = HOUR, answer }: Site = {}) {
  const clock = new ManualClock()
  let fetches = 0
  const source: TokenSource = {
    fetchToken: async () => {
      fetches += 1
      const count = fetches
      await clock.sleep(1_000)
      const expiresAt = lifeMs === null ? undefined : clock.now() + lifeMs
      return answer?.(count) ?? ok({ value: `token-${count}`, expiresAt })
    },
  }
  const auth = tokenAuthentication(source, { clock })
  const token = async () => expectOk(await clock.run(Promise.resolve(auth.headers())))['x-auth-token']
  const renewal = async (refused = '') => {
    if (auth.renew === undefined) throw new Error('A login by token can be renewed.')
    return auth.renew({ 'x-auth-token': refused })
  }
  const renew = (refused: string) => clock.run(renewal(refused))
  return { clock, auth, token, renewal, renew, fetches: () => fetches }
}

const outage = () => new AuthenticationFailedError('Keystone is away.', { transient: true })

it('fetches a token once for all simultaneous callers, and keeps it', async () => {
  const { clock, auth, token, fetches } = siteWith()
  const all = await clock.run(Promise.all(Array.from({ length: 500 }, () => auth.headers())))
  expect(new Set(all.map((headers) => expectOk(headers)['x-auth-token']))).toEqual(new Set(['token-1']))
  await clock.advance(30 * MINUTE)
  expect(await token()).toBe('token-1')
  expect(fetches()).toBe(1)
})

describe('before a token expires', () => {
  it('another one is fetched while the old one is still used', async () => {
    const { clock, token, fetches } = siteWith()
    await token()
    await clock.advance(56 * MINUTE)
    expect(await token()).toBe('token-1')
    await clock.advance(2_000)
    expect(await token()).toBe('token-2')
    expect(fetches()).toBe(2)
  })

  it('a short outage of its source does no harm', async () => {
    const { clock, token } = siteWith({ answer: (count) => (count > 1 ? err(outage()) : undefined) })
    await token()
    await clock.advance(57 * MINUTE)
    expect(await token()).toBe('token-1')
    await clock.advance(2_000)
    expect(await token()).toBe('token-1')
  })

  it('an outage of its source causes few requests', async () => {
    const { clock, token, fetches } = siteWith({ answer: (count) => (count > 1 ? err(outage()) : undefined) })
    await token()
    await clock.advance(56 * MINUTE)
    for (let second = 0; second < 60; second += 1) {
      await token()
      await clock.advance(1_000)
    }
    expect(fetches()).toBe(2)
  })

  it('a token with a life of seconds is renewed within seconds', async () => {
    const { clock, token, fetches } = siteWith({ lifeMs: 5_000 })
    expect(await token()).toBe('token-1')
    await clock.advance(4_950)
    expect(await token()).toBe('token-2')
    expect(fetches()).toBe(2)
  })
})

it('does not send an expired token', async () => {
  const { clock, token } = siteWith()
  await token()
  await clock.advance(61 * MINUTE)
  expect(await token()).toBe('token-2')
})

it('keeps a token without expiry until it is refused', async () => {
  const { clock, token, renew } = siteWith({ lifeMs: null })
  await token()
  await clock.advance(1000 * HOUR)
  expect(await token()).toBe('token-1')
  expect(expectOk(await renew('token-1'))).toBe(true)
  expect(await token()).toBe('token-2')
})

describe('when a token is refused', () => {
  it('one fetch serves all requests that were sent with it', async () => {
    const { clock, token, renewal, renew, fetches } = siteWith()
    const refused = await token()
    await clock.advance(MINUTE)
    const renewals = Array.from({ length: 500 }, () => renewal(refused))
    const settled = await clock.run(Promise.all(renewals))
    expect(new Set(settled.map(expectOk))).toEqual(new Set([true]))
    expect(await token()).toBe('token-2')
    expect(expectOk(await renew('token-1'))).toBe(true)
    expect(fetches()).toBe(2)
  })

  it('twice in a row, there is no better one', async () => {
    const { clock, token, renew, fetches } = siteWith()
    await token()
    expect(expectOk(await renew('token-1'))).toBe(true)
    expect(expectOk(await renew('token-2'))).toBe(false)
    expect(fetches()).toBe(2)
    await clock.advance(MINUTE)
    expect(expectOk(await renew('token-2'))).toBe(true)
  })

  it('and its source returns the same one, the refusal stands', async () => {
    const { token, renew } = siteWith({ answer: () => ok({ value: 'the-only-one' }) })
    await token()
    expect(expectOk(await renew('the-only-one'))).toBe(false)
  })
})

describe('after the clock was set back', () => {
  const DAY = 24 * HOUR
  /** A source of tokens, and a login with them on a clock that can be set back. */
  function siteOnClockOfPeople() {
    let now = Date.parse('2026-03-01T12:00:00Z')
    const clock = { now: () => now, sleep: () => Promise.resolve() }
    const fetches: ((fetched: Fetched) => void)[] = []
    const source = { fetchToken: () => new Promise<Fetched>((resolve) => fetches.push(resolve)) }
    const auth = tokenAuthentication(source, { clock })
    const yieldToken = (name: string) => fetches.at(-1)?.(ok({ value: name, expiresAt: now + HOUR }))
    const token = async () => expectOk(await auth.headers())['x-auth-token']
    const renew = (refused: string) => auth.renew?.({ 'x-auth-token': refused })
    return { auth, fetches, yieldToken, token, renew, setBack: (ms: number) => void (now -= ms) }
  }

  it('a refused token is fetched again, although it has just replaced another', async () => {
    const { auth, yieldToken, token, renew, setBack } = siteOnClockOfPeople()
    const first = auth.headers()
    yieldToken('token-1')
    expectOk(await first)
    const renewed = renew('token-1')
    yieldToken('token-2')
    expect(await renewed).toEqual(ok(true))
    setBack(DAY)
    const again = renew('token-2')
    yieldToken('token-3')
    expect(await again).toEqual(ok(true))
    expect(await token()).toBe('token-3')
  })

  it('nobody waits for a source that does not answer', async () => {
    const { auth, fetches, yieldToken, token, setBack } = siteOnClockOfPeople()
    void auth.headers()
    setBack(DAY)
    const asked = auth.headers()
    expect(fetches).toHaveLength(2)
    yieldToken('token')
    expect(expectOk(await asked)['x-auth-token']).toBe('token')
    expect(await token()).toBe('token')
  })
})

describe('a source that fails', () => {
  it('fails each caller with an error of its own, and is called again by the next', async () => {
    const { clock, auth, token, fetches } = siteWith({
      answer: (count) => (count === 1 ? err(outage()) : undefined),
    })
    const [one, other] = await clock.run(Promise.all([auth.headers(), auth.headers()]))
    const errors = [expectErr(one, 'authentication_failed'), expectErr(other, 'authentication_failed')]
    expect(errors[0]).not.toBe(errors[1])
    expect(errors.map(({ advice }) => advice)).toEqual(['retry_later', 'retry_later'])
    expect(await token()).toBe('token-2')
    expect(fetches()).toBe(2)
  })

  it('and never answers is called again after two minutes', async () => {
    const clock = new ManualClock()
    let fetches = 0
    const fetchToken = (): Promise<Fetched> => {
      fetches += 1
      return fetches === 1 ? new Promise(() => undefined) : Promise.resolve(ok({ value: 'token' }))
    }
    const auth = tokenAuthentication({ fetchToken }, { clock })
    void auth.headers()
    await clock.advance(MINUTE)
    void auth.headers()
    expect(fetches).toBe(1)
    await clock.advance(MINUTE)
    const asked = await Promise.race([auth.headers(), clock.advance(MINUTE)])
    expect([fetches, asked?.isOk()]).toEqual([2, true])
  })

  const BROKEN: readonly (readonly [string, () => unknown])[] = [
    [
      'throws',
      () => {
        throw new Error('password=canary')
      },
    ],
    ['rejects', () => Promise.reject(new Error('password=canary'))],
    ['answers with nothing', () => undefined],
    ['answers with an empty token', () => Promise.resolve(ok({ value: '' }))],
    ['answers with a foreign error', () => Promise.resolve(err(new Error('password=canary')))],
  ]
  it.each(BROKEN)('and %s is reported, without its text', async (_, fetchToken) => {
    const auth = tokenAuthentication({ fetchToken } as TokenSource)
    const error = expectErr(await auth.headers(), 'authentication_failed')
    expect(error.message).toContain('The token source')
    expect(JSON.stringify(error)).not.toContain('canary')
  })
})

it('counts the life of a Keystone token from its request, however long the reply takes', async () => {
  const clock = new ManualClock()
  const issued = '2026-01-01T00:00:00Z'
  const body = JSON.stringify({ token: { issued_at: issued, expires_at: '2026-01-01T00:01:00Z' } })
  const slow: Transport = {
    send: async () => {
      await clock.sleep(20_000)
      return ok({ status: 201, headers: { 'x-subject-token': 'token' }, body })
    },
  }
  const asked = clock.now()
  const fetched = await clock.run(fetchKeystoneToken(slow, { body: {}, secrets: [] }, clock))
  expect(expectOk(fetched).expiresAt).toBe(asked + MINUTE)
})
