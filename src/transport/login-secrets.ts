import { withoutSecrets } from '../errors/known-secrets.js'
import { isSecretKey } from '../errors/redaction.js'
import type { LoginHeaders } from './authentication.js'
import type { TransportReply } from './transport.js'

/** Shorter ones are words too, and what a refusal means is read from its words. */
const SHORTEST = 8

/** A refusal may quote the login, and ends up in an error. */
export function withoutLogin(reply: TransportReply, login: LoginHeaders): TransportReply {
  if (reply.status < 300) return reply
  const secrets = Object.entries(login).flatMap(([name, value]) =>
    isSecretKey(name.replaceAll('-', '_')) ? secretsOf(value) : [],
  )
  return { ...reply, body: withoutSecrets(reply.body, secrets) }
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
