import { withoutTrailingSlashes } from '../../transport/trailing-slashes.js'
import type { SimulatedCaller } from './simulated-caller.js'

/** The parts of a request that decide about its login. */
export interface LoginAttempt {
  /** Without the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The public address of the API, without a trailing slash. */
  readonly publicUrl: string
}

/** The answer to a request whose login is missing or wrong. */
export interface LoginRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Checks the login of a request before the API sees it. */
export interface LoginCheck {
  /** Returns `undefined` when the login is valid. */
  refusalOf(attempt: LoginAttempt): LoginRefusal | undefined
  /** Returns the caller to whom the policy applies; without one, everything is allowed. */
  callerOf?(attempt: Pick<LoginAttempt, 'headers'>): SimulatedCaller | undefined
}

/** The agent calls these without a login, and the version documents need none. */
const PUBLIC = [/^\/$/, /^\/v1$/, /^\/v1\/lookup$/, /^\/v1\/heartbeat\/[a-z0-9-]+$/]

/** The microversion since which the agent sends the results of an inspection here. */
const CONTINUE_INSPECTION_SINCE = 84

/**
 * Returns whether a path is answered without a login.
 *
 * @see openstack/ironic `ironic/api/config.py` (acl_public_routes) and
 *   `ironic/api/middleware/auth_public_routes.py`
 */
export function isPublicPath(path: string, maxMinor: number): boolean {
  const plain = withoutTrailingSlashes(path.replace(/\.(json|xml)$/, '')) || path.slice(0, 1)
  if (plain === '/v1/continue_inspection') return maxMinor >= CONTINUE_INSPECTION_SINCE
  return PUBLIC.some((pattern) => pattern.test(plain))
}
