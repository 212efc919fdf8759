import { withoutTrailingSlashes } from '../../transport/trailing-slashes.js'
import type { SimulatedCaller } from './simulated-caller.js'

/** What a login is judged by. */
export interface LoginAttempt {
  /** Without the query. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the API is asked, without a slash at its end. */
  readonly publicUrl: string
}

/** The answer to a request whose login is missing or wrong. */
export interface LoginRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Looks at the login of a request before the API does. */
export interface LoginCheck {
  /** `undefined` when the login is good. */
  refusalOf(attempt: LoginAttempt): LoginRefusal | undefined
  /** Who asks, where a policy decides what it may do; otherwise everybody may do everything. */
  callerOf?(attempt: Pick<LoginAttempt, 'headers'>): SimulatedCaller | undefined
}

/** The agent asks these without a login, and anybody may ask which versions there are. */
const PUBLIC = [/^\/$/, /^\/v1$/, /^\/v1\/lookup$/, /^\/v1\/heartbeat\/[a-z0-9-]+$/]

/** The agent sends what it found here since this microversion. */
const CONTINUE_INSPECTION_SINCE = 84

/**
 * Whether a path is answered without a login.
 *
 * @see openstack/ironic `ironic/api/config.py` (acl_public_routes) and `ironic/api/middleware/auth_public_routes.py`
 */
export function isPublicPath(path: string, maxMinor: number): boolean {
  const plain = withoutTrailingSlashes(path.replace(/\.(json|xml)$/, '')) || path.slice(0, 1)
  if (plain === '/v1/continue_inspection') return maxMinor >= CONTINUE_INSPECTION_SINCE
  return PUBLIC.some((pattern) => pattern.test(plain))
}
