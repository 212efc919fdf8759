import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import { readingOptions } from '../../errors/reading-options.js'
import { describeUnknown, unknownOption } from '../../errors/unknown-option.js'
import { checkKyTransportOptions } from '../../transport/ky-transport-options.js'
import type { TlsOptions } from '../../platform/tls-options.js'
import { firstContact, hopeless } from '../../transport/first-contact.js'
import { createKyTransport } from '../../transport/ky-transport.js'
import { withoutTrailingSlashes } from '../../transport/trailing-slashes.js'
import { AuthenticationFailedError } from '../../transport/transport-errors.js'
import { optionsFor, type HttpOptions } from '../http/http-options.js'
import type { TokenSource } from '../token/token-source.js'
import {
  IDENTITY_FIELDS,
  identityRequest,
  type IdentityField,
  type IdentityFields,
  type IdentityMethod,
} from './identity-request.js'
import type { KeystoneLogin, KeystoneScope } from './keystone-login.js'
import { fetchKeystoneToken, type KeystoneToken } from './keystone-tokens.js'

/** The Keystone, the credentials and the scope of a login. */
export interface KeystoneOptions {
  /** The URL of Keystone, with or without `/v3` at its end. */
  readonly url: string | URL
  readonly login: KeystoneLogin
  /** Default: no scope. A password needs one; an application credential and a token bring their own. */
  readonly scope?: KeystoneScope | undefined
  /** Default: the authorities that Node trusts, and no client certificate. */
  readonly tls?: TlsOptions | undefined
  /** The time limit of one login, including reading its reply. Default: 60,000. */
  readonly timeoutMs?: number | undefined
  /** The largest reply that is read, in bytes after decompression. Default: 67,108,864 (64 MiB). */
  readonly maxReplyBytes?: number | undefined
  /** The URL of an HTTP proxy. Default: none. */
  readonly proxy?: string | URL | undefined
}

/** A token source that also knows the service catalog. */
export interface KeystoneSource {
  fetchToken(signal?: AbortSignal): Promise<Result<KeystoneToken, AuthenticationFailedError>>
}

/**
 * Fetches tokens from Keystone, version 3, for `tokenAuthentication`.
 *
 * It never throws: with invalid options, every login fails and says what is wrong with them.
 *
 * @see openstack/keystone `api-ref/source/v3/authenticate-v3.inc`
 */
export function keystoneTokens(options: KeystoneOptions): TokenSource {
  const source = readingOptions(() => keystoneSource(options), wrong)
  if (source.isOk()) return source.value
  const { message } = source.error
  return { fetchToken: () => Promise.resolve(err(new AuthenticationFailedError(`Keystone: ${message}`))) }
}

/** Like `keystoneTokens`, but returns what is wrong with the options. */
export function keystoneSource(
  options: KeystoneOptions,
  http: HttpOptions = {},
  clock?: Clock,
): Result<KeystoneSource, InvalidInputError> {
  if (!isRecord(options)) return wrong('keystone', 'must be an object with `url` and `login`')
  const unknown = unknownOption(options, OPTIONS)
  if (unknown !== undefined) return wrong(unknown.name, unknown.problem)
  const { url, login, scope, timeoutMs, ...own } = options
  const fields = fieldsOf(login, scope)
  if (fields.isErr()) return err(fields.error)
  const method = methodOf(fields.value)
  return sourceFor({ url, method, fields: fields.value, timeoutMs }, { ...own, ...http }, clock).mapErr(
    ({ field, problem }) => new InvalidInputError(pathOf(field, login), problem),
  )
}

/** A login whose fields no longer depend on how the user named them. */
export interface IdentityLogin {
  readonly url: string | URL
  readonly method: IdentityMethod
  readonly fields: IdentityFields
  readonly timeoutMs?: number | undefined
}

/** Returns the source, or what is wrong with a field of the login or an option of the connection. */
export function sourceFor(
  { url, method, fields, timeoutMs }: IdentityLogin,
  http: HttpOptions,
  clock?: Clock,
): Result<KeystoneSource, { readonly field: string; readonly problem: string }> {
  const body = identityRequest(method, fields)
  if (body.isErr()) return err(body.error)
  const endpoint = withoutVersion(url)
  const connection = optionsFor(endpoint, http).map((own) => ({ ...own, endpoint, timeoutMs }))
  const checked = connection.andThen(checkKyTransportOptions)
  if (connection.isErr()) return err(connection.error)
  if (checked.isErr()) {
    const { field, problem } = checked.error
    return err({ field: field === 'endpoint' ? 'url' : field, problem })
  }
  const transport = createKyTransport(connection.value)
  const { password, applicationCredentialSecret, token } = fields
  const secrets = [password, applicationCredentialSecret, token].filter((secret) => secret !== undefined)
  const request = { body: body.value, secrets }
  // The transport to Keystone has no other use, so that this knows whether Keystone has ever answered.
  let hasAnswered = false
  return ok({
    fetchToken: async (signal) => {
      const fetched = await fetchKeystoneToken(transport, { ...request, signal }, clock)
      const contact = fetched.isErr() && !hasAnswered ? firstContact(fetched.error) : 'usual'
      hasAnswered ||= contact === 'usual'
      return contact === 'hopeless' ? fetched.mapErr(hopeless) : fetched
    },
  })
}

const OPTIONS: readonly string[] = [
  'url',
  'login',
  'scope',
  'tls',
  'timeoutMs',
  'maxReplyBytes',
  'proxy',
] satisfies (keyof KeystoneOptions)[]
const LOGIN_FIELDS: readonly string[] = IDENTITY_FIELDS.slice(0, IDENTITY_FIELDS.indexOf('projectName'))
const SCOPE_FIELDS: readonly string[] = IDENTITY_FIELDS.slice(IDENTITY_FIELDS.indexOf('projectName'))

function fieldsOf(login: unknown, scope: unknown): Result<IdentityFields, InvalidInputError> {
  const fields: Partial<Record<IdentityField, string>> = scope === 'system' ? { systemScope: 'all' } : {}
  const parts = [
    { name: 'login', value: login, known: LOGIN_FIELDS },
    { name: 'scope', value: scope === undefined || scope === 'system' ? {} : scope, known: SCOPE_FIELDS },
  ]
  for (const { name, value, known } of parts) {
    if (!isRecord(value)) return wrong(name, `must be an object of ${known.join(', ')}`)
    for (const [field, text] of Object.entries(value)) {
      if (text === undefined) continue
      if (!known.includes(field)) return wrong(`${name}.${field}`, describeUnknown(field, known))
      if (typeof text !== 'string' || text === '')
        return wrong(`${name}.${field}`, 'must be a text that is not empty')
      fields[field as IdentityField] = text
    }
  }
  return ok(fields)
}

function methodOf(fields: IdentityFields): IdentityMethod {
  if (fields.applicationCredentialSecret !== undefined) return 'application_credential'
  return fields.token === undefined ? 'password' : 'token'
}

function pathOf(field: string, login: KeystoneLogin): string {
  if (field in login || LOGIN_FIELDS.includes(field)) return `login.${field}`
  return SCOPE_FIELDS.includes(field) ? `scope.${field}` : field
}

/** Removes the API version that Keystone's URL often has at its end. */
function withoutVersion(url: string | URL): string {
  return withoutTrailingSlashes(String(url)).replace(/\/v(3|2\.0)$/, '')
}

function wrong(field: string, problem: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError(field, problem))
}
