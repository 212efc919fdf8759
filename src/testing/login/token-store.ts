import type { Clock } from '../../clock/clock.js'
import { SeededRandom } from '../time/seeded-random.js'
import type { SimulatedUser } from './keystone-options.js'

/** An issued token, with its user and expiry. */
export interface IssuedToken {
  readonly text: string
  readonly user: SimulatedUser
  readonly method: 'password' | 'application_credential'
  /** Whether it is for the project or the system of its user, or for none. */
  readonly scope: 'own' | 'none'
  readonly issuedAt: number
  readonly expiresAt: number
}

/** A token to issue. */
interface NewToken extends Pick<IssuedToken, 'user' | 'method' | 'scope'> {
  readonly lifetimeMs: number
}

const NEVER = Date.UTC(9999, 0)

/** The tokens of a simulated identity service, and which of them are valid now. */
export class TokenStore {
  readonly #clock: Clock
  readonly #random = new SeededRandom(1)
  readonly #tokens = new Map<string, IssuedToken>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  issue({ lifetimeMs, ...token }: NewToken): IssuedToken {
    const text = `gAAAAA${this.#random.uuid().replaceAll('-', '')}`
    const issuedAt = this.#clock.now()
    return this.#keep({ ...token, text, issuedAt, expiresAt: issuedAt + lifetimeMs })
  }

  /** Adds a fixed token that does not expire. */
  add(text: string, user: SimulatedUser): void {
    this.#keep({
      text,
      user,
      method: 'password',
      scope: 'own',
      issuedAt: this.#clock.now(),
      expiresAt: NEVER,
    })
  }

  #keep(token: IssuedToken): IssuedToken {
    this.#tokens.set(token.text, token)
    return token
  }

  /** Returns the token; `undefined` when it was never issued, is revoked or has expired. */
  valid(text: string): IssuedToken | undefined {
    const token = this.#tokens.get(text)
    return token !== undefined && this.#clock.now() < token.expiresAt ? token : undefined
  }

  /** Returns false when there is no such token. */
  revoke(text: string): boolean {
    return this.#tokens.delete(text)
  }

  revokeAll(): void {
    this.#tokens.clear()
  }
}
