import { err, ResultAsync, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { ErrorContext, IronicDriverError } from '../errors/ironic-driver-error.js'
import { errorIn } from '../tracing/trace-channel.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { AskOptions } from './module-context.js'
import { operations } from './operation-events.js'

type Checked<T> = Result<T, InvalidInputError>

/** Runs a public operation, after its input was checked and unless it is aborted. */
export function checkedOperation<Input, Options extends AskOptions, T, E extends IronicDriverError>(
  operation: string,
  input: Checked<Input>,
  options: Checked<Options>,
  work: (input: Input, options: Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | InvalidInputError | AbortedError | UnexpectedFailureError> {
  const run = async (): Promise<Result<T, E | InvalidInputError | AbortedError>> => {
    if (input.isErr()) return err(input.error)
    if (options.isErr()) return err(options.error)
    const { signal } = options.value
    if (signal?.aborted === true)
      return err(
        new AbortedError(`${operation} was aborted before it began. Nothing was sent.`, { sent: 'no' }),
      )
    return work(input.value, options.value)
  }
  return runOperation(operation, run, input.map(subjectOf).unwrapOr({}))
}

/**
 * Runs a public operation. Adds the name of the call to its errors, and turns an exception of foreign code (a
 * clock, a getter of an option) into an error, so that nothing public rejects.
 */
export function runOperation<T, E extends IronicDriverError>(
  operation: string,
  work: () => Promise<Result<T, E>>,
  context: ErrorContext = {},
): ResultAsync<T, E | UnexpectedFailureError> {
  const { node, instance } = context
  return new ResultAsync(
    operations.trace(
      () => ({ operation, node, instance }),
      () => settled(operation, work, context),
      errorIn,
    ),
  )
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
    const message = `${operation} ended unexpectedly: a function passed to the driver threw. Check the node before you go on.`
    return err(new UnexpectedFailureError(message, { ...context, operation, cause }))
  }
}

/** Returns the node and the instance that an input names, in any of the forms of an input. */
function subjectOf(input: unknown): ErrorContext {
  const { target, request, wanted, node, instance } = (input ?? {}) as Readonly<Record<string, unknown>>
  const inner = target ?? request ?? wanted
  if (inner !== undefined) return subjectOf(inner)
  const id = typeof instance === 'object' ? (instance as { id?: unknown } | null)?.id : instance
  return { node: textOr(node), instance: textOr(id) }
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
