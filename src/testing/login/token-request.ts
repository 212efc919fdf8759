import { isJsonObject, type JsonObject, type JsonValue } from '../json/json-value.js'
import type { SimulatedApplicationCredential, SimulatedUser } from './keystone-options.js'
import { domainId, idOf, projectIdOf } from './token-document.js'
import type { IssuedToken } from './token-store.js'

/** The user who gets a token, or the status and the reason of a refusal. */
export type TokenVerdict =
  Pick<IssuedToken, 'user' | 'method' | 'scope'> | { readonly status: 400 | 401; readonly text?: string }

interface Known {
  readonly users: readonly SimulatedUser[]
  readonly applicationCredentials: readonly SimulatedApplicationCredential[]
}

const REFUSED: TokenVerdict = { status: 401 }
const malformed = (text: string): TokenVerdict => ({ status: 400, text })

/** Judges the body of `POST /v3/auth/tokens`. Only the first of several methods is read. */
export function judgeTokenRequest(body: JsonValue | undefined, known: Known): TokenVerdict {
  const auth = objectIn(body, 'auth')
  const identity = objectIn(auth, 'identity')
  const methods = identity?.['methods']
  if (auth === undefined || identity === undefined || !Array.isArray(methods))
    return malformed("'auth' with 'identity' and its 'methods' is a required property")
  const [method] = methods
  const given = typeof method === 'string' ? objectIn(identity, method) : undefined
  if (given === undefined) return malformed('Expecting to find the method in identity.')
  switch (method) {
    case 'password':
      return byPassword(given, auth['scope'], known)
    case 'application_credential':
      return auth['scope'] === undefined ? byCredential(given, known) : REFUSED
    default:
      return REFUSED
  }
}

function byPassword(given: JsonObject, scope: JsonValue | undefined, { users }: Known): TokenVerdict {
  const named = objectIn(given, 'user')
  const user = users.find((one) => isUser(one, named))
  if (user === undefined || user.password !== named?.['password']) return REFUSED
  // Keystone's users have a default project only if an operator gave them one.
  if (scope === undefined) return { user, method: 'password', scope: 'none' }
  return isInScope(user, scope) ? { user, method: 'password', scope: 'own' } : REFUSED
}

function byCredential(given: JsonObject, { users, applicationCredentials }: Known): TokenVerdict {
  const credential = applicationCredentials.find(({ id, name, user }) =>
    given['id'] !== undefined
      ? given['id'] === id
      : name !== undefined &&
        given['name'] === name &&
        users.some((one) => one.name === user && isUser(one, objectIn(given, 'user'))),
  )
  const user = users.find(({ name }) => name === credential?.user)
  if (credential === undefined || user === undefined || credential.secret !== given['secret']) return REFUSED
  return { user, method: 'application_credential', scope: 'own' }
}

function isUser(user: SimulatedUser, named: JsonObject | undefined): boolean {
  const { name, domain = 'Default' } = user
  if (named === undefined) return false
  if (named['id'] !== undefined) return named['id'] === idOf(`user ${domain} ${name}`)
  return named['name'] === name && isDomain(domain, objectIn(named, 'domain'))
}

/** Returns whether the scope is the user's own project, or the system. */
function isInScope(
  { domain = 'Default', project = 'service', system }: SimulatedUser,
  scope: JsonValue,
): boolean {
  if (system === true) return objectIn(scope, 'system')?.['all'] === true
  const named = objectIn(scope, 'project')
  if (named === undefined) return false
  if (named['id'] !== undefined) return named['id'] === projectIdOf(domain, project)
  return named['name'] === project && isDomain(domain, objectIn(named, 'domain'))
}

function isDomain(name: string, named: JsonObject | undefined): boolean {
  return named?.['id'] === domainId(name) || named?.['name'] === name
}

function objectIn(value: JsonValue | undefined, key: string): JsonObject | undefined {
  const inner = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return isJsonObject(inner) ? inner : undefined
}
