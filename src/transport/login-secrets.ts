import { withoutSecrets } from '../errors/known-secrets.js'
import { isSecretKey } from '../errors/redaction.js'
import { fromBase64 } from '../platform/base64.js'
import type { LoginHeaders } from './authentication.js'
import type { TransportReply } from './transport.js'

/** Shorter secrets may also be ordinary words, and the meaning of a refusal is read from its words. */
const SHORTEST = 8

/**
 * Masks the login in a reply: a server may quote it in an error message, or in a header that ends up in an error or a
 * log.
 */
export function withoutLogin(reply: TransportReply, login: LoginHeaders): TransportReply {
  const secrets = loginSecrets(login)
  if (secrets.length === 0) return reply
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, withoutSecrets(value, secrets)])
  return {
    status: reply.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: reply.status < 300 ? reply.body : withoutSecrets(reply.body, secrets),
  }
}

/** Returns the parts of the login headers that must not be shown. */
function loginSecrets(login: LoginHeaders): readonly string[] {
  return Object.entries(login).flatMap(([name, value]) =>
    isSecretKey(name.replaceAll('-', '_')) ? secretsOf(value) : [],
  )
}

function secretsOf(value: string): readonly string[] {
  const basic = /^basic (\S+)$/i.exec(value)?.[1]
  if (basic === undefined) return longEnough(value.replace(/^\w+ (?=\S+$)/, ''))
  const pair = new TextDecoder().decode(fromBase64(basic))
  const password = pair.slice(pair.indexOf(':') + 1)
  return [basic, pair, ...longEnough(password)]
}

function longEnough(secret: string): readonly string[] {
  return secret.length < SHORTEST ? [] : [secret]
}
