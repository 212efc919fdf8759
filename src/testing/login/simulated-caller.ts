/** The roles that OpenStack's services know. */
export type SimulatedRole = 'admin' | 'manager' | 'member' | 'reader' | 'service'

/** Somebody with a token: in a project, or in the whole system. */
export interface SimulatedCaller {
  /** The id of the project that the token is for, which is compared with `owner` and `lessee` of nodes. */
  readonly project?: string
  /** A token of system scope. Not together with `project`. */
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
 * Checks a caller, and adds the roles that its roles imply.
 *
 * @throws TypeError when the options mean nothing
 */
export function completeCaller(caller: SimulatedCaller): SimulatedCaller {
  for (const name of Object.keys(caller))
    if (!OPTIONS.includes(name)) throw new TypeError(`SimulatedCaller: there is no option "${name}".`)
  const { project, system, roles } = caller
  if (typeof project !== 'string' && system !== true)
    throw new TypeError('SimulatedCaller: pass `project`, the id of a project, or `system: true`.')
  if (project !== undefined && system !== undefined)
    throw new TypeError('SimulatedCaller: project and system exclude each other; pass one of them.')
  return { ...caller, roles: impliedRoles(roles, 'SimulatedCaller') }
}

const isList = (given: unknown): boolean => Array.isArray(given)

/**
 * All roles that these roles imply.
 *
 * @throws TypeError when one of them is unknown
 */
export function impliedRoles(roles: readonly SimulatedRole[], owner: string): readonly SimulatedRole[] {
  if (!isList(roles)) throw new TypeError(`${owner}: roles must be a list.`)
  for (const role of roles)
    if (!Object.hasOwn(IMPLIED, role)) throw new TypeError(`${owner}: there is no role "${role}".`)
  return [...new Set(roles.flatMap((role) => IMPLIED[role]))]
}
