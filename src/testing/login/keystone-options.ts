import type { Clock } from '../../clock/clock.js'
import { impliedRoles, type SimulatedRole } from './simulated-caller.js'
import { requireKnown } from '../json/require-known.js'

/** A user who can get tokens by name and password. */
export interface SimulatedUser {
  readonly name: string
  readonly password: string
  /** The name of the domain of the user and of the project. Default: `Default`. */
  readonly domain?: string
  /** The project of the user's tokens. Default: `service`. */
  readonly project?: string
  /**
   * The user's roles in its project. With roles, the simulator applies Ironic's default policy; without, the
   * user may do everything.
   */
  readonly roles?: readonly SimulatedRole[]
  /** Set for a user whose roles are in the system: its tokens have system scope, and no project. */
  readonly system?: true
}

/** A secret that replaces a user's password. */
export interface SimulatedApplicationCredential {
  readonly id: string
  readonly secret: string
  /** The name of its user. */
  readonly user: string
  /** The name by which the user may refer to it instead of the id. */
  readonly name?: string
}

/** The options of a simulated identity service. */
export interface SimulatedKeystoneOptions {
  /** The source of time. Default: the system clock. Pass the clock of the simulator. */
  readonly clock?: Clock
  readonly users: readonly SimulatedUser[]
  readonly applicationCredentials?: readonly SimulatedApplicationCredential[]
  /** Tokens of the first user that are valid from the start and never expire. */
  readonly tokens?: readonly string[]
  /** How long a token is valid, in milliseconds. Default: an hour. */
  readonly tokenLifetimeMs?: number
  /** The region of the endpoints in the catalog. Default: `RegionOne`. */
  readonly region?: string
}

const OPTIONS = ['clock', 'users', 'applicationCredentials', 'tokens', 'tokenLifetimeMs', 'region']
const USER = { required: ['name', 'password'], optional: ['domain', 'project'] }
const CREDENTIAL = { required: ['id', 'secret', 'user'], optional: ['name'] }

/** @throws TypeError when an option is unknown or invalid */
export function checkKeystoneOptions(options: SimulatedKeystoneOptions): void {
  requireKnown('SimulatedKeystone', options, OPTIONS)
  const { users, applicationCredentials = [], tokenLifetimeMs = 1 } = options
  if (!isList(users)) throw new TypeError('SimulatedKeystone: users must be a list of users.')
  for (const { roles, system, ...user } of users) {
    requireTexts(user, USER, 'user')
    if (roles !== undefined) impliedRoles(roles, `SimulatedKeystone: user "${user.name}"`)
    if (system !== undefined && (roles === undefined || user.project !== undefined))
      throw new TypeError(
        `SimulatedKeystone: user "${user.name}" has \`system\`, so it must have roles and no project.`,
      )
  }
  for (const credential of applicationCredentials) {
    requireTexts(credential, CREDENTIAL, 'application credential')
    if (!options.users.some(({ name }) => name === credential.user))
      throw new TypeError(`SimulatedKeystone: unknown user "${credential.user}".`)
  }
  if (!(options.tokens ?? []).every((token) => typeof token === 'string' && token !== ''))
    throw new TypeError('SimulatedKeystone: each of tokens must be a non-empty text.')
  if ((options.tokens ?? []).length > 0 && users.length === 0)
    throw new TypeError('SimulatedKeystone: tokens belong to the first of users. Pass at least one user.')
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
  requireKnown(`SimulatedKeystone: ${what}`, given, [...required, ...optional], 'field')
  for (const name of [...required, ...optional]) {
    const value = values.get(name)
    if (value === undefined && optional.includes(name)) continue
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`SimulatedKeystone: the ${name} of each ${what} must be a non-empty text.`)
  }
}
