import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import { withoutSecrets } from '../../errors/known-secrets.js'
import { readRequestId } from '../../transport/request-id.js'
import { AuthenticationFailedError, type TransportError } from '../../transport/transport-errors.js'
import type { Transport, TransportReply } from '../../transport/transport.js'
import type { Token } from '../token/token-source.js'
import { serviceCatalog, type CatalogService } from './service-catalog.js'

/** A token of Keystone, with where it leads to. */
export interface KeystoneToken extends Token {
  readonly catalog: readonly CatalogService[]
}

const tokenBody = z.object({
  token: z.object({
    issued_at: z.iso.datetime({ offset: true }).optional(),
    expires_at: z.iso.datetime({ offset: true }).nullish(),
    catalog: serviceCatalog.optional(),
  }),
})

const faultBody = z.object({ error: z.object({ message: z.string() }) })

type Fetched = Result<KeystoneToken, AuthenticationFailedError>

/** What is sent for a token, and which texts in it are secrets. */
export interface TokenRequest {
  readonly body: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Asks Keystone for one token. */
export async function fetchKeystoneToken(
  transport: Transport,
  { body, secrets, signal }: TokenRequest,
  clock: Clock = systemClock(),
): Promise<Fetched> {
  const askedAt = clock.now()
  const reply = await transport.send({
    method: 'POST',
    path: '/v3/auth/tokens',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  return reply.isErr() ? err(unreachable(reply.error)) : readToken(reply.value, secrets, askedAt)
}

function readToken(reply: TransportReply, secrets: readonly string[], askedAt: number): Fetched {
  if (reply.status !== 201 && reply.status !== 200) return err(refused(reply, secrets))
  const value = reply.headers['x-subject-token']
  if (value === undefined || value === '')
    return notKeystone('Its answer has no token in the header X-Subject-Token.')
  const body = tokenBody.safeParse(jsonOf(reply.body))
  if (!body.success) return notKeystone('Its answer is not that of an identity API of version 3.')
  const { issued_at: issuedAt, expires_at: expiresAt, catalog = [] } = body.data.token
  return ok({ value, catalog, expiresAt: endOf(askedAt, issuedAt, expiresAt) })
}

/** Counted from our clock, as its own may be ahead or behind; and from the question, as it may answer slowly. */
function endOf(
  askedAt: number,
  issuedAt: string | undefined,
  expiresAt: string | null | undefined,
): number | undefined {
  if (typeof expiresAt !== 'string') return undefined
  return issuedAt === undefined
    ? Date.parse(expiresAt)
    : askedAt + Date.parse(expiresAt) - Date.parse(issuedAt)
}

function refused(reply: TransportReply, secrets: readonly string[]): AuthenticationFailedError {
  const { status } = reply
  const said = faultBody.safeParse(jsonOf(reply.body))
  // It quotes what it finds unfit, such as a password that is too long.
  const text = said.success ? ` It said: ${withoutSecrets(said.data.error.message, secrets)}` : ''
  const details = { requestId: readRequestId((name) => reply.headers[name], secrets) }
  if (status >= 500 || status === 429)
    return new AuthenticationFailedError(
      `Keystone answered ${status} to the login; try again later.${text}`,
      {
        ...details,
        transient: true,
      },
    )
  // To a token that has ended, or that it never issued, Keystone says 404; what is no Keystone says it otherwise.
  if (status === 401 || status === 403 || (status === 404 && said.success))
    return new AuthenticationFailedError(
      `Keystone refused the login (${status}): correct user, password, domain and scope, the application credential, or the token.${text}`,
      details,
    )
  if (status === 404 || (status >= 300 && status < 400))
    return new AuthenticationFailedError(
      `There is no identity API of version 3 at this address (${status}); correct the URL of Keystone.${text}`,
      details,
    )
  return new AuthenticationFailedError(
    `Keystone could not make use of the login (${status}).${text}`,
    details,
  )
}

function unreachable(cause: TransportError): AuthenticationFailedError {
  if (cause.kind === 'reply_too_large')
    return new AuthenticationFailedError(`Keystone sent too much: ${cause.message}`, { cause })
  const transient = cause.kind !== 'invalid_input' && cause.kind !== 'authentication_failed'
  return new AuthenticationFailedError(`The login did not reach Keystone: ${cause.message}`, {
    cause,
    transient,
  })
}

function notKeystone(problem: string): Fetched {
  return err(
    new AuthenticationFailedError(
      `What answers there is no Keystone. ${problem} Correct the URL of Keystone.`,
    ),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
