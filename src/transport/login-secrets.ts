import { withoutSecrets } from '../errors/known-secrets.js'
import { isSecretKey } from '../errors/redaction.js'
import type { LoginHeaders } from './authentication.js'
import type { TransportReply } from './transport.js'

/** Shorter ones are words too, and what a refusal means is read from its words. */
const SHORTEST = 8

/** A server may quote the login: in the text of a refusal, or in a header that ends up in an error or a log. */
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

/** What of the headers of a login must not be shown. */
function loginSecrets(login: LoginHeaders): readonly string[] {
  return Object.entries(login).flatMap(([name, value]) =>
    isSecretKey(name.replaceAll('-', '_')) ? secretsOf(value) : [],
  )
}

function secretsOf(value: string): readonly string[] {
  const basic = /^basic (\S+)$/i.exec(value)?.[1]
  if (basic === undefined) return longEnough(value.replace(/^\w+ (?=\S+$)/, ''))
  const pair = Buffer.from(basic, 'base64').toString()
  const password = pair.slice(pair.indexOf(':') + 1)
  return [basic, pair, ...longEnough(password)]
}

function longEnough(secret: string): readonly string[] {
  return secret.length < SHORTEST ? [] : [secret]
}
