import { err, type Result } from 'neverthrow'
import { AbortedError, RequestTimedOutError } from '../../transport/transport-errors.js'
import { UnexpectedFailureError, type ClientError } from '../errors/client-errors.js'
import type { ApiRequest } from './api-request.js'
import { attemptOutcome, mayHaveHappened, type RequestSafety } from './retry-policy.js'

/**
 * Turns an exception of foreign code (a clock, a signal, the caller's own objects) into an error, so that no promise
 * rejects.
 */
export async function neverRejecting<T>(
  request: Pick<ApiRequest<unknown>, 'operation' | 'node'> & { readonly safety?: RequestSafety },
  work: () => Promise<Result<T, ClientError>>,
): Promise<Result<T, ClientError>> {
  try {
    return await work()
  } catch (cause) {
    const { operation, node, safety } = request
    const effect = safety === 'read' ? 'It only reads, so it is safe to repeat.' : 'It may have taken effect.'
    const message = `${operation} ended early because a value that was passed to it threw an error. ${effect}`
    return err(new UnexpectedFailureError(message, { operation, node, cause }))
  }
}

/** Returns the error of an earlier attempt that may have been executed, unless the last one is a final answer. */
export function unlessDoubtful(error: ClientError, doubt: ClientError | undefined): ClientError {
  if (doubt === undefined || mayHaveHappened(error)) return error
  const isDecided = attemptOutcome(error) === 'final' && error.kind !== 'aborted'
  return isDecided ? error.withSentence(EARLIER_TRY) : doubt
}

const EARLIER_TRY = 'An earlier attempt of this request got no clear reply: it may have taken effect.'

export function aborted(operation: string, mayBeDone: boolean): AbortedError {
  return new AbortedError(`${operation} was aborted by its caller.`, { sent: mayBeDone ? 'maybe' : 'no' })
}

/** The error of a call whose attempt ended while it waited for the server's versions, before its own request. */
export function unansweredInTime(operation: string, timeoutMs: number): RequestTimedOutError {
  return new RequestTimedOutError(
    `${operation} was not sent: the server did not answer GET / within ${timeoutMs} ms. Check that its API is running, and try again.`,
    { sent: 'no', timeoutMs },
  )
}

export function overdue(operation: string): RequestTimedOutError {
  return new RequestTimedOutError(`The deadline passed before ${operation} could be sent.`, {
    sent: 'no',
    timeoutMs: 0,
  })
}
