import { err, ok, type Result } from 'neverthrow'
import {
  AuthenticationFailedError,
  tokenAuthentication,
  type Token,
  type TokenSource,
  type Transport,
} from 'ironic-driver'
import { ManualClock } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { fetchKeystoneToken } from '../../../src/login/keystone/keystone-tokens.js'
import { expectErr, expectOk } from '../../support/expect-result.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

type Fetched = Result<Token, AuthenticationFailedError>

/** A source of `token-1`, `token-2` and so on, each after a second, or of what `answer` says. */
interface Site {
  /** Without an end when it is `null`. */
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

it('is fetched once for all who ask meanwhile, and kept', async () => {
  const { clock, auth, token, fetches } = siteWith()
  const all = await clock.run(Promise.all(Array.from({ length: 500 }, () => auth.headers())))
  expect(new Set(all.map((headers) => expectOk(headers)['x-auth-token']))).toEqual(new Set(['token-1']))
  await clock.advance(30 * MINUTE)
  expect(await token()).toBe('token-1')
  expect(fetches()).toBe(1)
})

describe('before its end', () => {
  it('another one is fetched while the old one is still used', async () => {
    const { clock, token, fetches } = siteWith()
    await token()
    await clock.advance(56 * MINUTE)
    expect(await token()).toBe('token-1')
    await clock.advance(2_000)
    expect(await token()).toBe('token-2')
    expect(fetches()).toBe(2)
  })

  it('an outage of its source does no harm as long as it lasts', async () => {
    const { clock, token } = siteWith({ answer: (count) => (count > 1 ? err(outage()) : undefined) })
    await token()
    await clock.advance(57 * MINUTE)
    expect(await token()).toBe('token-1')
    await clock.advance(2_000)
    expect(await token()).toBe('token-1')
  })

  it('an outage of its source is not made worse: it is asked once in a while', async () => {
    const { clock, token, fetches } = siteWith({ answer: (count) => (count > 1 ? err(outage()) : undefined) })
    await token()
    await clock.advance(56 * MINUTE)
    for (let second = 0; second < 60; second += 1) {
      await token()
      await clock.advance(1_000)
    }
    expect(fetches()).toBe(2)
  })

  it('of seconds, it is renewed in seconds', async () => {
    const { clock, token, fetches } = siteWith({ lifeMs: 5_000 })
    expect(await token()).toBe('token-1')
    await clock.advance(4_950)
    expect(await token()).toBe('token-2')
    expect(fetches()).toBe(2)
  })
})

it('is not sent when it has ended', async () => {
  const { clock, token } = siteWith()
  await token()
  await clock.advance(61 * MINUTE)
  expect(await token()).toBe('token-2')
})

it('of no known end is kept until it is refused', async () => {
  const { clock, token, renew } = siteWith({ lifeMs: null })
  await token()
  await clock.advance(1000 * HOUR)
  expect(await token()).toBe('token-1')
  expect(expectOk(await renew('token-1'))).toBe(true)
  expect(await token()).toBe('token-2')
})

describe('when it is refused', () => {
  it('costs one fetch, however many requests were sent with it', async () => {
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

  it('twice in a row, there is no better one to be had', async () => {
    const { clock, token, renew, fetches } = siteWith()
    await token()
    expect(expectOk(await renew('token-1'))).toBe(true)
    expect(expectOk(await renew('token-2'))).toBe(false)
    expect(fetches()).toBe(2)
    await clock.advance(MINUTE)
    expect(expectOk(await renew('token-2'))).toBe(true)
  })

  it('and its source only knows the same one, the refusal stands', async () => {
    const { token, renew } = siteWith({ answer: () => ok({ value: 'the-only-one' }) })
    await token()
    expect(expectOk(await renew('the-only-one'))).toBe(false)
  })
})

describe('after the clock was set back', () => {
  const DAY = 24 * HOUR
  /** A source of tokens, and a login by them on a clock that can be set back. */
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

  it('a token that is refused is fetched anew, though it has just taken the place of another', async () => {
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

  it('nobody waits for a source that has not answered', async () => {
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
  it('fails each caller with an error of its own, and is asked again by the next', async () => {
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

  it('and never answers is asked again after two minutes', async () => {
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
    ['answers with a token that is empty', () => Promise.resolve(ok({ value: '' }))],
    ['answers with a foreign error', () => Promise.resolve(err(new Error('password=canary')))],
  ]
  it.each(BROKEN)('and %s is told so, without what it said', async (_, fetchToken) => {
    const auth = tokenAuthentication({ fetchToken } as TokenSource)
    const error = expectErr(await auth.headers(), 'authentication_failed')
    expect(error.message).toContain('The token source')
    expect(JSON.stringify(error)).not.toContain('canary')
  })
})

it('of Keystone counts from when it was asked for, however long the answer takes', async () => {
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
