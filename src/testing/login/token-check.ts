import { IDENTITY_PATH, identityFault } from './identity-fault.js'
import type { LoginCheck } from './login-check.js'
import type { SimulatedKeystone } from './simulated-keystone.js'

/**
 * Requires a token of the identity service.
 *
 * @see openstack/keystonemiddleware `keystonemiddleware/auth_token/__init__.py`
 */
export function tokenCheck(keystone: SimulatedKeystone): LoginCheck {
  return {
    callerOf: ({ headers }) => keystone.callerOf(headers['x-auth-token'] ?? ''),
    refusalOf({ headers, publicUrl }) {
      if (keystone.accepts(headers['x-auth-token'] ?? '')) return undefined
      const uri = `${publicUrl}${IDENTITY_PATH}`
      return { status: 401, headers: { 'www-authenticate': `Keystone uri="${uri}"` }, body: UNAUTHORIZED }
    },
  }
}

const UNAUTHORIZED = identityFault(401)
