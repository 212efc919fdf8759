import { err, type Result, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { AskOptions } from './module-context.js'
import { runOperation } from './run-operation.js'

type Checked<T> = Result<T, InvalidInputError>

/** Runs a public operation on what was passed, once all of it is found to be right and nobody has called it off. */
export function checkedOperation<Input, Options extends AskOptions, T, E extends IronicDriverError>(
  operation: string,
  input: Checked<Input>,
  options: Checked<Options>,
  work: (input: Input, options: Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | InvalidInputError | AbortedError | UnexpectedFailureError> {
  return runOperation<T, E | InvalidInputError | AbortedError>(operation, async () => {
    if (input.isErr()) return err(input.error)
    if (options.isErr()) return err(options.error)
    const { signal } = options.value
    if (signal?.aborted === true)
      return err(
        new AbortedError(`${operation} was aborted before it began. Nothing was sent.`, { sent: 'no' }),
      )
    return work(input.value, options.value)
  })
}
