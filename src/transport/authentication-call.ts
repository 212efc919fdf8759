import { err, type Result } from 'neverthrow'
import type { Authentication, LoginHeaders } from './authentication.js'
import { findHeaderProblem } from './request-check.js'
import { AuthenticationFailedError } from './transport-errors.js'

/** Asks an Authentication, which may be anybody's code, for its headers. */
export async function askForHeaders(
  auth: Authentication,
  signal: AbortSignal,
): Promise<Result<LoginHeaders, AuthenticationFailedError>> {
  const answer = await settle('headers', () => auth.headers(signal))
  if (answer.isErr()) return answer
  const headers: unknown = answer.value
  if (typeof headers !== 'object' || headers === null) return refuse('yielded no object of headers')
  const unfit = findHeaderProblem(headers as Record<string, unknown>)
  if (unfit !== undefined)
    return refuse(`yielded the header ${unfit.name}, which cannot be sent (${unfit.problem.slice(0, -1)})`)
  return answer
}

/** Asks whether there is a better login than the one that was rejected. */
export async function askForRenewal(
  auth: Authentication,
  rejected: LoginHeaders,
  signal: AbortSignal,
): Promise<Result<boolean, AuthenticationFailedError>> {
  if (auth.renew === undefined) return err(new AuthenticationFailedError('There is nothing to renew.'))
  const renew = auth.renew.bind(auth)
  return settle('renew', () => renew(rejected, signal))
}

async function settle<T>(
  method: string,
  ask: () => PromiseLike<Result<T, AuthenticationFailedError>>,
): Promise<Result<T, AuthenticationFailedError>> {
  try {
    const answer: unknown = await ask()
    if (!isResult<T>(answer)) return refuse(`answered \`${method}\` with something that is no Result`)
    if (answer.isOk() || answer.error instanceof AuthenticationFailedError) return answer
    return refuse(`failed \`${method}\` with an error of another kind`)
  } catch (error) {
    // Only the name: the text was not written for readers, and may quote the login.
    return refuse(`threw from \`${method}\` (${error instanceof Error ? error.name : typeof error})`)
  }
}

function isResult<T>(value: unknown): value is Result<T, AuthenticationFailedError> {
  return typeof value === 'object' && value !== null && 'isOk' in value && typeof value.isOk === 'function'
}

function refuse(fault: string): Result<never, AuthenticationFailedError> {
  return err(
    new AuthenticationFailedError(`The Authentication of this transport ${fault}; correct it and try again.`),
  )
}
