import { err, ResultAsync, type Result } from 'neverthrow'
import { UnexpectedFailureError } from '../client/errors/client-errors.js'
import { followSignal, type RequestScope } from '../client/requests/call-signal.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { ErrorContext, IronicDriverError } from '../errors/ironic-driver-error.js'
import { errorIn } from '../tracing/trace-channel.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { OnProgress } from '../waiting/progress.js'
import type { ModuleParts, WaitOptions } from './module-context.js'
import { operations } from './operation-events.js'

/** A public call in progress. */
export interface CallScope {
  readonly operation: string
  /** The instance for errors and progress. Default: the one on the node. */
  readonly instance?: string | null | undefined
  /** The end of the call, by the clock of the context. `Infinity` if only its requests limit it. */
  readonly deadlineAt: number
  /** Follows the caller's signal. Every request made with it ends by the deadline and has the options of the call. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** The default deadline of a call, in milliseconds. */
export type UsualDeadline<Options> = number | ((options: Options) => number)

/** The name of a public call, and how long it may take. */
export interface OperationCall<Options> {
  readonly operation: string
  /** Default: the time that its requests take, or each item of a bulk call. */
  readonly deadlineMs?: UsualDeadline<Options> | undefined
}

type Checked<T> = Result<T, InvalidInputError>

/** Runs a public operation within its deadline, after its input was checked and unless it is aborted. */
export function runOperation<Input, Options extends WaitOptions, T, E extends IronicDriverError>(
  context: Pick<ModuleParts, 'clock'>,
  { operation, deadlineMs }: OperationCall<Options>,
  input: Checked<Input>,
  options: Checked<Options>,
  work: (input: Input, scope: CallScope & Options) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | InvalidInputError | AbortedError | UnexpectedFailureError> {
  const run = async (): Promise<Result<T, E | InvalidInputError | AbortedError>> => {
    if (input.isErr()) return err(input.error)
    if (options.isErr()) return err(options.error)
    const given = options.value
    if (given.signal?.aborted === true)
      return err(
        new AbortedError(`${operation} was aborted before it began. Nothing was sent.`, { sent: 'no' }),
      )
    const usualMs = typeof deadlineMs === 'function' ? deadlineMs(given) : deadlineMs
    const limitMs = usualMs === undefined ? Infinity : (given.deadlineMs ?? usualMs)
    return withDeadline(context, limitMs, { ...given, operation }, (scope) => work(input.value, scope))
  }
  return tracedOperation(operation, run, input.map(subjectOf).unwrapOr({}))
}

/**
 * Starts a deadline, for an operation or for one item of it: all requests made with the signal end by then. Work that
 * continues after the deadline, such as an undo, uses the `detachedSignal` of this one.
 */
export async function withDeadline<
  Call extends RequestScope & { readonly signal?: AbortSignal | undefined },
  T,
>(
  { clock }: Pick<ModuleParts, 'clock'>,
  deadlineMs: number,
  call: Call,
  work: (scope: Call & { readonly signal: AbortSignal; readonly deadlineAt: number }) => PromiseLike<T>,
): Promise<T> {
  const deadlineAt = clock.now() + deadlineMs
  const { timeoutMs, requestId } = call
  const { signal, end } = followSignal(call.signal, { deadlineAt, timeoutMs, requestId })
  try {
    return await work({ ...call, deadlineAt, signal })
  } finally {
    end()
  }
}

/**
 * Runs a public call that has no driver yet, and every operation. Adds the name of the call to its errors, and turns
 * an exception of foreign code (a clock, a getter of an option) into an error, so that nothing public rejects.
 */
export function tracedOperation<T, E extends IronicDriverError>(
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
