/** A user with one role: in the project that owns the nodes, in the one that leases them, in another, or in the system. */
export interface RoleLogin {
  readonly name: string
  readonly of: 'owner' | 'lessee' | 'stranger' | 'system'
  readonly role: 'admin' | 'manager' | 'member' | 'reader'
}

const login = (of: RoleLogin['of'], role: RoleLogin['role']): RoleLogin => ({
  name: `${of}-${role}`,
  of,
  role,
})

/** The users whose rights are tested, in the order of the table in `docs/guide/login.md`. */
export const ROLE_LOGINS: readonly RoleLogin[] = [
  login('system', 'admin'),
  login('system', 'member'),
  login('system', 'reader'),
  login('owner', 'admin'),
  login('owner', 'manager'),
  login('owner', 'member'),
  login('owner', 'reader'),
  login('lessee', 'admin'),
  login('lessee', 'manager'),
  login('lessee', 'member'),
  login('lessee', 'reader'),
  login('stranger', 'admin'),
  login('stranger', 'member'),
]
