import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import { withoutSecrets } from '../../errors/known-secrets.js'
import { errorIn } from '../../tracing/trace-channel.js'
import { readRequestId } from '../../transport/request-id.js'
import { retryAfterMs } from '../../transport/retry-after.js'
import { AuthenticationFailedError, type TransportError } from '../../transport/transport-errors.js'
import type { Transport, TransportReply } from '../../transport/transport.js'
import type { AccessToken } from '../token/token-source.js'
import { logins } from './login-events.js'
import { serviceCatalog, type CatalogService } from './service-catalog.js'

/** A Keystone token with its service catalog. */
export interface KeystoneToken extends AccessToken {
  readonly catalog: readonly CatalogService[]
}

const tokenBody = z.lazy(() =>
  z.object({
    token: z.object({
      issued_at: z.iso.datetime({ offset: true }).optional(),
      expires_at: z.iso.datetime({ offset: true }).nullish(),
      catalog: serviceCatalog.optional(),
    }),
  }),
)

const faultBody = z.object({ error: z.object({ message: z.string() }) })

type Fetched = Result<KeystoneToken, AuthenticationFailedError>

/** The body that requests a token, and the secrets in it. */
export interface TokenRequest {
  readonly body: Readonly<Record<string, unknown>>
  readonly secrets: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Requests one token from Keystone. */
export async function fetchKeystoneToken(
  transport: Transport,
  { body, secrets, signal }: TokenRequest,
  clock: Clock = systemClock(),
): Promise<Fetched> {
  const askedAt = clock.now()
  return logins.trace(
    () => ({ status: undefined }),
    async (event): Promise<Fetched> => {
      const reply = await transport.send({
        method: 'POST',
        path: '/v3/auth/tokens',
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      })
      if (reply.isErr()) return err(unreachable(reply.error))
      if (event !== undefined) event.status = reply.value.status
      return readToken(reply.value, secrets, askedAt)
    },
    errorIn,
  )
}

function readToken(reply: TransportReply, secrets: readonly string[], askedAt: number): Fetched {
  if (reply.status !== 201 && reply.status !== 200) return err(refused(reply, secrets, askedAt))
  const value = reply.headers['x-subject-token']
  if (value === undefined || value === '')
    return notKeystone('Its reply has no token in the header X-Subject-Token.')
  const body = tokenBody.safeParse(jsonOf(reply.body))
  if (!body.success) return notKeystone('Its reply is not from an identity API of version 3.')
  const { issued_at: issuedAt, expires_at: expiresAt, catalog = [] } = body.data.token
  return ok({ value, catalog, expiresAt: endOf(askedAt, issuedAt, expiresAt) })
}

/** Counted on our clock from the start of the request: Keystone's clock may differ, and it may answer slowly. */
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

function refused(reply: TransportReply, secrets: readonly string[], now: number): AuthenticationFailedError {
  const { status } = reply
  const said = faultBody.safeParse(jsonOf(reply.body))
  // Keystone quotes values that it rejects, such as a password that is too long.
  const text = said.success ? ` It said: ${withoutSecrets(said.data.error.message, secrets)}` : ''
  const details = { requestId: readRequestId((name) => reply.headers[name], secrets) }
  if (status >= 500 || status === 429)
    return new AuthenticationFailedError(
      `Keystone answered ${status} to the login; try again later.${text}`,
      {
        ...details,
        transient: true,
        retryAfterMs: retryAfterMs(reply.headers, now),
      },
    )
  // Keystone answers 404 for a token that has expired or that it never issued; other servers word it differently.
  if (status === 401 || status === 403 || (status === 404 && said.success))
    return new AuthenticationFailedError(
      `Keystone refused the login (${status}); correct the user, password, domain and scope, the application credential, or the token.${text}`,
      details,
    )
  if (status === 404 || (status >= 300 && status < 400))
    return new AuthenticationFailedError(
      `There is no identity API of version 3 at this address (${status}); correct the URL of Keystone.${text}`,
      details,
    )
  return new AuthenticationFailedError(`Keystone could not process the login (${status}).${text}`, details)
}

function unreachable(cause: TransportError): AuthenticationFailedError {
  if (cause.kind === 'reply_too_large')
    return new AuthenticationFailedError(`Keystone's reply is too large: ${cause.message}`, { cause })
  const transient = cause.kind !== 'invalid_input' && cause.kind !== 'authentication_failed'
  return new AuthenticationFailedError(`The login did not reach Keystone: ${cause.message}`, {
    cause,
    transient,
  })
}

function notKeystone(problem: string): Fetched {
  return err(
    new AuthenticationFailedError(
      `The server at this URL is not Keystone. ${problem} Correct the URL of Keystone.`,
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
