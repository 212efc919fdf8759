import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { DebugLog } from '../../tracing/debug-log.js'
import { AuthenticationFailedError } from '../../transport/transport-errors.js'
import type { AccessToken } from './token-source.js'

const debug = new DebugLog('login')

/** The part of a token's life before its end in which the next one is fetched while this one is still used. */
const RENEWED_AHEAD = 0.2
const LONGEST_AHEAD_MS = 5 * 60_000
/** The pause between two attempts, as a part of the token's life: repeated refusals could lock the account. */
const RENEWAL_PAUSE = 0.02
/** The part of its life before its end in which a token is not sent, since it may expire in transit. */
const LAST_USE_BEFORE_END = 0.02
/** When a replacement token is rejected within this time, the next one will be, too. */
const REFUSED_TWICE_MS = 10_000
/** The longest wait for a token source. After it, the next request starts a new fetch. */
const LONGEST_FETCH_MS = 2 * 60_000

type Fetched<T> = Result<T, AuthenticationFailedError>

interface Held<T> {
  readonly token: T
  readonly fetchedAt: number
  /** True when it replaced a rejected token. */
  readonly isReplacement: boolean
}

/** Shares one token between all requests: fetches it once however many wait, and again before it expires. */
export class SharedToken<T extends AccessToken> {
  readonly #fetchToken: () => PromiseLike<Fetched<T>>
  readonly #clock: Clock
  #held: Held<T> | undefined
  #fetching: Promise<Fetched<T>> | undefined
  #fetchingSince = -Infinity
  #renewedAgainAt = -Infinity

  constructor(fetchToken: () => PromiseLike<Fetched<T>>, clock: Clock) {
    this.#fetchToken = fetchToken
    this.#clock = clock
  }

  /** Returns the token to use now. */
  async current(): Promise<Fetched<T>> {
    const held = this.#held
    const now = this.#clock.now()
    if (held === undefined || now >= lastUse(held)) return this.#fetch()
    // A failure is reported once the old token can no longer be used.
    if (now >= Math.max(renewalTime(held), this.#renewedAgainAt)) {
      this.#renewedAgainAt = now + RENEWAL_PAUSE * lifeOf(held)
      void this.#fetch()
    }
    return ok(held.token)
  }

  /** Returns whether there is another token than the rejected one. */
  async replace(refused: string): Promise<Result<boolean, AuthenticationFailedError>> {
    const held = this.#held
    if (held !== undefined && held.token.value !== refused) return ok(true)
    if (this.#fetching === undefined && held !== undefined && this.#isHopeless(held)) return ok(false)
    const fetched = await this.#fetch(true)
    return fetched.map(({ value }) => value !== refused)
  }

  /** Excludes a token with a life of seconds, which may just have expired in transit. */
  #isHopeless(held: Held<T>): boolean {
    const age = this.#clock.now() - held.fetchedAt
    // Negative when the clock was set back: the age is then unknown.
    return held.isReplacement && age >= 0 && age < Math.min(REFUSED_TWICE_MS, lifeOf(held) / 2)
  }

  async #fetch(isReplacement = false): Promise<Fetched<T>> {
    const now = this.#clock.now()
    const waitedMs = now - this.#fetchingSince
    if (this.#fetching === undefined || waitedMs < 0 || waitedMs >= LONGEST_FETCH_MS) {
      this.#fetchingSince = now
      const begun: Promise<Fetched<T>> = this.#settled(isReplacement).finally(() => {
        if (this.#fetching === begun) this.#fetching = undefined
      })
      this.#fetching = begun
    }
    const fetched = await this.#fetching
    // A copy for each caller, which adds its own operation to the error.
    return fetched.mapErr((error) => error.within({}))
  }

  async #settled(isReplacement: boolean): Promise<Fetched<T>> {
    try {
      const fetched: unknown = await this.#fetchToken()
      if (!isFetched<T>(fetched)) return refuse('returned something other than a Result with a token')
      if (fetched.isErr()) debug.line('no token: %s', fetched.error.message)
      else debug.line('a new token was fetched')
      if (fetched.isOk()) this.#held = { token: fetched.value, fetchedAt: this.#clock.now(), isReplacement }
      return fetched
    } catch (error) {
      // Only the name: the message may quote the login.
      return refuse(`threw (${error instanceof Error ? error.name : typeof error})`)
    }
  }
}

function lifeOf<T extends AccessToken>({ token, fetchedAt }: Held<T>): number {
  return Math.max((token.expiresAt ?? Infinity) - fetchedAt, 0)
}

function renewalTime<T extends AccessToken>(held: Held<T>): number {
  const life = lifeOf(held)
  return held.fetchedAt + life - Math.min(life * RENEWED_AHEAD, LONGEST_AHEAD_MS)
}

function lastUse<T extends AccessToken>(held: Held<T>): number {
  const life = lifeOf(held)
  return life === Infinity ? Infinity : held.fetchedAt + life * (1 - LAST_USE_BEFORE_END)
}

function isFetched<T extends AccessToken>(value: unknown): value is Fetched<T> {
  if (typeof value !== 'object' || value === null || !('isOk' in value)) return false
  const result = value as Result<Partial<AccessToken> | null | undefined, unknown>
  return result.isOk()
    ? typeof result.value?.value === 'string' && result.value.value !== ''
    : result.error instanceof AuthenticationFailedError
}

function refuse(fault: string): Result<never, AuthenticationFailedError> {
  return err(new AuthenticationFailedError(`The token source ${fault}. Correct it and try again.`))
}
