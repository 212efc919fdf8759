import createDebug from 'debug'
import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { AuthenticationFailedError } from '../../transport/transport-errors.js'
import type { Token } from './token-source.js'

const debug = createDebug('ironic-driver:login')

/** This part of a token's life before its end, another one is fetched while this one is still used. */
const RENEWED_AHEAD = 0.2
const LONGEST_AHEAD_MS = 5 * 60_000
/** This part of its life lies between two tries: a login that is refused each time could be locked. */
const RENEWAL_PAUSE = 0.02
/** A token is not sent that may end on its way. */
const LAST_USE_BEFORE_END = 0.02
/** A token that took the place of a refused one, and is refused this soon itself: so will be the next. */
const REFUSED_TWICE_MS = 10_000
/** After this, nobody waits any more for a source that has not answered: the next to ask begins again. */
const LONGEST_FETCH_MS = 2 * 60_000

type Fetched<T> = Result<T, AuthenticationFailedError>

interface Held<T> {
  readonly token: T
  readonly fetchedAt: number
  /** It took the place of one that was refused. */
  readonly isReplacement: boolean
}

/** One token for all who ask: fetched once however many wait, and again before it ends. */
export class SharedToken<T extends Token> {
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

  /** The token to use now. */
  async current(): Promise<Fetched<T>> {
    const held = this.#held
    const now = this.#clock.now()
    if (held === undefined || now >= lastUse(held)) return this.#fetch()
    // A failure of it shows when the old token can no longer be used.
    if (now >= Math.max(renewalTime(held), this.#renewedAgainAt)) {
      this.#renewedAgainAt = now + RENEWAL_PAUSE * lifeOf(held)
      void this.#fetch()
    }
    return ok(held.token)
  }

  /** Whether there is another token than the one that was refused. */
  async replace(refused: string): Promise<Result<boolean, AuthenticationFailedError>> {
    const held = this.#held
    if (held !== undefined && held.token.value !== refused) return ok(true)
    if (this.#fetching === undefined && held !== undefined && this.#isHopeless(held)) return ok(false)
    const fetched = await this.#fetch(true)
    return fetched.map(({ value }) => value !== refused)
  }

  /** One of seconds may just have ended on its way. */
  #isHopeless(held: Held<T>): boolean {
    const age = this.#clock.now() - held.fetchedAt
    // Less than nothing: the clock was set back, and its age is not known.
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
    // Each caller adds to its error where it happened.
    return fetched.mapErr((error) => error.within({}))
  }

  async #settled(isReplacement: boolean): Promise<Fetched<T>> {
    try {
      const fetched: unknown = await this.#fetchToken()
      if (!isFetched<T>(fetched)) return refuse('answered with something that is no Result of a token')
      if (fetched.isErr()) debug('no token: %s', fetched.error.message)
      else debug('a new token was fetched')
      if (fetched.isOk()) this.#held = { token: fetched.value, fetchedAt: this.#clock.now(), isReplacement }
      return fetched
    } catch (error) {
      // Only the name: the text was not written for readers, and may quote the login.
      return refuse(`threw (${error instanceof Error ? error.name : typeof error})`)
    }
  }
}

function lifeOf<T extends Token>({ token, fetchedAt }: Held<T>): number {
  return Math.max((token.expiresAt ?? Infinity) - fetchedAt, 0)
}

function renewalTime<T extends Token>(held: Held<T>): number {
  const life = lifeOf(held)
  return held.fetchedAt + life - Math.min(life * RENEWED_AHEAD, LONGEST_AHEAD_MS)
}

function lastUse<T extends Token>(held: Held<T>): number {
  const life = lifeOf(held)
  return life === Infinity ? Infinity : held.fetchedAt + life * (1 - LAST_USE_BEFORE_END)
}

function isFetched<T extends Token>(value: unknown): value is Fetched<T> {
  if (typeof value !== 'object' || value === null || !('isOk' in value)) return false
  const result = value as Result<Partial<Token> | null | undefined, unknown>
  return result.isOk()
    ? typeof result.value?.value === 'string' && result.value.value !== ''
    : result.error instanceof AuthenticationFailedError
}

function refuse(fault: string): Result<never, AuthenticationFailedError> {
  return err(new AuthenticationFailedError(`The source of tokens ${fault}; correct it and try again.`))
}
