import { fromBase64 } from '../../platform/base64.js'
import type { LoginCheck, LoginRefusal } from './login-check.js'

/** A user of an Ironic with `auth_strategy = http_basic`. */
export interface SimulatedLogin {
  readonly username: string
  readonly password: string
}

/**
 * Requires a user name and a password as Ironic does without an identity service.
 *
 * @throws TypeError when the name or the password is invalid
 * @see openstack/ironic `ironic/common/auth_basic.py`
 */
export function httpBasicCheck({ username, password }: SimulatedLogin): LoginCheck {
  if (typeof username !== 'string' || !/^[^:]+$/.test(username))
    throw new TypeError('httpBasic: username must be a non-empty text without a colon.')
  if (typeof password !== 'string') throw new TypeError('httpBasic: password must be a text.')

  return {
    refusalOf({ headers }) {
      const sent = headers['authorization']
      if (sent === undefined) return unauthorized('Authorization required')
      const [, type, token] = /^(\S+)\s+(\S.*)$/.exec(sent.trim()) ?? []
      if (type === undefined || token === undefined)
        return refusal(400, 'Could not parse Authorization header')
      if (type.toLowerCase() !== 'basic') return refusal(400, `Unsupported authorization type "${type}"`)
      const pair = decoded(token)
      if (pair === undefined) return refusal(400, 'Could not decode authorization token')
      return pair === `${username}:${password}` ? undefined : unauthorized('Incorrect username or password')
    },
  }
}

function decoded(token: string): string | undefined {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(token)) return undefined
  const pair = new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromBase64(token))
  return pair.includes(':') ? pair : undefined
}

function unauthorized(message: string): LoginRefusal {
  return refusal(401, message, { 'www-authenticate': 'Basic realm="Baremetal API"' })
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): LoginRefusal {
  return { status, headers, body: JSON.stringify({ error: { message, code: status } }) }
}
