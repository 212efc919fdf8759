import { err, ResultAsync, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { ErrorContext, IronicDriverError } from '../errors/ironic-driver-error.js'

/**
 * Runs a public operation: its errors are told which call they belong to, and whatever foreign code in it may
 * throw (a clock, an option with a getter) becomes an error too, so that nothing public rejects.
 */
export function runOperation<T, E extends IronicDriverError>(
  operation: string,
  work: () => Promise<Result<T, E>>,
  context: ErrorContext = {},
): ResultAsync<T, E | UnexpectedFailureError> {
  return new ResultAsync(settled(operation, work, context))
}

async function settled<T, E extends IronicDriverError>(
  operation: string,
  work: () => Promise<Result<T, E>>,
  context: ErrorContext,
): Promise<Result<T, E | UnexpectedFailureError>> {
  try {
    const result = await work()
    return result.isOk() ? result : err(result.error.within({ ...context, operation }))
  } catch (cause) {
    const message = `${operation} ended in a way that it should not: a part that was passed in threw. Look at the node before going on.`
    return err(new UnexpectedFailureError(message, { ...context, operation, cause }))
  }
}
