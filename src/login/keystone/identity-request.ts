import { err, ok, type Result } from 'neverthrow'

/** The names of all fields of a login and its scope. */
export const IDENTITY_FIELDS = [
  'username',
  'userId',
  'userDomainName',
  'userDomainId',
  'password',
  'applicationCredentialId',
  'applicationCredentialName',
  'applicationCredentialSecret',
  'token',
  'projectName',
  'projectId',
  'projectDomainName',
  'projectDomainId',
  'domainName',
  'domainId',
  'systemScope',
  'trustId',
] as const

export type IdentityField = (typeof IDENTITY_FIELDS)[number]

export type IdentityFields = Readonly<Partial<Record<IdentityField, string>>>

export type IdentityMethod = 'password' | 'application_credential' | 'token'

/** What is wrong with a field; without its value. */
export interface IdentityProblem {
  readonly field: IdentityField
  readonly problem: string
}

type Json = Readonly<Record<string, unknown>>
type Part = Result<Json, IdentityProblem>

/**
 * Returns the body that requests a token from Keystone.
 *
 * @see openstack/keystone `api-ref/source/v3/authenticate-v3.inc`
 */
export function identityRequest(method: IdentityMethod, fields: IdentityFields): Part {
  const scope = scopeOf(fields)
  if (scope.isErr()) return scope
  if (method === 'application_credential' && Object.keys(scope.value).length > 0)
    return wrong(
      scopeFieldOf(fields) ?? 'projectName',
      'cannot be combined with an application credential, which has a project of its own; remove it',
    )
  return proofOf(method, fields).map((proof) => ({
    auth: { identity: { methods: [method], [method]: proof }, ...scope.value },
  }))
}

function proofOf(method: IdentityMethod, fields: IdentityFields): Part {
  switch (method) {
    case 'password': {
      const { password } = fields
      if (password === undefined) return wrong('password', 'is missing; pass the password of the user')
      return userOf(fields).map((user) => ({ user: { ...user, password } }))
    }
    case 'token': {
      const { token } = fields
      return token === undefined ? wrong('token', 'is missing; pass a valid token') : ok({ id: token })
    }
    case 'application_credential': {
      const { applicationCredentialId: id, applicationCredentialName: name } = fields
      const { applicationCredentialSecret: secret } = fields
      if (secret === undefined)
        return wrong(
          'applicationCredentialSecret',
          'is missing; pass the secret of the application credential',
        )
      if (id !== undefined) return ok({ id, secret })
      if (name === undefined)
        return wrong(
          'applicationCredentialId',
          'is missing; pass the id of the application credential, or its name',
        )
      return userOf(fields).map((user) => ({ name, secret, user }))
    }
  }
}

function userOf({ userId, username, userDomainId, userDomainName }: IdentityFields): Part {
  if (userId !== undefined) return ok({ id: userId })
  if (username === undefined) return wrong('username', 'is missing; pass the name or id of the user')
  return withDomain(username, userDomainId, userDomainName, 'userDomainName', 'user')
}

function withDomain(
  name: string,
  id: string | undefined,
  domainName: string | undefined,
  field: IdentityField,
  whose: string,
): Part {
  if (id !== undefined) return ok({ name, domain: { id } })
  if (domainName !== undefined) return ok({ name, domain: { name: domainName } })
  return wrong(field, `is missing; pass the domain of the ${whose}, which is often "Default"`)
}

/** Returns `{}` for a token without a scope. */
function scopeOf(fields: IdentityFields): Part {
  const { projectId, projectName, projectDomainId, projectDomainName } = fields
  const { domainId, domainName, systemScope, trustId } = fields
  const scopes: Part[] = []
  if (systemScope !== undefined)
    scopes.push(
      systemScope === 'all'
        ? ok({ system: { all: true } })
        : wrong('systemScope', 'must be "all", the only system scope'),
    )
  if (projectId !== undefined) scopes.push(ok({ project: { id: projectId } }))
  else if (projectName !== undefined) {
    const project = withDomain(
      projectName,
      projectDomainId,
      projectDomainName,
      'projectDomainName',
      'project',
    )
    scopes.push(project.map((named) => ({ project: named })))
  }
  if (domainId !== undefined) scopes.push(ok({ domain: { id: domainId } }))
  else if (domainName !== undefined) scopes.push(ok({ domain: { name: domainName } }))
  if (trustId !== undefined) scopes.push(ok({ 'OS-TRUST:trust': { id: trustId } }))

  const [scope, another] = scopes
  if (another !== undefined)
    return wrong(
      scopeFieldOf(fields) ?? 'projectName',
      'is one of several scopes; pass only one of project, domain, system and trust',
    )
  return scope === undefined ? ok({}) : scope.map((found) => ({ scope: found }))
}

function scopeFieldOf(fields: IdentityFields): IdentityField | undefined {
  const scopes = ['systemScope', 'projectId', 'projectName', 'domainId', 'domainName', 'trustId'] as const
  return scopes.find((field) => fields[field] !== undefined)
}

function wrong(field: IdentityField, problem: string): Result<never, IdentityProblem> {
  return err({ field, problem })
}
