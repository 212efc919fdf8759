import { err, type Result } from 'neverthrow'
import type { Authentication, LoginHeaders } from './authentication.js'
import { findHeaderProblem } from './request-check.js'
import { AuthenticationFailedError } from './transport-errors.js'

/** Gets the headers from an Authentication, which may be a user's own code. */
export async function askForHeaders(
  auth: Authentication,
  signal: AbortSignal,
): Promise<Result<LoginHeaders, AuthenticationFailedError>> {
  const answer = await settle('headers', () => auth.headers(signal))
  if (answer.isErr()) return answer
  const headers: unknown = answer.value
  if (typeof headers !== 'object' || headers === null) return refuse('returned no object of headers')
  const unfit = findHeaderProblem(headers as Record<string, unknown>)
  if (unfit !== undefined)
    return refuse(`returned the header ${unfit.name}, which cannot be sent (${unfit.problem.slice(0, -1)})`)
  return answer
}

/** Asks whether there is a better login than the rejected one. */
export async function askForRenewal(
  auth: Authentication,
  rejected: LoginHeaders,
  signal: AbortSignal,
): Promise<Result<boolean, AuthenticationFailedError>> {
  if (auth.renew === undefined)
    return err(new AuthenticationFailedError('This Authentication cannot renew its login.'))
  const renew = auth.renew.bind(auth)
  return settle('renew', () => renew(rejected, signal))
}

async function settle<T>(
  method: string,
  ask: () => PromiseLike<Result<T, AuthenticationFailedError>>,
): Promise<Result<T, AuthenticationFailedError>> {
  try {
    const answer: unknown = await ask()
    if (!isResult<T>(answer)) return refuse(`returned something other than a Result from \`${method}\``)
    if (answer.isOk() || answer.error instanceof AuthenticationFailedError) return answer
    return refuse(`returned an error of another kind from \`${method}\``)
  } catch (error) {
    // Only the name: the message may quote the login.
    return refuse(`threw from \`${method}\` (${error instanceof Error ? error.name : typeof error})`)
  }
}

function isResult<T>(value: unknown): value is Result<T, AuthenticationFailedError> {
  return typeof value === 'object' && value !== null && 'isOk' in value && typeof value.isOk === 'function'
}

function refuse(fault: string): Result<never, AuthenticationFailedError> {
  return err(
    new AuthenticationFailedError(`The Authentication of this transport ${fault}. Correct it and try again.`),
  )
}
