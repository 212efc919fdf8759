import { requireKnown } from '../json/require-known.js'

/** The roles of OpenStack's services. */
export type SimulatedRole = 'admin' | 'manager' | 'member' | 'reader' | 'service'

/** A caller with a token, either of a project or of the whole system. */
export interface SimulatedCaller {
  /** The id of the token's project, which is compared with `owner` and `lessee` of nodes. */
  readonly project?: string
  /** A token of system scope. Excludes `project`. */
  readonly system?: true
  /** `admin` implies `manager`, which implies `member`, which implies `reader`. */
  readonly roles: readonly SimulatedRole[]
}

const OPTIONS: readonly string[] = ['project', 'system', 'roles']

const IMPLIED: Readonly<Record<SimulatedRole, readonly SimulatedRole[]>> = {
  admin: ['admin', 'manager', 'member', 'reader'],
  manager: ['manager', 'member', 'reader'],
  member: ['member', 'reader'],
  reader: ['reader'],
  service: ['service'],
}

/**
 * Checks a caller, and adds the implied roles.
 *
 * @throws TypeError when an option is unknown or invalid
 */
export function completeCaller(caller: SimulatedCaller): SimulatedCaller {
  requireKnown('SimulatedCaller', caller, OPTIONS)
  const { project, system, roles } = caller
  if (typeof project !== 'string' && system !== true)
    throw new TypeError('SimulatedCaller: pass either `project`, the id of a project, or `system: true`.')
  if (project !== undefined && system !== undefined)
    throw new TypeError('SimulatedCaller: project and system exclude each other. Pass only one of them.')
  return { ...caller, roles: impliedRoles(roles, 'SimulatedCaller') }
}

const isList = (given: unknown): boolean => Array.isArray(given)

/**
 * Returns these roles and all that they imply.
 *
 * @throws TypeError when a role is unknown
 */
export function impliedRoles(roles: readonly SimulatedRole[], owner: string): readonly SimulatedRole[] {
  if (!isList(roles)) throw new TypeError(`${owner}: roles must be a list.`)
  for (const role of roles)
    if (!Object.hasOwn(IMPLIED, role)) throw new TypeError(`${owner}: unknown role "${role}".`)
  return [...new Set(roles.flatMap((role) => IMPLIED[role]))]
}
