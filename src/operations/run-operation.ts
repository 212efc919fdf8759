import { err, ResultAsync, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { ErrorContext, IronicDriverError } from '../errors/ironic-driver-error.js'
import { errorIn } from '../tracing/trace-channel.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { AskOptions } from './module-context.js'
import { operations } from './operation-events.js'

type Checked<T> = Result<T, InvalidInputError>

/** Runs a public operation on what was passed, once all of it is found to be right and nobody has called it off. */
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
 * Runs a public operation: its errors are told which call they belong to, and whatever foreign code in it may
 * throw (a clock, an option with a getter) becomes an error too, so that nothing public rejects.
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
    const message = `${operation} ended in a way that it should not: a part that was passed in threw. Look at the node before going on.`
    return err(new UnexpectedFailureError(message, { ...context, operation, cause }))
  }
}

/** The node and the instance that an input names, in one of the forms that inputs have. */
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
