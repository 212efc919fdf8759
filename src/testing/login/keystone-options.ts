import type { Clock } from '../../clock/clock.js'
import { impliedRoles, type SimulatedRole } from './simulated-caller.js'

/** Somebody who may ask for tokens by name and password. */
export interface SimulatedUser {
  readonly name: string
  readonly password: string
  /** The name of the domain of the user and of the project; `Default` by default. */
  readonly domain?: string
  /** The project that the user's tokens are for; `service` by default. */
  readonly project?: string
  /**
   * What the user is in its project. With roles, the simulator refuses and hides what Ironic's default policy does;
   * without, the user may do everything.
   */
  readonly roles?: readonly SimulatedRole[]
  /** Set for a user whose roles are in the system: its tokens are of system scope, and for no project. */
  readonly system?: true
}

/** A secret that stands for a user, without the password. */
export interface SimulatedApplicationCredential {
  readonly id: string
  readonly secret: string
  /** The name of the user that it belongs to. */
  readonly user: string
  /** By which the user may name it instead of by its id. */
  readonly name?: string
}

/** What a simulated identity service knows. */
export interface SimulatedKeystoneOptions {
  /** Where time comes from; the system's clock by default. Give it the clock of the simulator. */
  readonly clock?: Clock
  readonly users: readonly SimulatedUser[]
  readonly applicationCredentials?: readonly SimulatedApplicationCredential[]
  /** Tokens that are good from the beginning and never expire, of the first user. */
  readonly tokens?: readonly string[]
  /** How long a token is good for; an hour by default. */
  readonly tokenLifetimeMs?: number
  /** The region of the endpoints in the catalog; `RegionOne` by default. */
  readonly region?: string
}

const OPTIONS = ['clock', 'users', 'applicationCredentials', 'tokens', 'tokenLifetimeMs', 'region']
const USER = { required: ['name', 'password'], optional: ['domain', 'project'] }
const CREDENTIAL = { required: ['id', 'secret', 'user'], optional: ['name'] }

/** Throws a `TypeError` that says what is wrong with the options. */
export function checkKeystoneOptions(options: SimulatedKeystoneOptions): void {
  for (const name of Object.keys(options))
    if (!OPTIONS.includes(name)) throw new TypeError(`SimulatedKeystone: there is no option "${name}".`)
  const { users, applicationCredentials = [], tokenLifetimeMs = 1 } = options
  if (!isList(users)) throw new TypeError('SimulatedKeystone: users must be a list of users.')
  for (const { roles, system, ...user } of users) {
    requireTexts(user, USER, 'user')
    if (roles !== undefined) impliedRoles(roles, `SimulatedKeystone: user "${user.name}"`)
    if (system !== undefined && (roles === undefined || user.project !== undefined))
      throw new TypeError(
        `SimulatedKeystone: user "${user.name}" with \`system\` needs roles, and has no project.`,
      )
  }
  for (const credential of applicationCredentials) {
    requireTexts(credential, CREDENTIAL, 'application credential')
    if (!options.users.some(({ name }) => name === credential.user))
      throw new TypeError(`SimulatedKeystone: there is no user "${credential.user}".`)
  }
  if (!(options.tokens ?? []).every((token) => typeof token === 'string' && token !== ''))
    throw new TypeError('SimulatedKeystone: each of tokens must be a text, and not empty.')
  if ((options.tokens ?? []).length > 0 && users.length === 0)
    throw new TypeError('SimulatedKeystone: tokens belong to the first of users, and there is none.')
  if (!(tokenLifetimeMs > 0))
    throw new TypeError('SimulatedKeystone: tokenLifetimeMs must be a positive number of milliseconds.')
}

const isList = (given: unknown): boolean => Array.isArray(given)

function requireTexts(
  given: object,
  { required, optional }: { readonly required: readonly string[]; readonly optional: readonly string[] },
  what: string,
): void {
  const values = new Map<string, unknown>(Object.entries(given))
  for (const name of values.keys())
    if (!required.includes(name) && !optional.includes(name))
      throw new TypeError(`SimulatedKeystone: an ${what} has no "${name}".`.replace('an user', 'a user'))
  for (const name of [...required, ...optional]) {
    const value = values.get(name)
    if (value === undefined && optional.includes(name)) continue
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`SimulatedKeystone: the ${name} of each ${what} must be a text, and not empty.`)
  }
}
