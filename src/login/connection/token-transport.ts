import { err, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { Authentication } from '../../transport/authentication.js'
import { checkKyTransportOptions } from '../../transport/ky-transport-options.js'
import { createKyTransport } from '../../transport/ky-transport.js'
import type { OptionProblem } from '../../transport/option-problem.js'
import { AbortedError } from '../../transport/transport-errors.js'
import type { Transport } from '../../transport/transport.js'
import { EndpointNotFoundError, type LoginError } from '../errors/login-errors.js'
import type { KeystoneSource } from '../keystone/keystone-source.js'
import { describeCatalog, findEndpoint, type EndpointChoice } from '../keystone/service-catalog.js'
import { firstLogin, type LoginPatience } from '../token/first-login.js'
import { SharedToken } from '../token/shared-token.js'
import { authenticationBy } from '../token/token-authentication.js'
import { optionsFor, type HttpOptions } from '../http/http-options.js'

/** The token source and the endpoint that it leads to. */
export interface TokenTarget {
  readonly source: KeystoneSource
  /** The URL of Ironic, unless it is read from the catalog. */
  readonly endpoint: string | URL | undefined
  readonly choice: EndpointChoice
  readonly http: HttpOptions
  /** Ends the login that `connect` performs. */
  readonly signal: AbortSignal | undefined
}

/** Returns a transport that authenticates with Keystone tokens. It logs in now only when it needs the catalog. */
export async function transportByTokens(
  target: TokenTarget,
  patience: LoginPatience,
): Promise<Result<Transport, LoginError>> {
  const { source, endpoint, choice, http } = target
  let { signal } = target
  const token = new SharedToken(() => source.fetchToken(signal), patience.clock)
  const auth = authenticationBy(token)
  if (endpoint !== undefined) return transportTo(endpoint, auth, http).mapErr(asInvalidInput)
  const first = await firstLogin(token, patience, signal)
  if (first.isErr()) return err(signal?.aborted === true ? abortedLogin() : first.error)
  // Later logins belong to the driver.
  signal = undefined
  const { catalog } = first.value
  const found = findEndpoint(catalog, choice)
  return found === undefined
    ? err(new EndpointNotFoundError(notInCatalog(choice, describeCatalog(catalog, choice.serviceType))))
    : transportTo(found, auth, http).mapErr((problem) =>
        problem.field === 'endpoint'
          ? new EndpointNotFoundError(unusable(choice, problem))
          : asInvalidInput(problem),
      )
}

export function abortedLogin(): AbortedError {
  return new AbortedError('connect was aborted by its caller. Nothing was changed.', {
    sent: 'no',
  })
}

function unusable({ serviceType }: EndpointChoice, { problem }: OptionProblem): string {
  return `The service catalog has an invalid endpoint of ${serviceType}: ${problem} Have the catalog corrected, or pass the URL of Ironic.`
}

function notInCatalog({ serviceType, interfaces, region }: EndpointChoice, instead: string): string {
  const place = region === undefined ? '' : ` in region ${region}`
  return `The service catalog has no ${interfaces.join(' or ')} endpoint of ${serviceType}${place}; it has ${instead}. Choose another interface or region, log in with a scope, or pass the URL of Ironic.`
}

/** Returns the usual transport, or what is wrong with its options. */
export function transportTo(
  endpoint: string | URL,
  auth: Authentication | undefined,
  http: HttpOptions,
): Result<Transport, OptionProblem> {
  return optionsFor(endpoint, http).andThen((own) => {
    const options = { ...own, endpoint, auth }
    return checkKyTransportOptions(options).map(() => createKyTransport(options))
  })
}

/** Returns the error for callers who passed the options themselves. */
export function asInvalidInput({ field, problem }: OptionProblem): InvalidInputError {
  return new InvalidInputError(field, problem)
}
